import type { Batch, Purchase, SpendEvent } from './language.ts'

/** The points that pay for something, wholly or in part. */
export interface Spend extends Purchase {
  readonly status: 'SPENT' | 'RETURNED' | 'BLOCKED'
  readonly points: number
  /** What was taken, so that it goes back as old as it was. */
  readonly batches: readonly Batch[]
}

/** What an event makes of the state. */
export function evolve(spend: Spend | undefined, event: SpendEvent): Spend {
  if (event.type === 'PointsReturned') {
    if (spend === undefined) throw new Error('points were returned that nobody spent')
    return { ...spend, status: 'RETURNED' }
  }
  if (event.type === 'Anonymised') {
    if (spend === undefined) throw new Error('what nobody spent was anonymised')
    return { ...spend, userId: event.pseudonym }
  }
  const { paymentId, rentalId, userId } = event
  const purchase = { paymentId, rentalId, userId }
  return event.type === 'PointsSpent'
    ? { ...purchase, status: 'SPENT', points: event.points, batches: event.batches }
    : { ...purchase, status: 'BLOCKED', points: 0, batches: [] }
}
