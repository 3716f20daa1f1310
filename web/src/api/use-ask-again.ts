import { useEffect, useRef } from 'react'

const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 60_000

/** Asks again what failed: at once when the browser is online again, otherwise after longer and longer pauses. */
export function useAskAgain(hasFailed: boolean, ask: () => void): void {
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    if (!hasFailed) return undefined
    let pauseMs = FIRST_PAUSE_MS
    let timer: ReturnType<typeof setTimeout>
    const askNow = () => {
      clearTimeout(timer)
      timer = setTimeout(askNow, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      if (document.visibilityState !== 'hidden') latest.current()
    }
    timer = setTimeout(askNow, pauseMs)
    addEventListener('online', askNow)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', askNow)
    }
  }, [hasFailed])
}
