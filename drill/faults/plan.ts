import type { SeededRandom } from '@ebook/clients/seeded-random'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'
import { faults } from './table.ts'

export interface Planned {
  readonly fault: Fault
  readonly target: string
  readonly forMs: number
  /** Quiet before it, so that some faults meet an installation that has just come back, and some one that has not. */
  readonly afterMs: number
}

/** Rows of faults: within one each is undone before the next, and all rows begin at once. */
export type Plan = readonly (readonly Planned[])[]

/** A fault at its time, which may lie in another's. */
export interface Step {
  readonly fault: string
  readonly target: string
  readonly atMs: number
  readonly forMs?: number
}

export const atTheirTimes = (steps: readonly Step[]): Plan =>
  steps.map(({ fault: name, target, atMs: afterMs, forMs = 0 }) => {
    const fault = faults.find((one) => one.name === name)
    if (!fault) throw new Error(`no fault is called ${name}`)
    return [{ fault, target, forMs, afterMs }]
  })

const AT_ONCE = [0, 0] as const
const LONGEST_PAUSE_MS = 3_000
/** What doing and undoing takes beside the time that it lasts; only for the length of the plan. */
const ALLOWANCE_MS = 2_500

/** Every kind once, in an order that the seed gives; then again, until the time is full. */
export function planFaults(
  kinds: readonly Fault[],
  system: SystemUnderTest,
  random: SeededRandom,
  durationMs: number,
): Planned[] {
  const planned: Planned[] = []
  const possible = kinds.filter((fault) => fault.targets(system).length > 0)
  let fullMs = 0
  while (possible.length > 0) {
    for (const fault of random.shuffled(possible)) {
      const one = {
        fault,
        target: random.of(fault.targets(system)),
        forMs: random.between(...(fault.lasts ?? AT_ONCE)),
        afterMs: random.below(LONGEST_PAUSE_MS),
      }
      fullMs += one.forMs + one.afterMs + ALLOWANCE_MS
      if (fullMs > durationMs && planned.length > 0) return planned
      planned.push(one)
    }
  }
  return planned
}
