import i18next from 'i18next'
import { beforeEach, describe, expect, test } from 'vitest'
import type { RentalRow } from '../live/my-rentals.ts'
import { formatsOf } from '../words/format.ts'
import { startLanguage, type Language } from '../words/language.ts'
import { sentencesOf, type Told } from './sentences.ts'

const STATUSES = ['RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING', 'RETURNED', 'EXPIRED', 'CANCELED'] as const
const PAYMENTS = ['UNPAID', 'PENDING', 'DECLINED', 'PAID', 'REFUNDING', 'REFUNDED'] as const
const REFUNDS = [null, 'PENDING', 'FAILED', 'DONE'] as const
const REASONS = [
  null,
  'MEMBER',
  'REFUSED',
  'PAYMENT_TIMEOUT',
  'PAID_AFTER_CANCEL',
  'ADMIN',
  'LICENCE_ENDED',
  'LIBRARY',
] as const

const rental = (more: Partial<NonNullable<RentalRow['rental']>>): RentalRow['rental'] => ({
  id: 'r',
  payUntil: '2026-11-21T03:15:00.000Z',
  retryAfter: null,
  refundState: null,
  cancelReason: null,
  startsAt: null,
  expiredDate: null,
  pointsToUse: 0,
  ...more,
})
const row = (more: Partial<Told>): Told => ({
  status: 'RENTED',
  paymentState: 'UNPAID',
  rentalFee: 3_000,
  dueAt: '2026-12-05T03:00:00.000Z',
  refusalReason: null,
  rental: rental({}),
  ...more,
})

const formats = { en: formatsOf('en', 'Asia/Seoul'), ko: formatsOf('ko', 'Asia/Seoul') }
const say = (told: Partial<Told>, language: Language) =>
  sentencesOf(row(told), i18next.getFixedT(language), formats[language]).join(' ')

beforeEach(() => {
  startLanguage('en')
})

describe.each(['en', 'ko'] as const)('in %s', (language) => {
  test('every status, state of the payment and of the refund, and reason has whole sentences', () => {
    for (const status of STATUSES)
      for (const paymentState of PAYMENTS)
        for (const refundState of REFUNDS)
          for (const cancelReason of REASONS)
            for (const known of [rental({ refundState, cancelReason, retryAfter: '2026-11-21T03:00:00.000Z' }), null]) {
              const words = say({ status, paymentState, rental: known }, language)
              expect(words, `${status} ${paymentState} ${refundState} ${cancelReason}`).toMatch(/\S.*[.다]/)
              expect(words).not.toMatch(/\{\{|undefined|null|status|payment\.|refund\.|Reason\./)
            }
  })
})

test.each([
  [
    'paid later',
    { status: 'RENTED', paymentState: 'PENDING', rental: rental({ retryAfter: '2020-11-21T03:00:00.000Z' }) },
    'You have requested this title. The payment takes longer than usual and is tried again by itself at Nov 21, 2020, 12:00 PM. You need do nothing.',
  ],
  [
    'on loan',
    { status: 'APPROVED', paymentState: 'PAID' },
    'You can read it until Dec 5, 2026, 12:00 PM. You paid ₩3,000.',
  ],
  [
    'refused, with the reason',
    { status: 'REFUSED', paymentState: 'REFUNDING', refusalReason: 'NO_COPY' },
    'The library refused your request. Every seat was taken when your payment came in. Your ₩3,000 are on their way back.',
  ],
  [
    'refused for a reason that there are no words for yet',
    { status: 'REFUSED', paymentState: 'REFUNDED', refusalReason: 'FULL_MOON' },
    'The library refused your request. The library gives no reason. You have your ₩3,000 back.',
  ],
  [
    'a refund that failed',
    { status: 'CANCELING', paymentState: 'PAID', rental: rental({ refundState: 'FAILED' }) },
    'The rental is being canceled. Your ₩3,000 could not be refunded automatically. The library knows and will see to it.',
  ],
  [
    'canceled while the payment is not known',
    { status: 'CANCELING', paymentState: 'PENDING' },
    'The rental is being canceled. We are finding out whether your payment went through. If it did, it is refunded automatically.',
  ],
  [
    'not paid in time',
    { status: 'CANCELED', paymentState: 'UNPAID', rental: rental({ cancelReason: 'PAYMENT_TIMEOUT' }) },
    'It was not paid in time. Nothing was charged.',
  ],
  [
    'paid with points and money',
    { status: 'PAID', paymentState: 'PAID', rental: rental({ pointsToUse: 1_000 }) },
    'A librarian will decide on your request. You paid ₩2,000 and 1,000 points.',
  ],
  [
    'given back as it was paid: points alone',
    { status: 'CANCELED', paymentState: 'REFUNDED', rental: rental({ pointsToUse: 3_000, refundState: 'DONE' }) },
    'The rental ended without a loan. You have your 3,000 points back.',
  ],
  [
    'free of charge',
    { status: 'PAID', paymentState: 'PAID', rentalFee: 0 },
    'A librarian will decide on your request. It is free of charge.',
  ],
  [
    'while the one who knows the refund is away',
    { status: 'CANCELED', paymentState: 'REFUNDED', rental: null, refusalReason: 'POLICY' },
    'The library refused your request. The library’s rules do not allow it. You have your ₩3,000 back.',
  ],
] as const)('%s', (_what, told, words) => {
  expect(say(told, 'en')).toBe(words)
})
