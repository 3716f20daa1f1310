import { useQuery } from '@apollo/client/react'
import { useEffect, useMemo, useState } from 'react'
import { HowManyWaitDocument, WatchQueueDocument, type WatchQueueSubscription } from '../generated/librarian.ts'
import type { Followed } from '../live/feed.ts'
import { useFollowed } from '../live/live-context.tsx'
import { decidedIn, filled, grown, waitingInOrder, type QueueRow } from './queue-order.ts'

const waitingRequests: Followed<QueueRow> = {
  document: WatchQueueDocument,
  operationName: 'WatchQueue',
  variables: {},
  rowOf: (data) => (data as WatchQueueSubscription | null)?.dashboardChanged,
}

/** Of a snapshot that is as long as was counted, nothing is missing; what comes after this time is news. */
const WHOLE_MS = 800
/** Of a shorter one, or one that nobody could count, as much as has come when nothing has come for so long. */
const QUIET_MS = 4_000

/** The queue, live, in an order that changes only when the reader says so. */
export function useWaitingRequests() {
  const { rows, standing } = useFollowed(waitingRequests)
  const { data } = useQuery(HowManyWaitDocument, { fetchPolicy: 'no-cache' })
  const total = data?.dashboards.totalCount
  const [kept, setKept] = useState(() => waitingInOrder(rows))
  const [isFilling, setFilling] = useState(true)
  const isWhole = total !== undefined && rows.size >= total
  const hasBegun = rows.size > 0 || isWhole
  useEffect(() => {
    if (!isFilling || !hasBegun) return undefined
    const timer = setTimeout(() => setFilling(false), isWhole ? WHOLE_MS : QUIET_MS)
    return () => clearTimeout(timer)
  }, [isFilling, hasBegun, isWhole, rows])
  const order = useMemo(() => (isFilling ? filled(kept, rows) : grown(kept, rows)), [isFilling, kept, rows])
  if (order !== kept) setKept(order)
  return {
    rows: useMemo(() => order.flatMap((id) => rows.get(id) ?? []), [order, rows]),
    waiting: useMemo(() => waitingInOrder(rows).length, [rows]),
    decided: useMemo(() => decidedIn(order, rows), [order, rows]),
    isConnecting: standing === 'connecting',
    isFilling,
    /** While it is filled: how much of how many has come; without a total while that is not known. */
    come: isWhole ? undefined : { shown: rows.size, total },
    tidy: () => setKept(waitingInOrder(rows)),
  }
}
