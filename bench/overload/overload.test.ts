import { expect, test } from 'vitest'
import { metric } from '../installation.ts'
import { verdictOf } from '../request.ts'
import { problemOfCancellation } from './load.ts'

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

test('a figure of the metrics is the sum over the labels that are asked for, and 0 before it has a value', () => {
  const metrics = `# TYPE ebook_circuit_transitions_total counter
ebook_circuit_transitions_total{callee="payment",to="open",service="rent"} 3
ebook_circuit_transitions_total{callee="payment",to="half-open",service="rent"} 2
ebook_circuit_transitions_total{callee="promotion",to="open",service="rent"} 70`
  const of = (...labels: string[]) => metric(metrics, 'ebook_circuit_transitions_total', ...labels)
  expect([of('callee="payment"', 'to="open"'), of('callee="payment"'), of('to="closed"')]).toEqual([3, 5, 0])
  expect(() => metric(metrics, 'ebook_circuits')).toThrow('there is no metric ebook_circuits')
})
