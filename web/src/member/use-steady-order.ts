import { useEffect, useState } from 'react'
import type { Following } from '../live/follow.ts'
import type { RentalRow } from '../live/my-rentals.ts'
import { arranged, outdatedBy, type Order } from './steady-order.ts'

/** As long as the snapshot comes in, nobody has found anything to press yet. */
const FILLING_MS = 800

/** The order that the reader sees, which changes only when they say so. */
export function useSteadyOrder({ rows }: Pick<Following<RentalRow>, 'rows'>) {
  const [kept, setKept] = useState<Order>()
  const isFilling = kept === undefined
  useEffect(() => {
    if (!isFilling || rows.size === 0) return undefined
    const timer = setTimeout(() => setKept(arranged(rows)), FILLING_MS)
    return () => clearTimeout(timer)
  }, [isFilling, rows])
  const order = kept ?? arranged(rows)
  return { order, isFilling, ...outdatedBy(order, rows), refresh: () => setKept(arranged(rows)) }
}
