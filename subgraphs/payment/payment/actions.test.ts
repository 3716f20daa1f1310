import { describe, expect, test } from 'vitest'
import { given as givenDecider } from '@ebook/chassis/testing/given'
import { nextLookMs, taskKindOf } from '../payment-task.ts'
import {
  actionNeeded,
  awaitingMember,
  cancelPayment,
  chargeOf,
  declined,
  endedFor,
  Paid,
  paid,
  PayDeclined,
  PaymentActionRequired,
  PayVoided,
  pointsTaken,
  recordCharge,
  recordReturn,
  refunded,
  RefundStarted,
  requested,
  voided,
  voiding,
  VoidRequested,
  WrongChargeFound,
} from '../testing/payments.ts'
import { decide } from './decide.ts'
import type { PaymentCommand, PaymentEvent, PaymentRefusal } from './language.ts'
import { evolve, nextStepOf, type Payment } from './state.ts'

const given = (past?: readonly PaymentEvent[]) =>
  givenDecider<PaymentCommand, PaymentEvent, Payment, PaymentRefusal>({ decide, evolve }, past)
const stateAfter = (past: readonly PaymentEvent[]) => past.reduce<Payment | undefined>(evolve, undefined) as Payment

const needsMember = recordCharge(actionNeeded)
const charged = recordCharge(chargeOf(3_000))
const isVoided = recordCharge({ kind: 'voided' })

describe('the member has to act', () => {
  test('P2a it waits for them, and nothing is charged', () => {
    given(requested).when(needsMember).then(PaymentActionRequired)
    given(requested).when(needsMember).thenState({ status: 'REQUESTED', chargedAmount: 0 })
    expect(nextStepOf(stateAfter(awaitingMember))).toBe('AWAIT_MEMBER')
    expect(taskKindOf(stateAfter(awaitingMember))).toBe('ACTION')
  })

  test('P2a what points leave of the fee is asked for the same way', () => {
    given(pointsTaken).when(needsMember).then(PaymentActionRequired)
    const waiting = stateAfter([...pointsTaken, PaymentActionRequired])
    expect([nextStepOf(waiting), taskKindOf(waiting)]).toEqual(['AWAIT_MEMBER', 'ACTION'])
  })

  test('P2a said again, or when all is over, it changes nothing', () => {
    for (const past of [awaitingMember, paid, declined, voided, refunded]) given(past).when(needsMember).thenNothing()
  })

  test('P2b they paid: PAID', () => {
    given(awaitingMember).when(charged).then(Paid())
  })

  test('P2e they declined: DECLINED', () => {
    given(awaitingMember)
      .when(recordCharge({ kind: 'declined', reasonCode: 'NO_FUNDS' }))
      .then(PayDeclined)
  })

  test('P2d their time is over: the attempt has ended, and they may make another', () => {
    given(awaitingMember).when(isVoided).then(endedFor('ACTION_EXPIRED'))
  })

  test('P2d canceled: it is to be voided; voided it is VOIDED, and charged it goes back', () => {
    given(awaitingMember).when(cancelPayment()).then(VoidRequested())
    const ending = [...awaitingMember, VoidRequested()]
    expect([nextStepOf(stateAfter(ending)), taskKindOf(stateAfter(ending))]).toEqual(['VOID', 'ACTION'])
    given(ending).when(isVoided).then(PayVoided)
    given(ending).when(charged).then(Paid(), RefundStarted('MEMBER'))
  })

  test('P2d the reference that comes while it is to be voided is kept: the provider may know the charge by it alone', () => {
    given(voiding).when(needsMember).then(PaymentActionRequired)
    expect(nextStepOf(stateAfter([...voiding, PaymentActionRequired]))).toBe('VOID')
  })
})

describe('another charge than was asked for', () => {
  test('P2c is never PAID: it is to go back', () => {
    for (const wrong of [chargeOf(2_999), chargeOf(3_001), chargeOf(0)]) {
      for (const past of [requested, awaitingMember, voiding]) {
        given(past).when(recordCharge(wrong)).thenState({ status: 'REQUESTED', chargedAmount: 0 })
      }
    }
    given(awaitingMember)
      .when(recordCharge(chargeOf(3_000, 'USD')))
      .then(WrongChargeFound(3_000, 'USD'))
    const wrong = stateAfter([...requested, WrongChargeFound(2_999)])
    expect([nextStepOf(wrong), taskKindOf(wrong)]).toEqual(['RETURN_CHARGE', 'ACTION'])
  })

  test('P2c nothing more is believed of it', () => {
    const wrong = [...awaitingMember, WrongChargeFound(2_999)]
    for (const answer of [charged, isVoided, needsMember, recordCharge(chargeOf(2_999))]) {
      given(wrong).when(answer).thenNothing()
    }
  })

  test('P2c it is back: the attempt has ended, as a decline or as the cancellation wanted', () => {
    const back = recordReturn({ kind: 'refunded' })
    given([...requested, WrongChargeFound(2_999)])
      .when(back)
      .then(endedFor('WRONG_AMOUNT'))
    given([...voiding, WrongChargeFound(2_999)])
      .when(back)
      .then(PayVoided)
    for (const past of [requested, paid, refunded]) given(past).when(back).thenNothing()
  })

  test('P2c while it is not back nothing is said', () => {
    for (const outcome of [{ kind: 'unknown' }, { kind: 'failed', errorCode: 'CLOSED' }] as const) {
      given([...requested, WrongChargeFound(2_999)])
        .when(recordReturn(outcome))
        .thenNothing()
    }
  })
})

test('P2b it is asked ever less often what the member did, and when their time is over', () => {
  const hour = 3_600_000
  expect([0, 1, 2, 3, 9].map((tries) => nextLookMs(tries, hour))).toEqual([10_000, 30_000, 120_000, 300_000, 300_000])
  expect(nextLookMs(3, 60_000)).toBe(60_000)
  expect(nextLookMs(0, -1)).toBe(10_000)
})
