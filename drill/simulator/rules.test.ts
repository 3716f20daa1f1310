import { expect, test } from 'vitest'
import { rules } from './rules.ts'
import { tryRule } from './try-rule.ts'

test.each(rules)('$name: it shows when $without', { timeout: 60_000 }, async (rule) => {
  const found = await tryRule(rule, 1, 2_000)
  expect(found?.violations).not.toHaveLength(0)
  expect(found?.script.steps.length).toBeLessThanOrEqual(found?.steps ?? 0)
})
