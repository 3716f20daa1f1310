import { inCompany } from '@ebook/nats/rest'
import { tracing } from '@ebook/telemetry/tracing'
import type { Logger } from './log.ts'

export interface Timer {
  /** Runs at once, or once more after the run under way; resolves when that run has ended. Never rejects. */
  runNow(): Promise<void>
  /** As `runNow`, for who does not wait for it. */
  soon(): void
  /** No further run begins; resolves when the one under way has ended. */
  stop(): Promise<void>
}

/** Runs again and again, with `ms` between the end of a run and the next. Otherwise as whenDue. */
export function every(ms: number, name: string, run: (signal: AbortSignal) => Promise<unknown>, log: Logger): Timer {
  return whenDue(ms, name, async (signal) => void (await run(signal)), log)
}

/** What is due already, and could not be done, is not tried again at once. */
const SOONEST_MS = 20

/**
 * Runs when something is due: `run` says in how many milliseconds that will next be, as far as it knows. After `pollMs` it
 * runs in any case, for what nobody here knows of. Never twice at the same time; a run that throws is logged and does not
 * stop the timer. What is due is decided by the rows that `run` claims (FOR UPDATE SKIP LOCKED), so replicas and downtime
 * need no care here.
 */
export function whenDue(
  pollMs: number,
  name: string,
  run: (signal: AbortSignal) => Promise<number | undefined>,
  log: Logger,
): Timer {
  const stopping = new AbortController()
  let waiting: NodeJS.Timeout | undefined
  let underway: Promise<void> | undefined
  let another: Promise<void> | undefined

  const once = async (): Promise<void> => {
    clearTimeout(waiting)
    let next: number | undefined
    try {
      const work = () => run(stopping.signal)
      next = await (tracing === undefined ? work() : tracing.perhapsWithin({ name: `timer ${name}` }, work))
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error, timer: name }, 'a timer failed; it will run again')
    }
    underway = undefined
    schedule(next !== undefined && next < pollMs ? Math.max(SOONEST_MS, next) : inCompany(pollMs))
  }
  const begin = (): Promise<void> => (underway = once())
  const schedule = (ms: number): void => {
    if (!stopping.signal.aborted) waiting = setTimeout(() => soon(), ms)
  }
  const runNow = async (): Promise<void> => {
    if (stopping.signal.aborted) return
    if (underway === undefined) return begin()
    another ??= underway.then(() => {
      another = undefined
      return runNow()
    })
    return another
  }

  const soon = (): void => {
    runNow().catch((error: unknown) => log.error({ err: error, timer: name }, 'a timer failed for good'))
  }

  schedule(inCompany(pollMs))
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
