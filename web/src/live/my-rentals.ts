import { WatchMyRentalsDocument, type WatchMyRentalsSubscription } from '../generated/member.ts'
import { useSessionState } from '../sign-in/session-context.tsx'
import type { Followed } from './feed.ts'
import type { Following } from './follow.ts'
import { useFollowed } from './live-context.tsx'

export type RentalRow = WatchMyRentalsSubscription['dashboardChanged']

const myRentals: Followed<RentalRow> = {
  document: WatchMyRentalsDocument,
  operationName: 'WatchMyRentals',
  variables: {},
  rowOf: (data) => (data as WatchMyRentalsSubscription | null)?.dashboardChanged,
}

/** The signed-in member's rentals, live. */
export function useMyRentals(): Following<RentalRow> {
  const state = useSessionState()
  return useFollowed(state.kind !== 'signed-out' && state.viewer.roles.includes('MEMBER') ? myRentals : undefined)
}
