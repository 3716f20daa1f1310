import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { createRegistry } from '@ebook/chassis/metrics'
import type { Payment, RefundedPayment } from '@ebook/payment/payment/state'
import { createPointsClient } from '@ebook/payment/points-client'
import { buys, PromotionUnderTest, type Bought } from '../testing/promotion-under-test.ts'

let shop: PromotionUnderTest

beforeAll(async () => {
  shop = await PromotionUnderTest.open()
})
afterAll(() => shop.close())

test('C9 payment → promotion: payment’s own client understands every answer of promotion’s own service', async () => {
  const log = createLogger('payment', 'silent')
  const registry = createRegistry('payment')
  const client = createPointsClient({ nats: shop.voices.payment, timeoutMs: 5_000, registry, log })
  const lock = ({ paymentId: id, rentalId, userId }: Bought, attempt: number) =>
    client.lockRevocation({ id, rentalId, userId, refund: { attempt } } as RefundedPayment, {
      correlationId: rentalId,
      causationId: 'refused',
      actor: 'ADMIN:park',
      traceparent: undefined,
    })

  const bought = buys()
  await shop.paid(bought)
  await shop.becomes(bought, { status: 'GRANTED' })
  expect(await lock(bought, 1)).toEqual({ kind: 'locked', revoked: 300, shortfall: 0 })
  expect(await lock(bought, 1)).toEqual({ kind: 'locked', revoked: 300, shortfall: 0 })
  expect(await lock(buys(), 1)).toEqual({ kind: 'locked', revoked: 0, shortfall: 0 })

  const pays = ({ paymentId: id, rentalId, userId }: Bought, pointsToUse: number) =>
    client.spendPoints({ id, rentalId, userId, pointsToUse } as Payment, {
      correlationId: rentalId,
      causationId: 'pay',
      actor: 'MEMBER:kim',
      traceparent: undefined,
    })
  const rich = buys()
  await shop.earned(rich.userId, 300)
  expect(await pays(rich, 300)).toEqual({ kind: 'spent' })
  expect(await pays(rich, 300)).toEqual({ kind: 'spent' })
  expect(await pays(buys(rich.userId), 1)).toEqual({ kind: 'insufficient' })
  await shop.stop()
  expect(await lock(bought, 1)).toMatchObject({ kind: 'deferred' })
  expect(await pays(rich, 300)).toMatchObject({ kind: 'deferred' })
})
