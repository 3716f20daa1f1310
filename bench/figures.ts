/** The smallest sample that is at least as large as the given share of all; milliseconds with one decimal, or more. */
export function percentile(samples: readonly number[], share: number, decimals = 1): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return Number(value.toFixed(decimals))
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
  const sorted = rounds.toSorted((a, b) => a - b)
  const [low = Number.NaN, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return { median: rounded((low + high) / 2), min: rounded(sorted[0]), max: rounded(sorted.at(-1)) }
}

/** Three significant digits. */
export function rounded(value = Number.NaN): number {
  return Number(value.toPrecision(3))
}
