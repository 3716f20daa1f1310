import { useEffect, useMemo, useState } from 'react'
import { useMyRentals, type RentalRow } from './my-rentals.ts'

/**
 * For what is kept elsewhere and moves with the member's rentals: `act` is called so long after the last of them that told
 * something else by `tell`, which has to be the same function from render to render, as `act`.
 */
export function useWhenRentalsChange(
  tell: (row: RentalRow) => string,
  afterMs: number,
  act: () => Promise<unknown>,
): void {
  const { rows } = useMyRentals()
  const told = useMemo(() => [...rows.values()].map(tell).join(), [rows, tell])
  const [before, setBefore] = useState(told)
  useEffect(() => {
    if (told === before) return undefined
    const timer = setTimeout(() => {
      setBefore(told)
      // What failed is asked for again with the next change, and shows as it was.
      void act().catch(() => undefined)
    }, afterMs)
    return () => clearTimeout(timer)
  }, [told, before, act, afterMs])
}
