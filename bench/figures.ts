/** The smallest sample that is at least as large as the given share of all; milliseconds with one decimal. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return Math.round(value * 10) / 10
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
