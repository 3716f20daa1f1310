import { useCallback, useMemo, useState } from 'react'
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

  const select = useCallback((rentalId: string, isSelected: boolean) => {
    setChosen((before) => {
      const after = new Set(before)
      if (isSelected) after.add(rentalId)
      else after.delete(rentalId)
      return after
    })
  }, [])

  async function decide(wish: Wish): Promise<void> {
    if (isRunning || selected.length === 0) return
    setProgress({ total: selected.length, done: 0, left: 0 })
    await decideAll(selected, wish, ({ rentalId }, state) => {
      // What is not known stays chosen: pressed again it counts once.
      if (state.kind !== 'unknown') select(rentalId, false)
      const left = state.kind === 'decided' ? 0 : 1
      setProgress((before) => before && { ...before, done: before.done + 1, left: before.left + left })
    })
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
