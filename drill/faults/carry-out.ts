import { setTimeout as delay } from 'node:timers/promises'
import type { SeededRandom } from '@ebook/clients/seeded-random'
import type { SystemUnderTest } from '../system/system.ts'
import type { Plan, Planned } from './plan.ts'

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

const nameOf = ({ fault, target, forMs }: Planned) =>
  `${fault.name} ${target}${forMs > 0 ? ` for ${(forMs / 1_000).toFixed(1)} s` : ''}`

/** Does what is planned, told before the first of it; returns when all of it is healed, and no sooner than after `atLeastMs`. */
export async function carryOut(
  plan: Plan,
  atLeastMs: number,
  system: SystemUnderTest,
  random: SeededRandom,
  onProgress: (line: string) => void,
): Promise<InjectedFault[]> {
  const begun = performance.now()
  onProgress(`the plan: ${plan.flat().map(nameOf).join(', ')}`)
  const rows = plan.map(async (row) => {
    const happened: InjectedFault[] = []
    for (const planned of row) {
      await delay(planned.afterMs)
      onProgress(`fault: ${nameOf(planned)} (${planned.fault.what})`)
      happened.push(await strike(system, planned, random, begun))
    }
    return happened
  })
  const [happened] = await Promise.all([Promise.all(rows), delay(atLeastMs)])
  return happened.flat().toSorted((a, b) => a.atMs - b.atMs)
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
