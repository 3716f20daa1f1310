import { describe, expect, test } from 'vitest'
import { given, outcome, renewRental, startLoan, stateAfter } from '../testing/given-rental.ts'
import {
  after,
  bookId,
  cancelingPaid,
  DAY,
  dueAt,
  ended,
  onLoan,
  opened,
  paid,
  pending,
  refused,
  rentalId,
  userId,
  withoutTerms,
} from '../testing/rentals.ts'
import { decide } from './decide.ts'
import type { RenewalFacts, RentalEvent } from './language.ts'

const facts: RenewalFacts = renewRental.facts
const renewedUntil = (days: number, renewalCount = 1): Extract<RentalEvent, { type: 'Renewed' }> => ({
  type: 'Renewed',
  rentalId,
  userId,
  bookId,
  previousDueAt: after((days - 14) * DAY),
  dueAt: after(days * DAY),
  renewalCount,
  automatic: false,
})
const renewed = [...onLoan, renewedUntil(28)]
/** On loan by a licence that ends after so many days. */
const licensedFor = (days: number): RentalEvent[] => {
  const approved = decide({ ...startLoan, licenceExpiresAt: after(days * DAY) }, stateAfter(paid))
  return [...paid, ...(approved.kind === 'accepted' ? approved.events : [])]
}

describe('renewing (R17)', () => {
  test('R17 the loan goes on for another period from its old end, so that renewing early loses nothing', () => {
    const asked = given(onLoan).when({ ...renewRental, now: after(10 * DAY) })
    asked.then(renewedUntil(28))
    asked.thenState({ status: 'APPROVED', dueAt: after(28 * DAY), renewalCount: 1 })
    expect(outcome(onLoan, renewRental)).toBe('RENEWED')
    given(opened).when(renewRental).then(renewedUntil(28))
  })

  test('R17 N7 two presses on one end renew once', () => {
    given(renewed).when(renewRental).thenNothing()
    expect(outcome(renewed, renewRental)).toBe('ALREADY_RENEWED')
  })

  test('R17 who does not say which end they saw renews too, and the second press is too early', () => {
    const blind = { ...renewRental, expectedDueAt: undefined }
    given(onLoan).when(blind).then(renewedUntil(28))
    given(renewed)
      .when(blind)
      .thenRefused({ code: 'RENEWAL_TOO_EARLY', from: after(28 * DAY - (14 * DAY) / 3) })
  })

  test('R17 not before the last third of the period', () => {
    const from = after(14 * DAY - (14 * DAY) / 3)
    given(onLoan)
      .when({ ...renewRental, now: new Date(from.getTime() - 1) })
      .thenRefused({ code: 'RENEWAL_TOO_EARLY', from })
    given(onLoan)
      .when({ ...renewRental, now: from })
      .then(renewedUntil(28))
  })

  test('R17 as often as the terms say, and never for a rental that is older than its terms', () => {
    const twice = [...renewed, renewedUntil(42, 2)]
    const again = { ...renewRental, expectedDueAt: after(42 * DAY), now: after(41 * DAY) }
    given(twice).when(again).thenRefused({ code: 'RENEWAL_LIMIT', maxRenewals: 2 })
    given(onLoan.map(withoutTerms)).when(renewRental).thenRefused({ code: 'RENEWAL_LIMIT', maxRenewals: 0 })
  })

  test('R17 not while others wait, or while nobody knows', () => {
    const told = (changes: Partial<RenewalFacts>) =>
      given(onLoan).when({ ...renewRental, facts: { ...facts, ...changes } })
    told({ holdsWaiting: 3 }).thenRefused({ code: 'HOLDS_WAITING', count: 3 })
    told({ fresh: false }).thenRefused({ code: 'RENEWAL_UNKNOWN', retryAfterMs: 5_000 })
    told({ loansToRenew: 1 }).then(renewedUntil(28))
    told({ loansToRenew: 0 }).thenRefused({ code: 'LICENCE_ENDS', at: dueAt, mayPass: true })
    told({ fresh: false, holdsWaiting: 3 }).thenRefused({ code: 'RENEWAL_UNKNOWN', retryAfterMs: 5_000 })
  })

  test('R17 not by a member who may not renew', () => {
    const bar = { code: 'MEMBER_BLOCKED', message: null, until: null } as const
    given(onLoan)
      .when({ ...renewRental, facts: { ...facts, bar } })
      .thenRefused(bar)
  })

  test('R17 not beyond the licence, and not at all when the loan ends with it (hard case 15)', () => {
    given(licensedFor(20))
      .when(renewRental)
      .then({ ...renewedUntil(28), dueAt: after(20 * DAY) })
    given(licensedFor(8))
      .when({ ...renewRental, expectedDueAt: after(8 * DAY), now: after(7 * DAY) })
      .thenRefused({ code: 'LICENCE_ENDS', at: after(8 * DAY) })
  })

  test('R17 only a loan is renewed, and only by its member', () => {
    for (const past of [pending, paid, refused, cancelingPaid]) {
      given(past).when(renewRental).thenRefused({ code: 'NOT_ON_LOAN' })
    }
    given(onLoan)
      .when({ ...renewRental, userId: 'lee' })
      .thenRefused({ code: 'RENTAL_NOT_FOUND' })
  })

  test('R16 R20 what has ended stays as it is, also when only the sweep is late', () => {
    const told = { RETURNED: 'ALREADY_RETURNED', EXPIRED: 'ALREADY_EXPIRED', CANCELED: 'ALREADY_CANCELED' } as const
    for (const status of ['RETURNED', 'EXPIRED', 'CANCELED'] as const) {
      given(ended[status]).when(renewRental).thenNothing()
      expect(outcome(ended[status], renewRental)).toBe(told[status])
    }
    expect(outcome(onLoan, { ...renewRental, now: dueAt })).toBe('ALREADY_EXPIRED')
  })
})

