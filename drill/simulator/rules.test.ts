import { expect, test } from 'vitest'
import { rules } from './rules.ts'
import { tryRule } from './try-rule.ts'

// Any seed shows it; with these it takes fewer schedules.
const quickest: Readonly<Record<string, number>> = {
  'VOIDED in payment (P6)': 5,
  'RefundFailed names its attempt': 11,
  'WITHDRAWN in book': 12,
}

test.concurrent.each(rules)('$name: it shows when $without', { timeout: 60_000 }, async (rule) => {
  const found = await tryRule(rule, quickest[rule.name] ?? 1, 2_000)
  expect(found?.violations).not.toHaveLength(0)
  expect(found?.script.steps.length).toBeLessThanOrEqual(found?.steps ?? 0)
})
