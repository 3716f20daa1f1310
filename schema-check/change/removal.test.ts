import { expect, test } from 'vitest'
import { judgeRemoval } from './removal.ts'

const TODAY = '2026-11-21'

test.each([
  ['Use id. Removal after 2030-01-01', 'removed-too-soon', 'its reason names 2030-01-01 for the removal'],
  ['2026-01-10: will be removed on 2026-12-31', 'removed-too-soon', 'its reason names 2026-12-31'],
  ['Since 2026-11-20. Removal after 2026-01-01', 'removed-too-soon', 'it was deprecated 1 day ago'],
  ['Removed by 2026-01-01, deprecated since 2026-11-20', 'removed-too-soon', 'it was deprecated 1 day ago'],
  ['Since 2026-01-10, until 2026-06-30', 'removed-after-deprecation', 'it was deprecated 315 days ago'],
  ['To be removed by 2026-06-30', 'removed-after-deprecation', 'its reason named 2026-06-30 for the removal'],
  ['2027-01-01: Use id.', 'removed-too-soon', 'its deprecation is dated 2027-01-01, which has not come'],
  ['Removal after 2026-02-31', 'removed-too-soon', 'nobody knows since when'],
])('a removal with the reason "%s" is %s', (deprecation, rule, why) => {
  const change = {
    rule: 'field-removed',
    coordinate: 'Book.isbn',
    message: 'Book.isbn is gone',
    seenIn: 'base',
    reaches: [],
    removal: true,
    deprecation,
  } as const
  const judged = judgeRemoval(change, TODAY, 30)
  expect(judged.rule).toBe(rule)
  expect(judged.message).toContain(why)
})
