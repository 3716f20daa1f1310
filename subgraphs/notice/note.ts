import { createHash } from 'node:crypto'
import { newId } from '@ebook/chassis/new-id'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from './database.ts'
import type { Told } from './facts.ts'
import { KINDS, staleAtOf } from './kinds.ts'
import { memberOf } from './known.ts'
import { sendingsOf, type Sending } from './member.ts'
import type { Telling } from './ports.ts'
import { keepNotices, type About, type NewDelivery, type NewNotice } from './sql/notices.ts'

type Unit = UnitOfWork<NoticeDatabase>

export interface ToBeTold {
  readonly told: Told
  /** Null: the staff. */
  readonly userId: string | null
  /** What it is about, where that may change before it is sent. */
  readonly about?: About
  readonly dedupe: string
  readonly at: Date
  /** Where it is sent, if not where its member or the staff is reached. */
  readonly sendings?: readonly Sending[]
}

/** Writes a notice, and the messages that tell it. What is too old by now is written and neither shown nor sent. */
export function note(unit: Unit, telling: Telling, { told, userId, about = {}, dedupe, at, ...given }: ToBeTold): void {
  const { kind, facts } = told
  const { audience, onPage } = KINDS[kind]
  if ((audience === 'STAFF') !== (userId === null))
    throw new Error(`a notice ${kind} is not for ${userId ?? 'the staff'}`)
  const staleAt = staleAtOf(told, at)
  const isStale = staleAt <= unit.now
  const sendings =
    given.sendings ??
    (userId === null
      ? toStaff(telling, unit.now)
      : sendingsOf(memberOf(unit, userId, telling), { kind, staleAt }, unit.now, telling))
  const deliveries = sendings.map((sending) => deliveryOf(sending, userId, isStale))
  const notice: NewNotice = {
    id: newId(),
    userId,
    kind,
    dedupe,
    about,
    facts,
    at,
    staleAt,
    onPage: onPage && !isStale,
    deliveries,
  }
  unit.write(keepNotices, notice)
  if (deliveries.length > 0) telling.wake()
}

function toStaff({ senders, staffEmail }: Telling, now: Date): readonly Sending[] {
  return senders.has('EMAIL') && staffEmail.length > 0 ? [{ channel: 'EMAIL', notBefore: now }] : []
}

function deliveryOf(sending: Sending, userId: string | null, isStale: boolean): NewDelivery {
  const { channel, deviceId = null, notBefore, together } = sending
  const shared = together !== undefined && !isStale
  return {
    id: shared ? idOf(`${userId} ${channel} ${together}`) : newId(),
    channel,
    deviceId,
    status: isStale ? 'SKIPPED' : 'PENDING',
    reason: isStale ? 'STALE' : null,
    dueAt: notBefore,
  }
}

/** The same for the same, as a UUID of version 8, whose bits are its maker's. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
