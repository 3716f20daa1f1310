import type { WatchQueueSubscription } from '../generated/librarian.ts'

export type QueueRow = WatchQueueSubscription['dashboardChanged']
type Placed = Pick<QueueRow, 'rentalId' | 'status' | 'paidDate'>

/** What waits, in the order in which it was paid. */
export function waitingInOrder(rows: ReadonlyMap<string, Placed>): readonly string[] {
  return inOrder([...rows.values()].filter(({ status }) => status === 'PAID'))
}

/** The order with what has come since at its end. What has been decided keeps its place: nothing moves. */
export function grown(order: readonly string[], rows: ReadonlyMap<string, Placed>): readonly string[] {
  const known = new Set(order)
  const more = waitingInOrder(rows).filter((id) => !known.has(id))
  return more.length === 0 ? order : [...order, ...more]
}

/** The same while the list is still being filled, when nobody has found anything to press yet: what is new goes to its place. */
export function filled(order: readonly string[], rows: ReadonlyMap<string, Placed>): readonly string[] {
  const all = grown(order, rows)
  return all === order ? order : inOrder(all.flatMap((id) => rows.get(id) ?? []))
}

/** How many in the order wait no longer. */
export function decidedIn(order: readonly string[], rows: ReadonlyMap<string, Placed>): number {
  return order.filter((id) => rows.has(id) && rows.get(id)?.status !== 'PAID').length
}

function inOrder(rows: readonly Placed[]): string[] {
  return rows.toSorted(byPayment).map(({ rentalId }) => rentalId)
}

/** Instants are compared as they are written: a thousand of them are put in order with every change. */
function byPayment(one: Placed, other: Placed): number {
  const [a, b] = [one.paidDate ?? '', other.paidDate ?? '']
  return a === b ? compare(one.rentalId, other.rentalId) : compare(a, b)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
