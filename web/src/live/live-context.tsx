import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { Consistency } from '../api/consistency.ts'
import { useSession, useSessionState } from '../sign-in/session-context.tsx'
import { connect as connectBySocket, type Connect } from './connection.ts'
import type { Followed } from './feed.ts'
import { Feeds } from './feeds.ts'
import { notFollowing, type Following, type Standing, type Versioned } from './follow.ts'

const LiveContext = createContext<Feeds | undefined>(undefined)

interface Props {
  readonly consistency: Consistency
  readonly connect?: Connect
  readonly children: ReactNode
}

/**
 * What is followed belongs to whoever is signed in: with another person it begins anew. When their session has ended,
 * what they have read stays, as it was then.
 */
export function LiveProvider({ consistency, connect = connectBySocket, children }: Props) {
  const session = useSession()
  const state = useSessionState()
  const sub = state.kind === 'signed-out' ? undefined : state.viewer.sub
  const isSignedIn = state.kind === 'signed-in'
  const feeds = useMemo(
    () =>
      sub === undefined
        ? undefined
        : new Feeds({
            url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
            connect,
            token: () => session.token(),
            refused: (token) => session.refused(token),
            consistency: () => consistency.last,
          }),
    [session, sub, consistency, connect],
  )
  useEffect(() => {
    if (isSignedIn) feeds?.start()
    return () => feeds?.stop()
  }, [feeds, isSignedIn])
  useEffect(
    () =>
      session.subscribe(() => {
        void session.token().then((token) => token !== undefined && feeds?.renew(token))
      }),
    [session, feeds],
  )
  return <LiveContext value={feeds}>{children}</LiveContext>
}

/**
 * What the API says now, and every change from then on. `followed` is a constant of its module: it is subscribed to
 * once, and stays so until the person signs out. Nothing is followed while nobody is signed in, or with undefined.
 */
export function useFollowed<Row extends Versioned>(followed: Followed<Row> | undefined): Following<Row> {
  const feeds = use(LiveContext)
  const feed = useMemo(() => (followed === undefined ? undefined : feeds?.open(followed)), [feeds, followed])
  const nothing = useMemo(() => notFollowing<Row>(), [])
  return useSyncExternalStore(feed?.subscribe ?? noListener, feed?.state ?? (() => nothing))
}

export interface LiveStanding {
  /** undefined while nothing is followed. */
  readonly standing: Standing | undefined
  /** When the page last was as the API says; undefined before the first time. */
  readonly currentAt: string | undefined
}

/** For the header: whether what is on the page is as the API says. */
export function useLiveStanding(): LiveStanding {
  const feeds = use(LiveContext)
  const standing = useSyncExternalStore(feeds?.subscribe ?? noListener, feeds?.standing ?? noStanding)
  const at = standing === 'live' ? undefined : feeds?.currentAt()
  return { standing, currentAt: at === undefined ? undefined : new Date(at).toISOString() }
}

const noListener = () => () => undefined
const noStanding = () => undefined
