import { checkAuthorization } from './change/check-authorization.ts'
import { checkUnread } from './change/check-operations.ts'
import { checkSchema } from './change/check-schema.ts'
import { checkComposition } from './composition/check-composition.ts'
import type { Config } from './config.ts'
import { checkContracts } from './contracts/check-contracts.ts'
import { checkEvents } from './events/check-events.ts'
import type { Finding, Sources } from './finding.ts'
import { checkStyle } from './lint/lint.ts'
import { checkPlans } from './plans/check-plans.ts'
import { checkRollout } from './rollout/check-rollout.ts'
import { checkSubgraphs } from './subgraph/check-subgraphs.ts'

/** A question that is asked of every change; without a base, of the head alone. `today` as 2026-11-21, in UTC. */
export type Check = (base: Sources | undefined, head: Sources, config: Config, today: string) => Finding[]

export const checks: readonly Check[] = [
  checkComposition,
  checkSchema,
  checkContracts,
  checkAuthorization,
  checkUnread,
  checkSubgraphs,
  checkPlans,
  checkRollout,
  checkEvents,
  checkStyle,
]
