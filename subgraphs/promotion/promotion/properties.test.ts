import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tries } from '@ebook/testkit/in-full'
import { allRules, Interleaving, type Rules } from '../testing/interleaving.ts'

// Without `size`, fast-check rarely makes lists long enough for a life to reach its end.
const numbers = fc.array(fc.nat(10_000), { minLength: 3, maxLength: 60, size: 'max' })

function holds(rules: Rules = allRules) {
  return fc.property(numbers, (choices) => {
    const lived = new Interleaving(rules)
    lived.run(choices)
    const { entries, payment, promotion, pending, available } = lived
    const net = entries.reduce((sum, { points }) => sum + points, 0)
    expect(net, 'V5, statement 11: the policy of what was paid, 0 if refunded').toBe(payment === 'REFUNDED' ? 0 : 300)
    expect(pending + available, 'the balance is the sum of the ledger').toBe(net)
    expect(pending, 'what has started is not pending').toBe(0)
    const keys = entries.map(({ kind, n }) => `${kind}:${n}`)
    expect(new Set(keys).size, 'one entry per kind and n').toBe(keys.length)
    expect(promotion?.status).toMatch(payment === 'REFUNDED' ? /^(REVOKED|BLOCKED)$/ : /^GRANTED$/)
  })
}

describe('any interleaving of Paid, LoanStarted, locks, refunds and their failures', () => {
  test('V5: points net to nothing when the money went back, and to the grant when it did not', () => {
    fc.assert(holds(), { numRuns: tries(5_000) })
  })

  test.each([
    ['no BLOCKED tombstone (Q2)', { blockedTombstone: false }],
    ['no refundAttempt guard on RefundFailed', { refundAttemptGuard: false }],
    ['a lock that comes after its refund failed is taken', { lateLockTakesNothing: false }],
  ])('section 13: without the rule the check fails: %s', (_, without) => {
    expect(fc.check(holds({ ...allRules, ...without }), { numRuns: 10_000 }).failed).toBe(true)
  })
})
