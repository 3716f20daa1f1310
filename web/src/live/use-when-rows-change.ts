import { useEffect, useMemo, useState } from 'react'
import type { Following, Versioned } from './follow.ts'
import { useMyHolds, type HoldRow } from './my-holds.ts'
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
  useWhenRowsChange(useMyRentals(), tell, afterMs, act)
}

/** The same of their holds: of any change. */
export function useWhenHoldsChange(afterMs: number, act: () => Promise<unknown>): void {
  useWhenRowsChange(useMyHolds(), tellOfHold, afterMs, act)
}

const tellOfHold = ({ holdId, version }: HoldRow) => `${holdId} ${version}`

function useWhenRowsChange<Row extends Versioned>(
  { rows }: Following<Row>,
  tell: (row: Row) => string,
  afterMs: number,
  act: () => Promise<unknown>,
): void {
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
