import { z } from 'zod'
import { redactRecords } from '@ebook/chassis/redact-records'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PaymentDatabase } from '../database.ts'
import { fetchPaymentsOf, paymentsOf, tellPayment } from '../payment-aggregate.ts'
import { keepReceipts } from '../sql/receipt.ts'

const expected = z.object({ rentalId: z.uuid(), pseudonym: z.string() })

/**
 * Whose it was is forgotten here too (R25). The payment stays, with the pseudonym: a refund that comes back later finds
 * it (N19). The books keep who paid how much on which day.
 */
export const whenRentalAnonymised = on<PaymentDatabase, typeof expected>(
  'ebook.rent.RentalAnonymised.v1',
  expected,
  async (unit, event) => {
    const { rentalId, pseudonym } = event.data
    const payments = paymentsOf(unit, rentalId)
    for (const payment of payments) {
      const command = { type: 'anonymise', pseudonym } as const
      const told = await tellPayment(unit, payment.id, () => command, causeOfReaction(event, 'SYSTEM'))
      if (told.kind === 'accepted' && told.events.length > 0) await keepReceipts(unit.tx, [payment])
    }
    const lives = payments.map(({ id }) => ({ aggregate: 'Payment', id }))
    await redactRecords(unit, rentalId, lives, { instead: { userId: pseudonym }, without: [] })
  },
  fetchPaymentsOf,
)
