import { decisionMutants } from './decisions.ts'
import { moneyMutants } from './money.ts'
import type { Mutant } from './mutant.ts'
import { roadMutants } from './road.ts'
import { sightMutants } from './sight.ts'

/** Every bug that can be switched on. */
export const mutants: readonly Mutant[] = [...roadMutants, ...moneyMutants, ...decisionMutants, ...sightMutants]
