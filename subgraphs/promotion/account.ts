import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { PromotionDatabase } from './database.ts'
import type { Movement } from './promotion/points.ts'
import type { Batch, Purchase } from './spend/language.ts'
import { loadLots, lockAccounts, movePoints, type Lot } from './sql/account.ts'

type Unit = UnitOfWork<PromotionDatabase>

/** A member's account while a unit of work has it. */
interface Account {
  /** What can be spent, after all that has been decided so far. */
  available: number
  /** What that is made of, the oldest first; only where points are taken. */
  lots: readonly Lot[]
}

/** What tells of a payment's points; whose they are is known where there are some. */
export interface ToldOfPoints {
  readonly paymentId: string | null
  readonly userId?: string | undefined
}

const accounts = (unit: Unit) => unit.known<Account>(lockAccounts)

export function accountOf(unit: Unit, userId: string): Account {
  const account = accounts(unit).get(userId)
  if (account === undefined) throw new Error(`the account of ${userId} is not locked`)
  return account
}

/** What a member owes; nothing where there is no account. */
export const debtOf = (unit: Unit, userId: string): number => Math.max(0, -(accounts(unit).get(userId)?.available ?? 0))

/** Locks the members' accounts, and those of the payments: whatever is decided about points begins here. */
export async function fetchAccounts(unit: Unit, told: readonly ToldOfPoints[]): Promise<void> {
  const available = await lockAccounts(unit.tx, paymentsIn(told), [
    ...new Set(told.flatMap(({ userId }) => userId ?? [])),
  ])
  const known = accounts(unit)
  for (const [userId, points] of available) {
    if (!known.has(userId)) known.set(userId, { available: points, lots: [] })
  }
}

export const paymentsIn = (told: readonly ToldOfPoints[]): string[] => [
  ...new Set(told.flatMap(({ paymentId }) => paymentId ?? [])),
]

/** What a locked account is made of, for who is going to take something. */
export async function fetchLots(unit: Unit, userId: string): Promise<void> {
  const lots = await loadLots(unit.tx, userId)
  accountOf(unit, userId).lots = lots
}

/**
 * Moves points within an account. What can be spent always lies in lots, by its age: what comes in opens them (`batches`
 * say how old it is, if it is not new), what goes out is taken from the oldest. What is owed lies in none: what comes in
 * fills that first.
 */
export function move(unit: Unit, of: Purchase, movement: Movement, batches: readonly Batch[] = []): void {
  const account = accountOf(unit, of.userId)
  const before = Math.max(account.available, 0)
  account.available += movement.available
  const after = Math.max(account.available, 0)
  const opened = after > before ? opening(batches, after - before, unit.now) : []
  const taken = movement.available < 0 ? taking(account.lots, after) : []
  unit.write(movePoints, { ...movement, of, opened, taken })
}

/** The youngest of them, for so many points; what they do not account for is new. */
function opening(batches: readonly Batch[], points: number, now: Date): Batch[] {
  const opened: Batch[] = []
  let missing = points
  for (const batch of batches.toReversed()) {
    if (missing === 0) break
    const part = Math.min(batch.points, missing)
    opened.push({ ...batch, points: part })
    missing -= part
  }
  return missing === 0 ? opened : [...opened, { earnedDate: now.toISOString(), points: missing }]
}

/** The oldest, until no more than so many points are left: so lots are right again after a release that kept none. */
function taking(lots: readonly Lot[], toLeave: number): { id: string; points: number }[] {
  const taken: { id: string; points: number }[] = []
  let surplus = lots.reduce((sum, { points }) => sum + points, -toLeave)
  for (const { id, points } of lots) {
    if (surplus <= 0) break
    const part = Math.min(points, surplus)
    taken.push({ id, points: part })
    surplus -= part
  }
  return taken
}
