import { percentilesOf, type Percentiles } from '../figures.ts'
import { CLIENTS } from '../installation.ts'
import type { Installation } from '../installation.ts'
import { bareCommits } from '../limits.ts'
import type { SagaLoad } from '../saga-load.ts'
import { processorTime, total, usedBetween, type ProcessorTime } from './processor-time.ts'

export interface CostSettings {
  /** Of each load. */
  readonly rentals: number
  /** That nothing is asked for, for the idle cost. */
  readonly seconds: number
  /** Rentals in the tables when there are many. */
  readonly rows: number
}

/** What a rental costs while others are made, beside what this PostgreSQL needs for one row. */
export interface Cost {
  readonly rentals: number
  readonly perSecond: number
  /** Of all processes together, and of each kind, in microseconds for each rental. */
  readonly cpuMicros: number
  readonly cpuMicrosBy: ProcessorTime
  /** Of PostgreSQL, for one bare commit: the mean of before and after. */
  readonly commitMicros: number
  readonly commitMicrosBeforeAndAfter: readonly [number, number]
  readonly requestMs: Percentiles
}

/** A process that is just started runs code that is not compiled yet. So many warm one of each up. */
const TO_WARM_UP = 500

/** So many, after some that warm the replicas of each up. */
export async function underLoad(
  { stack }: Installation,
  sagas: SagaLoad,
  rentals: number,
  replicas = 1,
): Promise<Cost> {
  const before = (await bareCommits(stack)).cpuMicros
  const measured = await sagas.during(async () => {
    console.error(`${CLIENTS} clients make ${rentals} rentals, after some that warm up …`)
    await sagas.next(TO_WARM_UP * replicas)
    const [from, began] = [await processorTime(stack), performance.now()]
    const done = await sagas.next(rentals)
    const [used, ms] = [usedBetween(from, await processorTime(stack)), performance.now() - began]
    return { done, used, ms }
  })
  const after = (await bareCommits(stack)).cpuMicros
  const { done, used, ms } = measured
  const each = (micros: number) => Math.round(micros / done.length)
  return {
    rentals: done.length,
    perSecond: Math.round((done.length / ms) * 1_000),
    cpuMicros: each(total(used)),
    cpuMicrosBy: Object.fromEntries(Object.entries(used).map(([kind, micros]) => [kind, each(micros)])),
    commitMicros: (before + after) / 2,
    commitMicrosBeforeAndAfter: [before, after],
    requestMs: percentilesOf(done.map(({ requestMs }) => requestMs)),
  }
}
