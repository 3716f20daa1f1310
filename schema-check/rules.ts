import { approvalRules } from './rules/approvals.ts'
import { compositionRules } from './rules/composition.ts'
import { deploymentRules } from './rules/deployment.ts'
import { eventRules } from './rules/events.ts'
import { lintRules } from './rules/lint.ts'
import { operationRules } from './rules/operations.ts'
import { planRules } from './rules/plans.ts'
import { schemaRules } from './rules/schema.ts'
import type { Finding, Severity } from './finding.ts'

export interface Rule {
  /** How bad it is when nothing makes it better or worse. */
  readonly severity: Severity
  readonly area: 'composition' | 'schema' | 'operations' | 'plans' | 'deployment' | 'events' | 'lint' | 'approvals'
  /** What it means and why it matters. */
  readonly about: string
  /** What to do about it. */
  readonly fix: string
  /** No approval lets it pass: there is nothing to deploy, or nothing that could be trusted. */
  readonly final?: true
}

/** Every rule by its id, which never changes: approvals, dashboards and suppressions hang on it. */
export const rules = {
  ...compositionRules,
  ...schemaRules,
  ...operationRules,
  ...planRules,
  ...deploymentRules,
  ...eventRules,
  ...lintRules,
  ...approvalRules,
} as const satisfies Readonly<Record<string, Rule>>
export type RuleId = keyof typeof rules

/** The rule by an id that somebody typed. */
export function findRule(id: string): Rule | undefined {
  return Object.hasOwn(rules, id) ? rules[id as RuleId] : undefined
}

/** A finding with its rule's own severity, unless another is given. */
export function finding(
  rule: RuleId,
  message: string,
  where: Pick<Finding, 'coordinate' | 'subgraph' | 'location' | 'affected'> & { readonly severity?: Severity } = {},
): Finding {
  return { rule, severity: rules[rule].severity, message, ...where }
}
