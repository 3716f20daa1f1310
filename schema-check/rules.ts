import { approvalRules } from './rules/approvals.ts'
import { compositionRules } from './rules/composition.ts'
import { configurationRules } from './rules/configuration.ts'
import { contractRules } from './rules/contracts.ts'
import { deploymentRules } from './rules/deployment.ts'
import { eventRules } from './rules/events.ts'
import { lintRules } from './rules/lint.ts'
import { operationRules } from './rules/operations.ts'
import { planRules } from './rules/plans.ts'
import type { Rule } from './rules/rule.ts'
import { schemaRules } from './rules/schema.ts'

/** Every rule by its id, which never changes: approvals, dashboards and suppressions hang on it. */
export const rules = {
  ...compositionRules,
  ...schemaRules,
  ...contractRules,
  ...operationRules,
  ...planRules,
  ...deploymentRules,
  ...eventRules,
  ...lintRules,
  ...configurationRules,
  ...approvalRules,
} as const satisfies Readonly<Record<string, Rule>>
export type RuleId = keyof typeof rules

/** The rule by an id that somebody typed. */
export function findRule(id: string): Rule | undefined {
  return Object.hasOwn(rules, id) ? rules[id as RuleId] : undefined
}
