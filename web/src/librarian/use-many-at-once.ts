import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { QueueRow } from './queue-order.ts'
import type { useDecisions, Wish } from './use-decisions.ts'

export type ManyAtOnce = ReturnType<typeof useManyAtOnce>

/** How far a decision on many has come; `left` were not decided by it, and say in their place why. */
interface Progress {
  readonly total: number
  readonly done: number
  readonly left: number
}

/** Requests that are decided together. What is not shown or no longer open is not among them, whatever was chosen. */
export function useManyAtOnce(open: readonly QueueRow[], decideAll: ReturnType<typeof useDecisions>['decideAll']) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [progress, setProgress] = useState<Progress>()
  const selected = useMemo(() => open.filter(({ rentalId }) => chosen.has(rentalId)), [open, chosen])
  const isRunning = progress !== undefined && progress.done < progress.total
  // What is needed only when something is pressed: the cards are drawn anew for none of it.
  const shown = useRef(open)
  const last = useRef('')
  useEffect(() => {
    shown.current = open
  })

  /** This one; with `upTo` also those between it and the one that was chosen before it. */
  const select = useCallback((rentalId: string, isSelected: boolean, upTo = false) => {
    const ids = shown.current.map((row) => row.rentalId)
    const [from = -1, to = -1] = [ids.indexOf(last.current), ids.indexOf(rentalId)].toSorted((a, b) => a - b)
    last.current = rentalId
    choose(upTo && from >= 0 ? ids.slice(from, to + 1) : [rentalId], isSelected)
  }, [])

  function choose(ids: readonly string[], isSelected: boolean): void {
    const some = new Set(ids)
    setChosen((before) => new Set(isSelected ? [...before, ...ids] : [...before].filter((id) => !some.has(id))))
  }

  async function decide(rows: readonly QueueRow[], wish: Wish): Promise<void> {
    if (isRunning || rows.length === 0) return
    setProgress({ total: rows.length, done: 0, left: 0 })
    await decideAll(rows, wish, (states) => {
      const known = [...states].filter(([, { kind }]) => kind !== 'unknown').map(([rentalId]) => rentalId)
      // What is not known stays chosen: pressed again it counts once.
      choose(known, false)
      const left = [...states.values()].filter(({ kind }) => kind !== 'decided').length
      setProgress((before) => before && { ...before, done: before.done + states.size, left: before.left + left })
    })
    setProgress((before) => before && { ...before, done: before.total })
  }

  return {
    selected,
    isSelected: (rentalId: string) => chosen.has(rentalId),
    select,
    selectAll: (isSelected: boolean) => setChosen(new Set(isSelected ? open.map(({ rentalId }) => rentalId) : [])),
    decide,
    progress,
    isRunning,
  }
}
