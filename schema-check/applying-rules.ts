import type { Config } from './config.ts'
import { rules, type RuleId } from './rules.ts'
import { contractRules } from './rules/contracts.ts'

/** What can be told at all where supergraphs are configured so, in the order of all rules. */
export function applyingRules(configs: readonly Config[]): RuleId[] {
  return (Object.keys(rules) as RuleId[]).filter((id) => configs.some((config) => applies(id, config)))
}

function applies(id: RuleId, config: Config): boolean {
  const { events, eventModule, contracts, lint } = config
  const weights: Partial<Record<string, string>> = lint.rules
  if (weights[id] === 'off') return false
  if (rules[id].area === 'events' || id === 'lint-event-undescribed') return (events ?? eventModule) !== undefined
  if (Object.hasOwn(contractRules, id)) return Object.keys(contracts).length > 0
  if (id === 'router-cannot-serve') return config.router !== 'other'
  if (id === 'composition-disagreement') return config.compositionDisagreement !== 'off'
  if (id === 'rollout-risky') return config.clients === 'any'
  return true
}
