import { useQuery } from '@apollo/client/react'
import { MyHoldOfBookDocument, MyHoldsDocument, type HoldOnShelfFragment } from '../generated/member.ts'
import { useWhenHoldsChange } from '../live/use-when-rows-change.ts'
import { useSessionState } from '../sign-in/session-context.tsx'

/** Somebody else's hold moves one's own place, of which nobody tells. */
const LOOK_MS = 30_000
/** What is said together is asked for once. */
const AFTER_THE_LAST_MS = 200
/** More than anybody waits for: of those that are over some are left out. */
const MOST = 100

const looking = {
  pollInterval: LOOK_MS,
  skipPollAttempt: () => document.hidden,
  fetchPolicy: 'cache-and-network',
} as const

const isOpen = ({ status }: HoldOnShelfFragment): boolean => status === 'WAITING' || status === 'READY'

/** What the reader waits for, whose turn it is first. Undefined while that is not known. */
export function useMyOpenHolds() {
  const { data, error, refetch } = useQuery(MyHoldsDocument, { ...looking, variables: { first: MOST } })
  useWhenHoldsChange(AFTER_THE_LAST_MS, refetch)
  return { holds: data?.myHolds.edges.map(({ node }) => node).filter(isOpen), error, refetch }
}

/** The reader's hold of a title, while it is open. */
export function useMyHoldOf(bookId: string): {
  readonly hold: HoldOnShelfFragment | undefined
  refetch: () => Promise<unknown>
} {
  const session = useSessionState()
  const isMember = session.kind === 'signed-in' && session.viewer.roles.includes('MEMBER')
  const { data, refetch } = useQuery(MyHoldOfBookDocument, { ...looking, variables: { id: bookId }, skip: !isMember })
  useWhenHoldsChange(AFTER_THE_LAST_MS, refetch)
  const hold = isMember ? data?.book?.myHold : undefined
  return { hold: hold && isOpen(hold) ? hold : undefined, refetch }
}
