import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { accountOf, fetchLots } from '@ebook/promotion/account'
import { migrations, type PromotionDatabase } from '@ebook/promotion/database'
import { fetchPoints } from '@ebook/promotion/fetch-points'
import { promotionIdOf, tellPromotion } from '@ebook/promotion/promotion-aggregate'
import { tellSpend } from '@ebook/promotion/spend-aggregate'
import { loadLots, lockAccounts, movePoints } from '@ebook/promotion/sql/account'
import { detachEntries, pointsOfRental } from '@ebook/promotion/sql/anonymise'
import { dropUnused, endAccount } from '@ebook/promotion/sql/erasure'
import { loadPromotions, loadPromotionsOf, savePromotions } from '@ebook/promotion/sql/promotion'
import { loadSpends } from '@ebook/promotion/sql/spend'
import { cause, contract, race } from './testing/contract.ts'

type Unit = UnitOfWork<PromotionDatabase>

contract<PromotionDatabase>('promotion', migrations, ['subgraphs/promotion/sql/*.ts'], ({ store, inUnit }) => {
  const buys = () => ({ paymentId: randomUUID(), rentalId: randomUUID(), userId: 'ann' })
  type Bought = ReturnType<typeof buys>

  async function grant(unit: Unit, bought: Bought) {
    await fetchPoints(unit, [bought])
    const promotionId = promotionIdOf(unit, bought.paymentId)
    const terms = { chargedAmount: 3_000, rateBps: 1_000, spendableFrom: 'PAID' } as const
    return tellPromotion(unit, promotionId, { type: 'grantPoints', promotionId, ...bought, ...terms }, cause)
  }
  const spend = (bought: Bought, points: number) => async (unit: Unit) => {
    await fetchPoints(unit, [bought])
    await fetchLots(unit, 'ann')
    const { available, lots } = accountOf(unit, 'ann')
    return tellSpend(unit, { type: 'spendPoints', ...bought, points, available, batches: lots }, cause)
  }
  const pointsOf = (userId: string) => async (unit: Unit) => {
    await fetchPoints(unit, [{ paymentId: randomUUID(), userId }])
    return accountOf(unit, userId).available
  }
  const lotsOf = async (userId: string) => (await inUnit(({ tx }) => loadLots(tx, userId))).map(({ points }) => points)

  test('a promotion is loaded as it was saved, found by its payment, and its points are in the account', async () => {
    const bought = buys()
    const granted = await inUnit((unit) => grant(unit, bought))
    expect(granted).toMatchObject({ kind: 'accepted', state: { status: 'GRANTED' } })
    const id = granted.state?.promotionId ?? ''
    const noted = await inUnit((unit) =>
      tellPromotion(unit, id, { type: 'noteLoanStarted', promotionId: id, ...bought }, cause),
    )
    const found = [{ id, state: noted.state, said: 1, happened: 3 }]
    const { paymentId } = bought
    const isThis = { now: expect.any(Date), found }
    expect(await inUnit(({ tx }) => loadPromotions(tx, [id, randomUUID()]))).toEqual(isThis)
    expect(await inUnit(({ tx }) => loadPromotionsOf(tx, [paymentId, randomUUID()]))).toEqual(isThis)
    expect(await inUnit(({ tx }) => lockAccounts(tx, [paymentId, randomUUID()], ['ben']))).toEqual(
      new Map([
        ['ann', 300],
        ['ben', 0],
      ]),
    )
    expect(await inUnit(({ tx }) => loadPromotionsOf(tx, [randomUUID()]))).toMatchObject({ found: [] })
  })

  test('one payment has one promotion, and one grant: a second is refused, and moves nothing', async () => {
    const bought = buys()
    const { state } = await inUnit((unit) => grant(unit, bought))
    const other = { id: randomUUID(), state: { ...state, promotionId: randomUUID() }, said: 0, happened: 0 } as never
    await expect(inUnit(async (unit) => unit.write(savePromotions, other))).rejects.toMatchObject({ code: '23505' })
    const again = { pending: 0, available: 300, entry: { kind: 'GRANT', n: 1, points: 300 } } as const
    const moving = inUnit(async (unit) => unit.write(movePoints, { ...again, of: bought, opened: [], taken: [] }))
    await expect(moving).rejects.toMatchObject({ code: '23505' })
    expect(await inUnit(pointsOf('ann'))).toBe(300)
  })

  test('several movements at once are one in the account, and each a line of its own', async () => {
    const bought = buys()
    await inUnit((unit) => grant(unit, bought))
    const line = (n: number, points: number) => ({
      pending: 0,
      available: points,
      entry: { kind: points > 0 ? ('RESTORE' as const) : ('REVOKE' as const), n, points },
      of: bought,
      opened: [],
      taken: [],
    })
    await inUnit(async (unit) => unit.write(movePoints, line(1, -300), line(1, 300), line(2, -100)))
    expect(await inUnit(pointsOf('ann'))).toBe(200)
  })

  test('points that are spent are taken from the oldest lots; they are loaded as they were saved, and locked by their payment', async () => {
    const [first, second, wanted] = [buys(), buys(), buys()]
    await inUnit((unit) => grant(unit, first))
    await inUnit((unit) => grant(unit, second))
    const { state } = await inUnit(spend(wanted, 400))
    expect(state).toMatchObject({ status: 'SPENT', points: 400, batches: [{ points: 300 }, { points: 100 }] })
    const { paymentId } = wanted
    const found = [{ id: paymentId, state, said: 1, happened: 1 }]
    expect(await inUnit(({ tx }) => loadSpends(tx, [paymentId, randomUUID()]))).toEqual({
      now: expect.any(Date),
      found,
    })
    expect(await inUnit(({ tx }) => lockAccounts(tx, [paymentId], []))).toEqual(new Map([['ann', 200]]))
    expect(await lotsOf('ann')).toEqual([200])
    expect(await inUnit(spend(buys(), 201))).toMatchObject({ kind: 'refused', refusal: { available: 200 } })
    await inUnit(async (unit) => {
      await fetchPoints(unit, [wanted])
      await tellSpend(unit, { type: 'returnPoints', ...wanted, owed: 0 }, cause)
    })
    expect(await inUnit(pointsOf('ann'))).toBe(600)
    expect((await lotsOf('ann')).toSorted()).toEqual([100, 200, 300])
  })

  test('an account ends with a line that says so, but for what is of payments that are still known as theirs', async () => {
    const bought = buys()
    await inUnit((unit) => grant(unit, bought))
    const { paymentId, rentalId } = bought
    expect(await inUnit(({ tx }) => pointsOfRental(tx, rentalId))).toEqual([{ paymentId, userId: 'ann' }])
    await inUnit(({ tx }) => endAccount(tx, 'ann', 'anon:1'))
    expect([await inUnit(pointsOf('ann')), await lotsOf('ann')]).toEqual([300, [300]])
    await inUnit(({ tx }) => detachEntries(tx, paymentId))
    await inUnit(({ tx }) => endAccount(tx, 'ann', 'anon:2'))
    expect([await inUnit(pointsOf('ann')), await lotsOf('ann'), await lotsOf('anon:2')]).toEqual([0, [], []])
    await inUnit(({ tx }) => dropUnused(tx, ['ann', 'nobody']))
    expect(await inUnit(({ tx }) => lockAccounts(tx, [], ['anon:2']))).toEqual(new Map([['anon:2', 0]]))
  })

  test('two commands about a member’s points: the second sees what the first left, or nothing if that rolled back', async () => {
    const points = pointsOf('ann')
    expect(await race(store, (unit) => grant(unit, buys()), points, { rolledBack: true })).toBe(0)
    expect(await race(store, (unit) => grant(unit, buys()), points)).toBe(300)
    const both = await race(store, spend(buys(), 200), spend(buys(), 200))
    expect(both).toMatchObject({ kind: 'refused', refusal: { code: 'POINTS_INSUFFICIENT', available: 100 } })
  })

  test('what waits for an account longer than lock_timeout fails', async () => {
    const points = pointsOf('ann')
    await expect(race(store, points, points, { patient: false })).rejects.toMatchObject({ code: '55P03' })
  })
})
