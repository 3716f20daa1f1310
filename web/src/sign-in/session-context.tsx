import { createContext, use, useSyncExternalStore, type ReactNode } from 'react'
import type { Session, SessionState } from './session.ts'
import type { Viewer } from './viewer.ts'

const SessionContext = createContext<Session | undefined>(undefined)

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  const session = use(SessionContext)
  if (session === undefined) throw new Error('There is no SessionProvider around this.')
  return session
}

export function useSessionState(): SessionState {
  const session = useSession()
  return useSyncExternalStore(session.subscribe, session.state)
}

/** Who is signed in; undefined for everybody else, those whose session has ended included. */
export function useViewer(): Viewer | undefined {
  const state = useSessionState()
  return state.kind === 'signed-in' ? state.viewer : undefined
}
