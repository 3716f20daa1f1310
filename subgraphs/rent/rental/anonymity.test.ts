import { describe, test } from 'vitest'
import { given, stateAfter } from '../testing/given-rental.ts'
import { bookId, canceled, DAY, declined, ended, onLoan, paid, refundRecorded, rentalId } from '../testing/rentals.ts'
import type { RentalCommand, RentalEvent } from './language.ts'

const pseudonym = 'anon:1'
const anonymise = (changes: object = {}): RentalCommand => ({
  type: 'anonymise',
  pseudonym,
  quietForMs: 90 * DAY,
  retentionMs: 90 * DAY,
  keepsHistory: false,
  ...changes,
})
const RentalAnonymised: RentalEvent = { type: 'RentalAnonymised', rentalId, bookId, pseudonym }
const noted: RentalEvent = { type: 'PointsNoted', points: 300 }
const returned = [...ended.RETURNED, noted]
const refunded = [...ended.RETURNED, refundRecorded]

describe('R25 whose a rental was', () => {
  test('is forgotten once it has been over for so long, and once', () => {
    given(returned).when(anonymise()).then(RentalAnonymised)
    given(returned).when(anonymise()).thenState({ userId: pseudonym, status: 'RETURNED', rentalFee: 3_000 })
    given([...returned, RentalAnonymised])
      .when(anonymise({ pseudonym: 'anon:2' }))
      .thenNothing()
  })
  test('is not while it is open, too young, or its member keeps it', () => {
    for (const open of [paid, onLoan]) given(open).when(anonymise()).thenNothing()
    given(returned)
      .when(anonymise({ quietForMs: 90 * DAY - 1 }))
      .thenNothing()
    given(returned)
      .when(anonymise({ keepsHistory: true }))
      .thenNothing()
  })
  test('is at once where it is not kept at all, and nothing can come back', () => {
    const atOnce = anonymise({ quietForMs: 0, retentionMs: 0 })
    given(returned).when(atOnce).then(RentalAnonymised)
    // Its points are not heard of, so neither has everybody heard that it was paid.
    given(ended.RETURNED).when(atOnce).thenNothing()
    given(ended.CANCELED).when(atOnce).thenNothing()
  })
  test('N19 is known for thirty days after a refund, which a bank may send back', () => {
    for (const over of [refunded, [...declined, canceled()]]) {
      given(over)
        .when(anonymise({ retentionMs: 0, quietForMs: 30 * DAY - 1 }))
        .thenNothing()
      given(over)
        .when(anonymise({ retentionMs: 0, quietForMs: 30 * DAY }))
        .then(RentalAnonymised)
    }
  })
  test('is known while a refund is open, whoever asks', () => {
    const failed: RentalEvent = {
      type: 'RefundFailureNoted',
      paymentId: stateAfter(paid).paymentId ?? '',
      errorCode: 'X',
    }
    given([...returned, failed])
      .when(anonymise())
      .thenNothing()
    given([...returned, failed])
      .when(anonymise({ retentionMs: null }))
      .thenNothing()
  })
  test('is forgotten at once when its member asks for it, kept or not', () => {
    for (const over of [returned, refunded, ended.CANCELED]) {
      given(over)
        .when(anonymise({ retentionMs: null, quietForMs: 0, keepsHistory: true }))
        .then(RentalAnonymised)
    }
  })
})
