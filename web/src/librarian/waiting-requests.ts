import { useEffect, useState } from 'react'
import { WatchQueueDocument, type WatchQueueSubscription } from '../generated/librarian.ts'
import type { Followed } from '../live/feed.ts'
import { useFollowed } from '../live/live-context.tsx'
import { decidedIn, filled, grown, waitingInOrder } from './queue-order.ts'

export type QueueRow = WatchQueueSubscription['dashboardChanged']

const waitingRequests: Followed<QueueRow> = {
  document: WatchQueueDocument,
  operationName: 'WatchQueue',
  variables: {},
  rowOf: (data) => (data as WatchQueueSubscription | null)?.dashboardChanged,
}

/** The snapshot is in by then. */
const FILLING_MS = 800

/** The queue, live, in an order that changes only when the reader says so. */
export function useWaitingRequests() {
  const { rows, standing } = useFollowed(waitingRequests)
  const [kept, setKept] = useState(() => waitingInOrder(rows))
  const [isFilling, setFilling] = useState(true)
  const hasBegun = rows.size > 0
  useEffect(() => {
    if (!hasBegun) return undefined
    const timer = setTimeout(() => setFilling(false), FILLING_MS)
    return () => clearTimeout(timer)
  }, [hasBegun])
  const order = isFilling ? filled(kept, rows) : grown(kept, rows)
  if (order !== kept) setKept(order)
  return {
    rows: order.flatMap((id) => rows.get(id) ?? []),
    waiting: waitingInOrder(rows).length,
    decided: decidedIn(order, rows),
    isConnecting: standing === 'connecting',
    isFilling,
    tidy: () => setKept(waitingInOrder(rows)),
  }
}
