import { expect, test } from 'vitest'
import { applyingRules } from './applying-rules.ts'
import { Config, supergraphsIn } from './config.ts'
import { rules } from './rules.ts'

const applying = (config: object) =>
  applyingRules(supergraphsIn(Config.parse(config)).map(([, one]) => one)) as readonly string[]
const contracts = { partner: { includeTags: ['public'] } }

test('where all is configured, every rule can tell something', () => {
  expect(applying({ events: 'events.json', contracts })).toEqual(Object.keys(rules))
})

test('rules of events and of contracts are those of repositories that have some', () => {
  const plain = applying({})
  expect(plain.filter((id) => /event|contract/.test(id))).toEqual([])
  expect(plain).toContain('field-removed')
  expect(applying({ eventModule: 'events.ts' })).toContain('lint-event-undescribed')
  expect(applying({ variants: { eu: { contracts } } })).toContain('contract-invalid')
})

test('what is switched off, or nobody is asked for, is told by no rule', () => {
  const config = {
    lint: { rules: { 'lint-naming': 'off' } },
    router: 'other',
    compositionDisagreement: 'off',
    clients: 'stored',
  }
  const before = applying({})
  const after = new Set(applying(config))
  expect(before.filter((id) => !after.has(id))).toEqual([
    'router-cannot-serve',
    'composition-disagreement',
    'rollout-risky',
    'lint-naming',
  ])
})
