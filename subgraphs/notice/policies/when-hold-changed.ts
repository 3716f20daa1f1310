import { z } from 'zod'
import { on, type Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from '../database.ts'
import { HOLD_ENDINGS, type Told } from '../facts.ts'
import { changed, fetchConcerned, titleOf } from '../known.ts'
import { note } from '../note.ts'
import type { Telling } from '../ports.ts'
import { keepHolds, type Hold } from '../sql/lending.ts'

type Unit = UnitOfWork<NoticeDatabase>

const expected = z.object({ holdId: z.uuid(), bookId: z.uuid(), userId: z.string() })
const ready = expected.extend({ readyUntil: z.iso.datetime() })
const reminded = expected.extend({ endsAt: z.iso.datetime() })
const canceled = expected.extend({ reason: z.string() })

type Of = z.infer<typeof expected>

/** Its member is reminded so long before their turn ends. */
const REMINDED_BEFORE_MS = 24 * 3_600_000

/** Each of them says all that is so from then on. */
function becomes(unit: Unit, { holdId, userId, bookId }: Of, state: Exclude<Hold['state'], 'OVER'>): Hold {
  const hold = holdOf(unit, holdId)
  return Object.assign(hold, { userId, bookId, state, readyUntil: null, remindAt: null })
}

const isOver = (unit: Unit, { holdId }: Of) =>
  Object.assign(holdOf(unit, holdId), { userId: null, bookId: null, state: 'OVER', readyUntil: null, remindAt: null })

const holdOf = (unit: Unit, id: string): Hold =>
  changed(unit, keepHolds, id, () => ({
    id,
    userId: null,
    bookId: null,
    state: 'OVER',
    readyUntil: null,
    remindAt: null,
  }))

type Kind = 'HOLD_READY' | 'HOLD_LAPSED' | 'PLACE_ENDS_SOON' | 'HOLD_CANCELED'

function tell(unit: Unit, telling: Telling, event: Received<Of>, told: Extract<Told, { kind: Kind }>): void {
  const { holdId, userId } = event.data
  const at = new Date(event.time)
  note(unit, telling, { told, userId, about: { holdId }, dedupe: `${told.kind} ${event.id}`, at })
}

const whenReady = (telling: Telling) =>
  on<NoticeDatabase, typeof ready>(
    'ebook.book.HoldReady.v1',
    ready,
    async (unit, event) => {
      const { bookId, readyUntil } = event.data
      const hold = becomes(unit, event.data, 'READY')
      hold.readyUntil = new Date(readyUntil)
      const remindAt = new Date(hold.readyUntil.getTime() - REMINDED_BEFORE_MS)
      if (remindAt > unit.now) hold.remindAt = remindAt
      tell(unit, telling, event, { kind: 'HOLD_READY', facts: { title: titleOf(unit, bookId), until: readyUntil } })
    },
    fetchConcerned,
  )

const whenLapsed = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.book.HoldLapsed.v1',
    expected,
    async (unit, event) => {
      becomes(unit, event.data, 'SUSPENDED')
      tell(unit, telling, event, { kind: 'HOLD_LAPSED', facts: { title: titleOf(unit, event.data.bookId) } })
    },
    fetchConcerned,
  )

const whenReminded = (telling: Telling) =>
  on<NoticeDatabase, typeof reminded>(
    'ebook.book.HoldReminded.v1',
    reminded,
    async (unit, event) => {
      const { bookId, endsAt: until } = event.data
      becomes(unit, event.data, 'SUSPENDED')
      tell(unit, telling, event, { kind: 'PLACE_ENDS_SOON', facts: { title: titleOf(unit, bookId), until } })
    },
    fetchConcerned,
  )

/** Whoever gave a place up knows. */
const whenCanceled = (telling: Telling) =>
  on<NoticeDatabase, typeof canceled>(
    'ebook.book.HoldCanceled.v1',
    canceled,
    async (unit, event) => {
      isOver(unit, event.data)
      const why = HOLD_ENDINGS.find((ending) => ending === event.data.reason)
      if (why === undefined) return
      tell(unit, telling, event, { kind: 'HOLD_CANCELED', facts: { title: titleOf(unit, event.data.bookId), why } })
    },
    fetchConcerned,
  )

const quietly = (
  type: `ebook.book.${'HoldReturned' | 'HoldSuspended' | 'HoldResumed' | 'HoldFulfilled'}.v1`,
  react: (unit: Unit, hold: Of) => unknown,
) => on<NoticeDatabase, typeof expected>(type, expected, async (unit, { data }) => void react(unit, data))

/** Who waits is told when it is their turn, that it ends, and what became of their place. */
export const whenHoldChanged = (telling: Telling) => [
  whenReady(telling),
  whenLapsed(telling),
  whenReminded(telling),
  whenCanceled(telling),
  quietly('ebook.book.HoldReturned.v1', (unit, hold) => becomes(unit, hold, 'WAITING')),
  quietly('ebook.book.HoldSuspended.v1', (unit, hold) => becomes(unit, hold, 'SUSPENDED')),
  quietly('ebook.book.HoldResumed.v1', (unit, hold) => becomes(unit, hold, 'WAITING')),
  quietly('ebook.book.HoldFulfilled.v1', isOver),
]
