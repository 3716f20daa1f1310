import { useEffect, useState } from 'react'
import { WatchQueueDocument, type WatchQueueSubscription } from '../generated/librarian.ts'
import type { Followed } from '../live/feed.ts'
import { useFollowed } from '../live/live-context.tsx'
import { decidedIn, grown, waitingInOrder } from './queue-order.ts'

export type QueueRow = WatchQueueSubscription['dashboardChanged']

const waitingRequests: Followed<QueueRow> = {
  document: WatchQueueDocument,
  operationName: 'WatchQueue',
  variables: {},
  rowOf: (data) => (data as WatchQueueSubscription | null)?.dashboardChanged,
}

/** As long as the snapshot comes in, nobody has found anything to press yet. */
const FILLING_MS = 800

/** The queue, live, in an order that changes only when the reader says so. */
export function useWaitingRequests() {
  const { rows, standing } = useFollowed(waitingRequests)
  const [kept, setKept] = useState<readonly string[]>()
  const isFilling = kept === undefined && rows.size > 0
  useEffect(() => {
    if (!isFilling) return undefined
    const timer = setTimeout(() => setKept(waitingInOrder(rows)), FILLING_MS)
    return () => clearTimeout(timer)
  }, [isFilling, rows])
  const order = kept === undefined ? waitingInOrder(rows) : grown(kept, rows)
  if (kept !== undefined && order !== kept) setKept(order)
  return {
    rows: order.flatMap((id) => rows.get(id) ?? []),
    waiting: waitingInOrder(rows).length,
    decided: decidedIn(order, rows),
    isConnecting: standing === 'connecting',
    isFilling,
    tidy: () => setKept(waitingInOrder(rows)),
  }
}
