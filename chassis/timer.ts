import type { Logger } from './log.ts'

export interface Timer {
  /** Runs at once, or once more after the run under way; resolves when that run has ended. Never rejects. */
  runNow(): Promise<void>
  /** As `runNow`, for who does not wait for it. */
  soon(): void
  /** No further run begins; resolves when the one under way has ended. */
  stop(): Promise<void>
}

/**
 * Runs again and again, never twice at the same time, with `ms` between the end of a run and the next. A run that
 * throws is logged and does not stop the timer. What is due is decided by the rows that `run` claims (FOR UPDATE
 * SKIP LOCKED), so replicas and downtime need no care here.
 */
export function every(ms: number, name: string, run: (signal: AbortSignal) => Promise<unknown>, log: Logger): Timer {
  const stopping = new AbortController()
  let waiting: NodeJS.Timeout | undefined
  let underway: Promise<void> | undefined
  let next: Promise<void> | undefined

  const once = async (): Promise<void> => {
    clearTimeout(waiting)
    try {
      await run(stopping.signal)
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error, timer: name }, 'a timer failed; it will run again')
    }
    underway = undefined
    schedule()
  }
  const begin = (): Promise<void> => (underway = once())
  const schedule = (): void => {
    if (!stopping.signal.aborted) waiting = setTimeout(() => soon(), ms)
  }
  const runNow = async (): Promise<void> => {
    if (stopping.signal.aborted) return
    if (underway === undefined) return begin()
    next ??= underway.then(() => {
      next = undefined
      return runNow()
    })
    return next
  }

  const soon = (): void => {
    runNow().catch((error: unknown) => log.error({ err: error, timer: name }, 'a timer failed for good'))
  }

  schedule()
  return {
    runNow,
    soon,
    async stop() {
      stopping.abort()
      clearTimeout(waiting)
      await underway
    },
  }
}
