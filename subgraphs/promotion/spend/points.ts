import type { Movement } from '../promotion/points.ts'
import type { SpendEvent } from './language.ts'

/** What an event does to the member's account; undefined when no points move. */
export function movementOf(event: SpendEvent): Movement | undefined {
  switch (event.type) {
    case 'PointsSpent':
      return { pending: 0, available: -event.points, entry: { kind: 'SPEND', n: 1, points: -event.points } }
    case 'PointsReturned':
      return { pending: 0, available: event.points, entry: { kind: 'RETURN', n: 1, points: event.points } }
    case 'SpendBlocked':
    case 'Anonymised':
      return undefined
  }
}
