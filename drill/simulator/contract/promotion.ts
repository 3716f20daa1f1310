import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrations, type PromotionDatabase } from '@ebook/promotion/database'
import { tellPromotion } from '@ebook/promotion/promotion-aggregate'
import { lockAccount, movePoints } from '@ebook/promotion/sql/account'
import { findPromotion, loadPromotion } from '@ebook/promotion/sql/promotion'
import { cause } from './road.ts'
import { race, type OpenStore, type Store } from './stores.ts'

type Tx = Transaction<PromotionDatabase>

export function promotionContract(open: OpenStore): void {
  let store: Store<PromotionDatabase>
  beforeAll(async () => {
    store = await open('promotion', migrations)
  })
  afterAll(() => store.close())
  beforeEach(() => store.empty())

  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => store.db.transaction().execute(work)
  const buys = () => ({ promotionId: randomUUID(), paymentId: randomUUID(), rentalId: randomUUID(), userId: 'ann' })
  type Bought = ReturnType<typeof buys>

  async function grant(tx: Tx, bought: Bought) {
    await lockAccount(tx, bought.userId)
    const terms = { chargedAmount: 3_000, rateBps: 1_000, spendableFrom: 'PAID' } as const
    return tellPromotion(tx, bought.promotionId, { type: 'grantPoints', ...bought, ...terms }, cause)
  }

  test('a promotion is loaded as it was saved, found by its payment, and its points are in the account', async () => {
    const bought = buys()
    const granted = await inTx((tx) => grant(tx, bought))
    const noted = await inTx((tx) =>
      tellPromotion(tx, bought.promotionId, { type: 'noteLoanStarted', ...bought }, cause),
    )
    expect(granted).toMatchObject({ kind: 'accepted', state: { status: 'GRANTED' } })
    expect(await inTx((tx) => loadPromotion(tx, bought.promotionId))).toEqual(noted.state)
    expect(await inTx((tx) => loadPromotion(tx, randomUUID()))).toBeUndefined()
    const found = await inTx((tx) => findPromotion(tx, bought.paymentId))
    expect(found).toEqual({ id: bought.promotionId, userId: 'ann' })
    expect(await inTx((tx) => findPromotion(tx, randomUUID()))).toBeUndefined()
    expect(await inTx((tx) => lockAccount(tx, 'ann'))).toBe(300)
    expect(await inTx((tx) => lockAccount(tx, 'ben'))).toBe(0)
  })

  test('one payment has one promotion, and one grant: a second is refused, and moves nothing', async () => {
    const bought = buys()
    await inTx((tx) => grant(tx, bought))
    await expect(inTx((tx) => grant(tx, { ...bought, promotionId: randomUUID() }))).rejects.toMatchObject({
      code: '23505',
    })
    const again = { pending: 0, available: 300, entry: { kind: 'GRANT', n: 1, points: 300 } } as const
    await expect(inTx((tx) => movePoints(tx, bought, [again]))).rejects.toMatchObject({ code: '23505' })
    expect(await inTx((tx) => lockAccount(tx, 'ann'))).toBe(300)
  })

  test('two commands about a member’s points: the second sees what the first left, or nothing if that rolled back', async () => {
    const points = (tx: Tx) => lockAccount(tx, 'ann')
    expect(await race(store, (tx) => grant(tx, buys()), points, { rolledBack: true })).toBe(0)
    expect(await race(store, (tx) => grant(tx, buys()), points)).toBe(300)
  })

  test('what waits for an account longer than lock_timeout fails', async () => {
    const points = (tx: Tx) => lockAccount(tx, 'ann')
    await expect(race(store, points, points, { patient: false })).rejects.toMatchObject({ code: '55P03' })
  })
}
