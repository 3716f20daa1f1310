import { decisionMutants } from './decisions.ts'
import { lendingMutants } from './lending.ts'
import { moneyMutants } from './money.ts'
import type { Mutant } from './mutant.ts'
import { privacyMutants } from './privacy.ts'
import { roadMutants } from './road.ts'
import { sightMutants } from './sight.ts'

/** Every bug that can be switched on: each is tried by the drill, the simulator, or both. */
export const mutants: readonly Mutant[] = [
  ...roadMutants,
  ...moneyMutants,
  ...decisionMutants,
  ...lendingMutants,
  ...privacyMutants,
  ...sightMutants,
]

export type DrilledMutant = Mutant & Required<Pick<Mutant, 'drill'>>
export const drilledMutants = mutants.filter((mutant): mutant is DrilledMutant => mutant.drill !== undefined)
export type SimulatedMutant = Mutant & Required<Pick<Mutant, 'script'>>
export const simulatedMutants = mutants.filter((mutant): mutant is SimulatedMutant => mutant.script !== undefined)
