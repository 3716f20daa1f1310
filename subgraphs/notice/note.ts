import { createHash, randomUUID } from 'node:crypto'
import type { Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from './database.ts'
import type { Told } from './facts.ts'
import { KINDS } from './kinds.ts'
import { defaultPreferences, sendingsOf, type Member, type Sending } from './member.ts'
import type { Telling } from './ports.ts'
import { newRental, type Early, type Rental, type Untitled } from './rental.ts'
import { keepNotices, type NewDelivery, type NewNotice } from './sql/notices.ts'
import { keepRentals, loadMembers, loadRentals, type KnownMember } from './sql/rentals.ts'

type Unit = UnitOfWork<NoticeDatabase>

/** Of what a policy reads about its events beforehand; whose a rental is, only its first event says. */
interface Concerned {
  readonly rentalId: string
  readonly userId?: string
}

/** Rentals and their members, for a whole batch of events at once. */
export const fetchRentals = (unit: Unit, concerned: readonly Concerned[]): Promise<void> =>
  fetchAll(unit, concerned, [])

async function fetchAll(unit: Unit, concerned: readonly Concerned[], others: readonly string[]): Promise<void> {
  const rentalIds = [...new Set(concerned.map(({ rentalId }) => rentalId))]
  const userIds = [...new Set([...others, ...concerned.flatMap(({ userId }) => userId ?? [])])]
  const [{ now, rentals }, members] = await Promise.all([
    loadRentals(unit.tx, rentalIds),
    loadMembers(unit.tx, rentalIds, userIds),
  ])
  unit.tellTime(now)
  const lives = unit.known<Rental>(keepRentals)
  for (const rental of rentals) lives.set(rental.id, rental)
  const known = unit.known<KnownMember>(loadMembers)
  for (const [userId, member] of members) known.set(userId, member)
}

/** Somebody who asks for something. */
export async function fetchMember(unit: Unit, userId: string): Promise<void> {
  await fetchAll(unit, [], [userId])
}

/** The rental that an event is about, as far as it is known. */
export const rentalOf = (unit: Unit, rentalId: string): Rental =>
  unit.known<Rental>(keepRentals).get(rentalId) ?? newRental(rentalId)

/** The same to be changed: it is written when the unit of work ends. */
export function changed(unit: Unit, rentalId: string): Rental {
  const lives = unit.known<Rental>(keepRentals)
  const toBeWritten = unit.known<true>(changed)
  const rental = rentalOf(unit, rentalId)
  lives.set(rentalId, rental)
  if (toBeWritten.has(rentalId)) return rental
  toBeWritten.set(rentalId, true)
  unit.write(keepRentals, rental)
  return rental
}

/** Somebody with what they chose, or what there is for who did not. */
export function memberOf(unit: Unit, userId: string, telling: Telling): Member {
  const known = unit.known<KnownMember>(loadMembers).get(userId)
  const { contacts, devices } = known ?? { contacts: {}, devices: [] }
  // One is chosen with the others.
  const chosen = known?.locale == null ? undefined : (known as Member)
  return { ...defaultPreferences(telling.locale, telling.timeZone), ...chosen, contacts, devices }
}

/** Tells of a rental as soon as it is known whose it is, and of what title. */
export function tellOfRental(
  unit: Unit,
  telling: Telling,
  event: Pick<Received<unknown>, 'id' | 'time'>,
  rental: Rental,
  told: Untitled,
): void {
  const early = { dedupe: `${told.kind} ${event.id}`, at: event.time, told }
  if (rental.userId === null || rental.title === null) {
    const waiting = changed(unit, rental.id)
    waiting.early = [...waiting.early, early]
  } else tell(unit, telling, rental, early)
}

/** What happened before it was known to whom. */
export function tellEarly(unit: Unit, telling: Telling, rental: Rental): void {
  for (const early of rental.early) tell(unit, telling, rental, early)
  rental.early = []
}

function tell(unit: Unit, telling: Telling, rental: Rental, { told: { kind, facts }, dedupe, at }: Early): void {
  const { id: rentalId, title, payUntil } = rental
  const known = kind === 'PAYMENT_DECLINED' ? { title, until: payUntil?.toISOString() } : { title }
  const told = { kind, facts: { ...known, ...facts } } as Told
  const userId = KINDS[kind].audience === 'STAFF' ? null : rental.userId
  note(unit, telling, { told, userId, rentalId, dedupe, at: new Date(at) })
}

export interface ToBeTold {
  readonly told: Told
  /** Null: the staff. */
  readonly userId: string | null
  readonly rentalId: string | null
  readonly dedupe: string
  readonly at: Date
  /** Where it is sent, if not where its member or the staff is reached. */
  readonly sendings?: readonly Sending[]
}

/** Writes a notice, and the messages that tell it. What is too old by now is written and neither shown nor sent. */
export function note(unit: Unit, telling: Telling, { told, userId, rentalId, dedupe, at, ...given }: ToBeTold): void {
  const { kind, facts } = told
  const { audience, onPage, maxAgeMs } = KINDS[kind]
  if ((audience === 'STAFF') !== (userId === null))
    throw new Error(`a notice ${kind} is not for ${userId ?? 'the staff'}`)
  const staleAt = kind === 'PAYMENT_DECLINED' ? new Date(told.facts.until) : new Date(at.getTime() + maxAgeMs)
  const isStale = staleAt <= unit.now
  const sendings =
    given.sendings ??
    (userId === null
      ? toStaff(telling, unit.now)
      : sendingsOf(memberOf(unit, userId, telling), kind, unit.now, telling))
  const deliveries = sendings.map((sending) => deliveryOf(sending, userId, isStale))
  const notice: NewNotice = {
    id: randomUUID(),
    userId,
    kind,
    dedupe,
    rentalId,
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
    id: shared ? idOf(`${userId} ${channel} ${together}`) : randomUUID(),
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
