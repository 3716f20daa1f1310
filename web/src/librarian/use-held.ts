import { useCallback, useEffect, useRef, useState } from 'react'

interface Held<Thing> {
  readonly things: readonly Thing[]
  readonly act: () => void
}

/**
 * What is done a moment after it was pressed, unless it is taken back before. Whatever is pressed next, and whoever
 * leaves the page, has it done at once.
 */
export function useHeld<Thing>(ms: number) {
  const [held, setHeld] = useState<readonly Thing[]>([])
  const pending = useRef<Held<Thing>>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const end = useCallback((): Held<Thing> | undefined => {
    clearTimeout(timer.current)
    const ended = pending.current
    pending.current = undefined
    if (ended) setHeld([])
    return ended
  }, [])
  const undo = useCallback(() => void end(), [end])
  const doNow = useCallback(() => end()?.act(), [end])

  const hold = useCallback(
    (things: readonly Thing[], act: () => void) => {
      doNow()
      pending.current = { things, act }
      setHeld(things)
      timer.current = setTimeout(doNow, ms)
    },
    [doNow, ms],
  )

  useEffect(() => {
    addEventListener('pagehide', doNow)
    return () => {
      removeEventListener('pagehide', doNow)
      doNow()
    }
  }, [doNow])

  return { held, hold, undo }
}
