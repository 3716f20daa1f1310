import { useApolloClient } from '@apollo/client/react'
import { useEffect } from 'react'
import { SeatsOfBooksDocument } from '../generated/member.ts'

/** How old the seats on the screen may be. */
const SEATS_MS = 30_000
/** Who goes to and fro between windows does not ask each time. */
const AT_MOST_EVERY_MS = 5_000

/** Asks again for the seats of these titles while somebody looks, and as soon as they look again. */
export function useFreshSeats(ids: readonly string[]): void {
  const client = useApolloClient()
  const key = ids.join('\n')
  useEffect(() => {
    if (key === '') return undefined
    let askedAt = Date.now()
    const ask = () => {
      if (document.visibilityState === 'hidden' || Date.now() - askedAt < AT_MOST_EVERY_MS) return
      askedAt = Date.now()
      // What cannot be had now is asked for the next time; the answer reaches the page by the cache.
      client
        .query({ query: SeatsOfBooksDocument, variables: { ids: key.split('\n') }, fetchPolicy: 'network-only' })
        .catch(() => undefined)
    }
    const timer = setInterval(ask, SEATS_MS)
    addEventListener('focus', ask)
    addEventListener('online', ask)
    document.addEventListener('visibilitychange', ask)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', ask)
      removeEventListener('online', ask)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [client, key])
}
