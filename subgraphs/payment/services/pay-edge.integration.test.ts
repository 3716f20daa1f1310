import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRegistry } from '@ebook/chassis/metrics'
import { createPaymentClient } from '@ebook/rent/payment-client'
import type { Rental } from '@ebook/rent/rental/state'
import { PaymentUnderTest } from '../testing/payment-under-test.ts'
import { BOOK_ID, log } from '../testing/surroundings.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
})
afterAll(() => till.close())

test('C9 H8 rent → payment: rent’s own client understands every answer of payment’s own service', async () => {
  const { rent: nats } = till.ground.voices
  const client = createPaymentClient({ nats, timeoutMs: 5_000, registry: createRegistry('rent'), log })
  const rental = (more: Partial<Rental> = {}) =>
    ({ id: randomUUID(), userId: 'kim', bookId: BOOK_ID, rentalFee: 3_000, attemptNo: 1, ...more }) as Rental
  const pay = (one: Rental) =>
    client.pay(one, { correlationId: one.id, causationId: 'request', actor: 'MEMBER:kim', traceparent: undefined })

  const bought = rental()
  const paid = await pay(bought)
  expect(paid).toMatchObject({ outcome: 'PAID', chargedAmount: 3_000 })
  expect((await till.events(bought.id)).map(({ id }) => id)).toEqual('eventIds' in paid && paid.eventIds)
  expect(await pay(rental({ rentalFee: 0 }))).toMatchObject({ outcome: 'PAID', chargedAmount: 0 })
  till.provider.manner = 'says no'
  expect(await pay(rental())).toMatchObject({ outcome: 'DECLINED', attemptNo: 1, reasonCode: 'CARD_DECLINED' })
  till.provider.manner = 'loses the call'
  const unknown = rental()
  expect(await pay(unknown)).toMatchObject({ outcome: 'PENDING' })
  await till.cancel(unknown.id)
  const [{ id } = { id: '' }] = await till.paymentsOf(unknown.id)
  await till.becomes(id, { status: 'VOIDED' })
  const [voided] = await till.events(unknown.id)
  expect(await pay(unknown)).toEqual({ outcome: 'RENT_CANCELED', eventIds: [voided?.id] })
  await till.stop()
  expect(await pay(rental())).toMatchObject({ outcome: 'DEFERRED', reason: 'FAILED' })
})
