import { causeOfReaction, type Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { tellHold } from './hold-aggregate.ts'
import { readyHolds } from './sql/member.ts'

type Unit = UnitOfWork<BookDatabase>

/** Whose turn it may be. */
interface Asking {
  readonly userId: string
  readonly bookId: string
}

/** What was found of a batch: in the unit of work under this. */
const READY = {}

export async function findReady(unit: Unit, asking: readonly Asking[]): Promise<void> {
  const found = unit.known<string>(READY)
  for (const [pair, holdId] of await readyHolds(unit.tx, asking)) found.set(pair, holdId)
}

/** The member has asked for the title, and may pay until then: the seat that is kept for them waits for it (W4). */
export async function awaitPayment(
  unit: Unit,
  event: Received<Asking & { readonly rentalId: string; readonly payUntil?: string | undefined }>,
): Promise<void> {
  const { rentalId, bookId, userId, payUntil } = event.data
  const holdId = unit.known<string>(READY).get(`${userId}/${bookId}`)
  if (holdId === undefined || payUntil === undefined) return
  const command = { type: 'awaitPayment', rentalId, payUntil: new Date(payUntil) } as const
  await tellHold(unit, holdId, command, causeOfReaction(event, 'SYSTEM'))
}
