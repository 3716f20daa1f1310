import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import { PAYMENT_WAITS_MS, paymentWaitsUntil } from '../rental.ts'

const expected = z.object({ rentalId: z.uuid(), attemptNo: z.int().positive(), expiresAt: z.iso.datetime() })

/** Who is at the provider's page need not be told; who has left it is, after some minutes (timers/remind.ts). */
export const whenPaymentActionRequired = on<NoticeDatabase, typeof expected>(
  'ebook.payment.PaymentActionRequired.v1',
  expected,
  async (unit, { time, data: { rentalId, attemptNo, expiresAt } }) => {
    const rental = changedRental(unit, rentalId)
    if (attemptNo < rental.actionAttempt) return
    Object.assign(rental, { actionAttempt: attemptNo, actionUntil: new Date(expiresAt) })
    const until = paymentWaitsUntil(rental)
    const at = new Date(Date.parse(time) + PAYMENT_WAITS_MS)
    if (until !== null && until > unit.now && until > at) rental.remindAt = at
  },
  fetchConcerned,
)
