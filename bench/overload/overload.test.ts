import { expect, test } from 'vitest'
import { between, transitionsOf } from './breaker.ts'
import { problemOfCancellation, verdictOf } from './verdict.ts'

const rental = { id: 'r', paymentState: 'PENDING', retryAfter: '2026-11-21T01:58:43.000Z' }

test('N2.2 a request is PAID, or PENDING with retryAfter; everything else has failed', () => {
  expect(verdictOf({ payload: { rental: { ...rental, paymentState: 'PAID', retryAfter: null } }, codes: [] })).toEqual({
    kind: 'PAID',
    rentalId: 'r',
  })
  expect(verdictOf({ payload: { rental }, codes: [] })).toEqual({ kind: 'PENDING', rentalId: 'r' })
  const problem = (payload: object | undefined, codes: string[] = []) => {
    const verdict = verdictOf({ payload: payload as Record<string, unknown> | undefined, codes })
    return verdict.kind === 'FAILED' && verdict.problem
  }
  expect(problem({ rental: { ...rental, retryAfter: null } })).toBe('PENDING without retryAfter')
  expect(problem({ rental: { ...rental, paymentState: 'DECLINED' } })).toBe('paymentState DECLINED')
  expect(problem({ rental }, ['INTERNAL_SERVER_ERROR'])).toBe('INTERNAL_SERVER_ERROR')
  expect(problem(undefined, ['HTTP 502'])).toBe('HTTP 502')
})

test('a cancellation is answered when it says that the money comes back, or never went', () => {
  expect(problemOfCancellation({ payload: { outcome: 'REFUND_PENDING' }, codes: [] })).toBeUndefined()
  expect(problemOfCancellation({ payload: { outcome: 'CANCELING' }, codes: [] })).toBeUndefined()
  expect(problemOfCancellation({ payload: { outcome: null }, codes: ['RENTAL_NOT_FOUND'] })).toBe('RENTAL_NOT_FOUND')
  expect(problemOfCancellation({ codes: ['HTTP 500'] })).toBe('HTTP 500')
})

test('the transitions of one circuit are counted between two looks', () => {
  const metrics = (open: number) => `# TYPE ebook_circuit_transitions_total counter
ebook_circuit_transitions_total{callee="payment",to="open",service="rent"} ${open}
ebook_circuit_transitions_total{callee="payment",to="half-open",service="rent"} 2
ebook_circuit_transitions_total{callee="promotion",to="open",service="rent"} 70`
  const [before, after] = [transitionsOf(metrics(3), 'payment'), transitionsOf(metrics(5), 'payment')]
  expect(before).toEqual({ open: 3, 'half-open': 2, closed: 0 })
  expect(between(before, after)).toEqual({ open: 2, 'half-open': 0, closed: 0 })
})
