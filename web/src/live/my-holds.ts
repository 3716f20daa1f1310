import { WatchMyHoldsDocument, type WatchMyHoldsSubscription } from '../generated/member.ts'
import { useSessionState } from '../sign-in/session-context.tsx'
import type { Followed } from './feed.ts'
import type { Following } from './follow.ts'
import { useFollowed } from './live-context.tsx'

export type HoldRow = WatchMyHoldsSubscription['holdChanged']

const myHolds: Followed<HoldRow> = {
  document: WatchMyHoldsDocument,
  operationName: 'WatchMyHolds',
  variables: {},
  rowOf: (data) => (data as WatchMyHoldsSubscription | null)?.holdChanged,
}

/** The signed-in member's holds, live. */
export function useMyHolds(): Following<HoldRow> {
  const state = useSessionState()
  return useFollowed(state.kind !== 'signed-out' && state.viewer.roles.includes('MEMBER') ? myHolds : undefined)
}
