import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tries } from '@ebook/testkit/in-full'
import { allRules, Interleaving, isLive, type Rules } from '../testing/interleaving.ts'
import { entriesOf } from './ledger.ts'

// Without `size`, fast-check rarely makes lists long enough for a life to reach its end.
const numbers = fc.array(fc.nat(10_000), { minLength: 5, maxLength: 100, size: 'max' })

function lived(choices: readonly number[], rules?: Rules): Interleaving {
  const interleaving = new Interleaving(rules)
  const rest = choices.values()
  interleaving.run({ next: () => rest.next().value })
  return interleaving
}

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
const count = <Value>(values: Iterable<Value>, wanted: Value) => [...values].filter((value) => value === wanted).length

/** What must hold at the end of every history; each is a sentence of docs/domain.md, section 12. */
function check(interleaving: Interleaving): void {
  const { payments, events, charges, refunds } = interleaving
  const ledger = (id: string) => interleaving.ledgerOf(id)
  const all = [...payments.values()]
  expect(all.filter(isLive).length, 'at most one live payment of a rental').toBeLessThanOrEqual(1)
  const charged = count(charges.values(), 'charged')
  const refunded = count(refunds.values(), 'refunded')
  expect(charged, 'at most one charge').toBeLessThanOrEqual(1)
  expect(refunded, 'refunds never exceed charges').toBeLessThanOrEqual(charged)
  for (const payment of all) {
    const lines = ledger(payment.id)
    const of = (kind: string) => sum(lines.filter((line) => line.kind === kind).map((line) => Math.max(line.amount, 0)))
    const held = sum(lines.filter((line) => line.account === 'PROVIDER').map((line) => line.amount))
    expect(sum(lines.map((line) => line.amount)), 'double entry').toBe(0)
    expect([0, payment.chargedAmount], 'V4').toContain(held)
    expect(of('REFUND') - of('REFUND_REVERSAL'), 'Σrefund − Σreversal ≤ Σcharge').toBeLessThanOrEqual(of('CHARGE'))
    expect(held > 0, 'V3 money is held exactly in these states').toBe(
      ['PAID', 'REFUND_FAILED', 'REFUNDING'].includes(payment.status) && payment.chargedAmount > 0,
    )
  }
  const held = sum(all.flatMap(({ id }) => ledger(id)).map((line) => (line.account === 'PROVIDER' ? line.amount : 0)))
  expect(held, 'statement 8: the ledger is what the provider holds').toBe((charged - refunded) * 3_000)
  const canceled = all.some(({ status, voidRequestedFor }) => status === 'VOIDED' || voidRequestedFor !== null)
  const kept = all.filter(({ status }) => status === 'PAID')
  if (canceled) expect(kept, 'no canceled rental keeps money').toEqual([])
  for (const [index, { event, paymentId }] of events.entries()) {
    if (event.type !== 'Refunded') continue
    const before = events.slice(0, index).filter((one) => one.paymentId === paymentId)
    const last = before.findLast(({ event: { type } }) => type === 'PointsLocked' || type === 'RefundStarted')
    expect(last?.event.type, 'PN1: never refunded without a positive reply of promotion').toBe('PointsLocked')
  }
}

const holds = (rules?: Rules) =>
  fc.property(numbers, (choices) => {
    check(lived(choices, rules))
  })

describe('any interleaving of requests, answers, cancellations, refunds and crashes', () => {
  test('V3 V4 H7 PN1: one charge, at most one refund, a ledger that adds up, and never money without points', () => {
    fc.assert(holds(), { numRuns: tries(4_000) })
  })

  test('V7 DECLINED and VOIDED absorb', () => {
    fc.assert(
      fc.property(numbers, (choices) => {
        const { events, payments } = lived(choices)
        for (const id of payments.keys()) {
          const types = events.filter((one) => one.paymentId === id).map(({ event }) => event.type)
          const end = types.findIndex(
            (type) => type === 'PayDeclined' || type === 'PayVoided' || type === 'RentalVoided',
          )
          if (end >= 0) expect(types.slice(end + 1)).toEqual([])
        }
      }),
      { numRuns: tries(1_000) },
    )
  })

  test.each([
    ['no VOIDED tombstone (P6)', { voidedTombstone: false }],
    ['a new provider key on each refund retry', { sameRefundKeyAcrossRetries: false }],
    ['a void that lets a delayed charge through', { voidRefusesLaterCharges: false }],
  ])('section 13: without the rule the checks fail: %s', (_, without) => {
    const verdict = fc.check(holds({ ...allRules, ...without }), { numRuns: 10_000 })
    expect(verdict.failed).toBe(true)
  })
})

test('double entry: the lines of every booking add up to zero', () => {
  const won = fc.nat(1_000_000)
  const at = new Date(0)
  fc.assert(
    fc.property(won, fc.boolean(), (amount, wasRefunded) => {
      for (const event of [
        { type: 'Paid', chargedAmount: amount, paidDate: at },
        { type: 'Refunded', amount, refundedDate: at },
        { type: 'RefundFailed', amount, errorCode: 'X', wasRefunded },
      ] as const) {
        expect(sum(entriesOf(event).map((line) => line.amount))).toBe(0)
      }
    }),
  )
})
