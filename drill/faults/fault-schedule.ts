import { setTimeout as delay } from 'node:timers/promises'
import type { SeededRandom } from '@ebook/clients/seeded-random'
import type { SystemUnderTest } from '../system/system.ts'
import type { Planned } from './plan.ts'
import { faults } from './table.ts'

/** What was done to the installation, and when, in milliseconds since the first fault was due. */
export interface InjectedFault {
  readonly atMs: number
  readonly fault: string
  readonly target: string
  readonly lastedMs: number
  /** How long undoing it took, until what was hit served again. */
  readonly healedInMs: number
  /** What was hit did not serve again: no less an offence than a row. */
  readonly problem?: string
}

/** A fault at its time, which may lie in another's. */
export interface Step {
  readonly fault: string
  readonly target: string
  readonly atMs: number
  readonly forMs?: number
}

export interface FaultSettings {
  readonly random: SeededRandom
  /** The names of faults that cannot be done on this machine. */
  readonly notPossible: ReadonlySet<string>
  readonly onProgress: (line: string) => void
}

export type FaultSchedule = (system: SystemUnderTest, settings: FaultSettings) => Promise<InjectedFault[]>

const nameOf = ({ fault, target, forMs }: Planned) =>
  `${fault.name} ${target}${forMs > 0 ? ` for ${(forMs / 1_000).toFixed(1)} s` : ''}`

/** One fault after the other; the plan is made, and told, before the first. */
export const inTurn =
  (planOf: (system: SystemUnderTest, notPossible: ReadonlySet<string>) => readonly Planned[]): FaultSchedule =>
  async (system, { random, notPossible, onProgress }) => {
    const plan = planOf(system, notPossible)
    onProgress(`the plan: ${plan.map(nameOf).join(', ')}`)
    const begun = performance.now()
    const happened: InjectedFault[] = []
    for (const [index, planned] of plan.entries()) {
      await delay(planned.afterMs)
      onProgress(`fault ${index + 1} of ${plan.length}: ${nameOf(planned)} (${planned.fault.what})`)
      happened.push(await strike(system, planned, random, begun))
    }
    return happened
  }

/** Each at its time, for `forMs` in all. */
export const atTheirTimes =
  (steps: readonly Step[], forMs: number): FaultSchedule =>
  async (system, { random, onProgress }) => {
    const begun = performance.now()
    const struck = Promise.all(
      steps.map(async (step) => {
        await delay(step.atMs)
        const fault = faults.find(({ name }) => name === step.fault)
        if (!fault) throw new Error(`no fault is called ${step.fault}`)
        const planned = { fault, target: step.target, forMs: step.forMs ?? 0, afterMs: 0 }
        onProgress(`fault: ${nameOf(planned)}`)
        return strike(system, planned, random, begun)
      }),
    )
    const [happened] = await Promise.all([struck, delay(forMs)])
    return happened.toSorted((a, b) => a.atMs - b.atMs)
  }

async function strike(
  system: SystemUnderTest,
  { fault, target, forMs }: Planned,
  random: SeededRandom,
  since: number,
): Promise<InjectedFault> {
  const began = performance.now()
  const heal = await fault.inject(system, target, random)
  await delay(forMs)
  const healing = performance.now()
  const problem = await Promise.resolve(heal?.()).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  return {
    atMs: Math.round(began - since),
    fault: fault.name,
    target,
    lastedMs: Math.round(healing - began),
    healedInMs: Math.round(performance.now() - healing),
    ...(problem !== undefined && { problem }),
  }
}
