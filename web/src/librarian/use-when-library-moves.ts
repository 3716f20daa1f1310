import { useEffect, useState } from 'react'
import { WatchTheLibraryDocument, type WatchTheLibrarySubscription } from '../generated/librarian.ts'
import type { Followed } from '../live/feed.ts'
import { useFollowed } from '../live/live-context.tsx'

type Moved = WatchTheLibrarySubscription['dashboardChanged']

const everyRental: Followed<Moved> = {
  document: WatchTheLibraryDocument,
  operationName: 'WatchTheLibrary',
  variables: {},
  rowOf: (data) => (data as WatchTheLibrarySubscription | null)?.dashboardChanged,
}

/** What moves together is asked for once. */
const AFTER_THE_LAST_MS = 300
/** What no rental tells: a colleague's doing, a place in line. */
export const LOOK_MS = 30_000

/** Asks anew a moment after a rental has moved that concerns the page: of a title, or of a member. */
export function useWhenLibraryMoves(whose: Partial<Moved>, ask: () => Promise<unknown>): void {
  const { rows } = useFollowed(everyRental)
  let told = ''
  for (const row of rows.values()) {
    if (row.bookId === whose.bookId || row.userId === whose.userId) told += `${row.rentalId} ${row.version},`
  }
  const [before, setBefore] = useState(told)
  useEffect(() => {
    if (told === before) return undefined
    const timer = setTimeout(() => {
      setBefore(told)
      // What failed is asked for again with the next change, and shows as it was.
      void ask().catch(() => undefined)
    }, AFTER_THE_LAST_MS)
    return () => clearTimeout(timer)
  }, [told, before, ask])
}
