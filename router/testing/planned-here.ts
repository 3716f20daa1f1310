import { printSchema } from 'graphql'
import type { ExecutedSchema } from '../executor/execution.ts'
import { servedSchema } from '../federation/served-schema.ts'
import { PlanStore } from '../planning/plan-store.ts'
import type { Planner } from '../planning/planner.ts'

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const nothing = { plan: () => undefined, has: () => false, size: 0 }

/** Under which a planner's plans are executed. */
export function servedBy(planner: Planner, sourceOf: ExecutedSchema['sourceOf']): ExecutedSchema {
  const { supergraphSdl, schema } = planner
  return servedSchema({ supergraphSdl, apiSdl: printSchema(schema) }, { sourceOf, log: quiet })
}

/** What executing needs, with nothing planned beforehand. */
export function executedBy(planner: Planner, schema: ExecutedSchema) {
  return { plans: new PlanStore(nothing, planner), responseNames: planner.responseNames, schema }
}
