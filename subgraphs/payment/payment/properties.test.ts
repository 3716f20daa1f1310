import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tries } from '@ebook/testkit/in-full'
import { allRules, FEE, Interleaving, isLive, type Rules } from '../testing/interleaving.ts'
import { entriesOf, type LedgerAccount } from './ledger.ts'
import { chargeKey, type Payment } from './state.ts'

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

const isPaid = ({ status }: Payment) => ['PAID', 'REFUND_FAILED', 'REFUNDING'].includes(status)

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
    const on = (account: LedgerAccount) =>
      sum(lines.filter((line) => line.account === account).map((line) => line.amount))
    expect(sum(lines.map((line) => line.amount)), 'double entry').toBe(0)
    expect([0, payment.chargedAmount], 'V4').toContain(on('PROVIDER'))
    expect([0, payment.pointsUsed], 'V4').toContain(on('POINTS'))
    expect(on('RENTAL_REVENUE') === 0, 'V4').toBe(on('PROVIDER') + on('POINTS') === 0)
    if (payment.status === 'PAID') expect(-on('RENTAL_REVENUE'), 'what was paid is the fee').toBe(FEE)
    if (payment.status === 'REFUNDED')
      expect([on('PROVIDER'), on('POINTS'), on('RENTAL_REVENUE')], 'V4: of a refund nothing is left').toEqual([0, 0, 0])
    expect(of('REFUND') - of('REFUND_REVERSAL'), 'Σrefund − Σreversal ≤ Σcharge').toBeLessThanOrEqual(of('CHARGE'))
    expect(of('POINT_RETURN'), 'points go back once').toBeLessThanOrEqual(of('POINT_USE'))
    expect(on('PROVIDER') > 0, 'V3 money is held exactly in these states').toBe(
      isPaid(payment) && payment.chargedAmount > 0,
    )
    const taken = interleaving.spends.get(payment.id) === 'SPENT' ? payment.pointsToUse : 0
    expect(taken, 'N14 N15: promotion has taken what the payment has used, and not given back').toBe(
      isPaid(payment) ? payment.pointsUsed - payment.pointsReturned : 0,
    )
    if (payment.paidDate !== null) expect(payment.pointsUsed, 'P1a').toBe(payment.pointsToUse)
  }
  const used = sum(all.map(({ id, pointsToUse }) => (interleaving.spends.get(id) === 'SPENT' ? pointsToUse : 0)))
  expect(interleaving.balance + used, 'points are spent or there').toBe(interleaving.earned)
  const held = sum(all.flatMap(({ id }) => ledger(id)).map((line) => (line.account === 'PROVIDER' ? line.amount : 0)))
  const takenFor = (id: string) => {
    const wasRefunded = [...refunds].some(([key, is]) => key.startsWith(`refund:${id}:`) && is === 'refunded')
    return charges.get(chargeKey(id)) === 'charged' && !wasRefunded ? (interleaving.amounts.get(chargeKey(id)) ?? 0) : 0
  }
  expect(held, 'statement 8: the ledger is what the provider holds').toBe(sum(all.map(({ id }) => takenFor(id))))
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
  test('V3 V4 H7 PN1 N14 N15: one charge, at most one refund, a ledger that adds up on each account, points that are taken once, and never money without points', () => {
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
    ['points are taken for a payment that has ended (L15)', { endedBlocksSpend: false }],
    ['what ended gives back only points whose taking it knows of', { askedForIsReturned: false }],
  ])('section 13: without the rule the checks fail: %s', (_, without) => {
    const verdict = fc.check(holds({ ...allRules, ...without }), { numRuns: 10_000 })
    expect(verdict.failed).toBe(true)
  })
})

test('double entry: the lines of every booking add up to zero', () => {
  const won = fc.nat(1_000_000)
  const at = new Date(0)
  fc.assert(
    fc.property(won, won, fc.boolean(), (amount, points, wasRefunded) => {
      for (const event of [
        { type: 'Paid', chargedAmount: amount, pointsUsed: points, paidDate: at },
        { type: 'Refunded', amount, pointsReturned: points, refundedDate: at },
        { type: 'RefundFailed', amount, errorCode: 'X', wasRefunded },
      ] as const) {
        expect(sum(entriesOf(event).map((line) => line.amount))).toBe(0)
      }
    }),
  )
})