describe('renewing by itself (R17b)', () => {
  const turnOn = { type: 'setAutoRenewal', userId, on: true } as const
  const renewAt = after(13 * DAY)
  const isOn: RentalEvent[] = [...onLoan, { type: 'AutoRenewalSet', on: true, renewAt }]
  const autoRenew = { type: 'autoRenew', facts, now: renewAt } as const

  test('R17b a day before its end, also when it was asked for before the loan', () => {
    given(onLoan).when(turnOn).then({ type: 'AutoRenewalSet', on: true, renewAt })
    given(isOn).when(turnOn).thenNothing()
    given(paid).when(turnOn).then({ type: 'AutoRenewalSet', on: true })
    given([...paid, { type: 'AutoRenewalSet', on: true }])
      .when(startLoan)
      .thenState({ status: 'APPROVED', renewAt })
    given(isOn)
      .when(autoRenew)
      .then({ ...renewedUntil(28), automatic: true, renewAt: after(27 * DAY) })
    given(isOn)
      .when({ ...turnOn, on: false })
      .thenState({ autoRenewal: false, renewAt: null })
  })

  test('R17b of a short loan in its last third', () => {
    const oneDay = onLoan.map((event) =>
      event.type === 'Rented'
        ? { ...event, loanPeriodDays: 1 }
        : event.type === 'LoanStarted'
          ? { ...event, dueAt: after(DAY) }
          : event,
    )
    given(oneDay)
      .when(turnOn)
      .thenState({ renewAt: after((DAY * 2) / 3) })
  })

  test('R17b a press of the member counts as the next one', () => {
    given(isOn)
      .when({ ...renewRental, now: after(12 * DAY) })
      .thenState({ renewAt: after(27 * DAY) })
  })

  test('R17b what is in the way is tried again if it may pass, and not otherwise', () => {
    const told = (changes: Partial<RenewalFacts>) => given(isOn).when({ ...autoRenew, facts: { ...facts, ...changes } })
    told({ holdsWaiting: 1 }).then({
      type: 'AutoRenewalPutOff',
      code: 'HOLDS_WAITING',
      renewAt: new Date(renewAt.getTime() + 3_600_000),
    })
    told({ fresh: false }).then({
      type: 'AutoRenewalPutOff',
      code: 'RENEWAL_UNKNOWN',
      renewAt: new Date(renewAt.getTime() + 5_000),
    })
    told({ loansToRenew: 0 }).then({
      type: 'AutoRenewalPutOff',
      code: 'LICENCE_ENDS',
      renewAt: new Date(renewAt.getTime() + 3_600_000),
    })
    const lastTime = isOn.map((event) => (event.type === 'Rented' ? { ...event, maxRenewals: 0 } : event))
    given(lastTime).when(autoRenew).then({ type: 'AutoRenewalPutOff', code: 'RENEWAL_LIMIT' })
    given(lastTime).when(autoRenew).thenState({ autoRenewal: true, renewAt: null, renewalCount: 0 })
  })

  test('R17b N8 not twice, not before its time, not when it is not wanted, and nothing but a loan', () => {
    const once = [...isOn, { ...renewedUntil(28), automatic: true, renewAt: after(27 * DAY) }]
    given(once).when(autoRenew).thenNothing()
    given(isOn)
      .when({ ...autoRenew, now: new Date(renewAt.getTime() - 1) })
      .thenNothing()
    given(isOn)
      .when({ ...autoRenew, now: dueAt })
      .thenNothing()
    for (const past of [paid, onLoan, ended.RETURNED]) given(past).when(autoRenew).thenNothing()
  })

  test('R17b only a member wants it, of a rental that has not ended', () => {
    given(onLoan)
      .when({ ...turnOn, userId: 'lee' })
      .thenRefused({ code: 'RENTAL_NOT_FOUND' })
    for (const past of [refused, cancelingPaid, ended.RETURNED])
      given(past).when(turnOn).thenRefused({ code: 'LOAN_ENDED' })
  })
})
