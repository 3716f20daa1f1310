import { setTimeout as delay } from 'node:timers/promises'
import { percentilesOf, tally, tenths } from '../figures.ts'
import { OPERATIONS, type Operations, type Sample } from './operations.ts'

export interface LightLoad {
  /** Begins nothing more. Returns what came of everything it had begun, once all of it is answered. */
  end(): Promise<Sample[]>
}

/** Each operation so many times a second, at instants set beforehand: who waits for an answer keeps nobody else waiting. */
export function startLightLoad(operations: Operations, eachPerSecond: number): LightLoad {
  const ending = new AbortController()
  const calls: Promise<Sample>[] = []
  const began = performance.now()
  const everyMs = 1_000 / eachPerSecond / OPERATIONS.length
  const running = (async () => {
    for (let index = 0; !ending.signal.aborted; index += 1) {
      const operation = OPERATIONS[index % OPERATIONS.length] ?? 'books'
      calls.push(operations.perform(operation))
      const next = began + (index + 1) * everyMs
      await delay(Math.max(0, next - performance.now()), undefined, { signal: ending.signal }).catch(() => undefined)
    }
  })()
  return {
    async end() {
      ending.abort()
      await running
      return Promise.all(calls)
    },
  }
}

/** Of one operation: how many of a hundred were answered, how many of them PAID, and what the others were told. */
export interface Share {
  readonly calls: number
  readonly answeredPercent: number
  readonly paidAtOncePercent: number
  readonly p99Ms: number
  readonly errors: Readonly<Record<string, number>>
}

export function shareOf(samples: readonly Sample[]): Share {
  const share = (part: number) => tenths((part / samples.length) * 100)
  return {
    calls: samples.length,
    answeredPercent: share(samples.filter(({ codes }) => codes.length === 0).length),
    paidAtOncePercent: share(samples.filter(({ paidAtOnce }) => paidAtOnce).length),
    p99Ms: Math.round(percentilesOf(samples.map(({ ms }) => ms)).p99),
    errors: tally(samples.flatMap(({ codes }) => codes.slice(0, 1))),
  }
}
