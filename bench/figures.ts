import { createHistogram } from 'node:perf_hooks'

/** Of durations. Not numbers when there are none. */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

const STEPS = 1_000

/** Each is the smallest duration that is at least as long as that share of all, with three significant digits. */
export function percentilesOf(durations: readonly number[]): Percentiles {
  // It counts whole numbers above 0: thousandths of the durations' unit.
  const histogram = createHistogram({ figures: 4 })
  for (const duration of durations) histogram.record(Math.max(1, Math.round(duration * STEPS)))
  const of = (percent: number) => rounded(histogram.count > 0 ? histogram.percentile(percent) / STEPS : Number.NaN)
  return { p50: of(50), p95: of(95), p99: of(99), max: of(100) }
}

/** Runs `work` again and again on so many lanes at once for so long. Returns how often a second it ended. */
export async function perSecond(lanes: number, forMs: number, work: (lane: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (performance.now() - began < forMs) {
        await work(lane)
        done += 1
      }
    }),
  )
  return Math.round((done / (performance.now() - began)) * 1000)
}

/** What a few rounds gave. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** With three significant digits: more would be noise. */
export function spreadOf(rounds: readonly number[]): Spread {
  return { median: rounded(median(rounds)), min: rounded(Math.min(...rounds)), max: rounded(Math.max(...rounds)) }
}

/** The middle, or between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low = Number.NaN, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (low + high) / 2
}

/** Three significant digits. */
export function rounded(value = Number.NaN): number {
  return Number(value.toPrecision(3))
}

/** One decimal. */
export const tenths = (value: number): number => Math.round(value * 10) / 10

/** How often each is there. */
export function tally(names: Iterable<string>): Record<string, number> {
  const times: Record<string, number> = {}
  for (const name of names) times[name] = (times[name] ?? 0) + 1
  return times
}
