import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { buys, PromotionUnderTest } from './testing/promotion-under-test.ts'

let shop: PromotionUnderTest

beforeAll(async () => {
  shop = await PromotionUnderTest.open()
})
afterAll(() => shop.close())

const many = (n: number) => Array.from({ length: n }, (_, index) => index)

describe('points are earned', () => {
  test('PF1 C21: Paid grants a tenth, pending; the loan makes them available; every event carries the rental’s id', async () => {
    const bought = buys()
    const paid = await shop.paid(bought, 3_333)
    await shop.becomes(bought, { status: 'GRANTED' })
    expect(await shop.account(bought.userId)).toEqual({ pending: 333, available: 0, lifetime: 333 })
    const [completed] = await shop.events(bought.rentalId)
    expect(completed).toMatchObject({
      type: 'ebook.promotion.PromoCompleted.v1',
      correlationid: bought.rentalId,
      causationid: paid.id,
      aggregatetype: 'Promotion',
      data: { ...bought, points: 333, rateBps: 1_000, spendableFrom: 'APPROVED' },
    })
    expect(completed?.subject).toBe((await shop.promotion(bought))?.promotionId)
    await shop.loanStarted(bought)
    await shop.becomes(bought, { loanStarted: true })
    expect(await shop.account(bought.userId)).toEqual({ pending: 0, available: 333, lifetime: 333 })
    expect(await shop.said(bought)).toEqual(['PromoCompleted'])
  })

  test('section 9: LoanStarted before Paid', async () => {
    const bought = buys()
    await shop.loanStarted(bought)
    await shop.becomes(bought, { status: 'NONE', loanStarted: true })
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    expect(await shop.account(bought.userId)).toEqual({ pending: 0, available: 300, lifetime: 300 })
  })

  test('a free rental earns nothing, and that is told', async () => {
    const bought = buys()
    await shop.paid(bought, 0)
    await shop.becomes(bought, { status: 'GRANTED' })
    expect(await shop.entries(bought.userId)).toEqual([])
    expect((await shop.events(bought.rentalId))[0]?.data).toMatchObject({ points: 0 })
    expect(await shop.lock(bought)).toEqual({ revoked: 0, shortfall: 0 })
  })

  test('Q3 case 5: every event three times', async () => {
    const bought = buys()
    for (const event of [await shop.paid(bought), await shop.paid(buys(bought.userId))]) {
      for (const _ of [2, 3]) await shop.payment.publish(event)
    }
    const started = await shop.loanStarted(bought)
    for (const _ of [2, 3]) await shop.rent.publish(started)
    await shop.heardEverything()
    expect(await shop.account(bought.userId)).toEqual({ pending: 300, available: 300, lifetime: 600 })
    expect(await shop.said(bought)).toEqual(['PromoCompleted'])
    await shop.lock(bought)
    const refunded = await shop.refunded(bought)
    for (const _ of [2, 3]) await shop.payment.publish(refunded)
    await shop.heardEverything()
    expect(await shop.account(bought.userId)).toEqual({ pending: 300, available: 0, lifetime: 300 })
    expect(await shop.said(bought)).toEqual(['PromoCompleted', 'PromoCanceled'])
  })

  test('Q3 the database itself refuses a second grant of one payment', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    const { userId: user_id, paymentId: payment_id, rentalId: rental_id } = bought
    const again = { user_id, payment_id, rental_id, kind: 'GRANT', n: 1, points: 300 } as const
    await expect(shop.db.insertInto('point_entry').values(again).execute()).rejects.toMatchObject({ code: '23505' })
  })

  test('statement 11: forty payments of one member at once: the balance is the sum of the ledger', async () => {
    const { userId } = buys()
    const all = many(40).map(() => buys(userId))
    await Promise.all(all.flatMap((bought) => [shop.paid(bought, 1_000), shop.loanStarted(bought)]))
    await Promise.all(all.slice(0, 15).map((bought) => shop.lock(bought)))
    await shop.heardEverything()
    for (const bought of all) await shop.becomes(bought, { loanStarted: true })
    const entries = await shop.entries(userId)
    const net = entries.reduce((sum, [, , points]) => sum + points, 0)
    const { available, pending, lifetime } = await shop.account(userId)
    expect({ sum: available + pending, lifetime }).toEqual({ sum: net, lifetime: net })
    // Those that were locked before they were paid are blocked; those locked after it are taken off again.
    expect(net).toBe(25 * 100)
  })

  test('Q4 H9: an update of the row grants, revokes and says nothing', async () => {
    const bought = buys()
    await shop.paid(bought)
    const { promotionId } = await shop.becomes(bought, { status: 'GRANTED' })
    await shop.db.updateTable('promotion').set({ loan_started: true }).where('id', '=', promotionId).execute()
    expect(await shop.said(bought)).toEqual(['PromoCompleted'])
    expect(await shop.entries(bought.userId)).toEqual([['GRANT', 1, 300]])
  })

  test('PI1: promotion is away: what was paid meanwhile is granted when it is back', async () => {
    await shop.stop()
    const bought = buys()
    await shop.paid(bought)
    expect(await shop.promotion(bought)).toBeUndefined()
    await shop.start()
    await shop.becomes(bought, { status: 'GRANTED' })
  })

  test('H13 a Paid that cannot be is a dead letter; its neighbours pass', async () => {
    const [bad, good] = [buys(), buys()]
    await shop.paid(bad, -1)
    await shop.paid(good)
    await shop.becomes(good, { status: 'GRANTED' })
    await eventually(async () => {
      expect(await shop.deadLetters()).toMatchObject([
        { event_type: 'ebook.payment.Paid.v1', error: expect.stringContaining('chargedAmount') },
      ])
    })
    expect(await shop.promotion(bad)).toBeUndefined()
  })
})

describe('and taken back', () => {
  test('PF2 PN1 Q1: the lock takes off what was granted; Refunded confirms it and PromoCanceled says it', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    expect(await shop.lock(bought)).toEqual({ revoked: 300, shortfall: 0 })
    expect(await shop.promotion(bought)).toMatchObject({ status: 'LOCKED' })
    expect(await shop.account(bought.userId)).toEqual({ pending: 0, available: 0, lifetime: 0 })
    await shop.refunded(bought)
    await shop.becomes(bought, { status: 'REVOKED' })
    expect(await shop.entries(bought.userId)).toEqual([
      ['GRANT', 1, 300],
      ['REVOKE', 1, -300],
    ])
    const canceled = (await shop.events(bought.rentalId)).at(-1)
    expect(canceled).toMatchObject({
      type: 'ebook.promotion.PromoCanceled.v1',
      data: { ...bought, points: 300, shortfall: 0 },
    })
  })

  test('Q2 section 13: revoked before it was granted: BLOCKED, and the Paid that comes later grants nothing', async () => {
    const bought = buys()
    expect(await shop.lock(bought)).toEqual({ revoked: 0, shortfall: 0 })
    await shop.paid(bought)
    await shop.refunded(bought)
    await shop.heardEverything()
    expect(await shop.promotion(bought)).toMatchObject({ status: 'BLOCKED' })
    expect(await shop.said(bought)).toEqual([])
    expect(await shop.entries(bought.userId)).toEqual([])
  })

  test('Q2: Paid and the lock at the same moment, in either order, leave no points', async () => {
    const all = many(20).map(() => buys())
    const replies = await Promise.all(
      all.map(async (bought) => {
        const [, reply] = await Promise.all([shop.paid(bought), shop.lock(bought)])
        return reply
      }),
    )
    await Promise.all(all.map((bought) => shop.refunded(bought)))
    await shop.heardEverything()
    for (const [index, bought] of all.entries()) {
      const expected = replies[index]?.revoked === 0 ? 'BLOCKED' : 'REVOKED'
      await shop.becomes(bought, { status: expected })
      expect(await shop.account(bought.userId)).toMatchObject({ available: 0, pending: 0, lifetime: 0 })
    }
  })

  test('PI2: the same attempt again has the same answer and takes nothing, also twenty at once', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    const replies = await Promise.all(many(20).map(() => shop.lock(bought)))
    expect(replies).toEqual(many(20).map(() => ({ revoked: 300, shortfall: 0 })))
    expect(await shop.entries(bought.userId)).toEqual([
      ['GRANT', 1, 300],
      ['REVOKE', 1, -300],
    ])
  })

  test('case 8: points that were spent: the refund is not held up, the balance goes below zero, later grants fill it', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.loanStarted(bought)
    await shop.becomes(bought, { status: 'GRANTED', loanStarted: true })
    // Spending is not in this system yet: 200 of 300 are gone.
    await shop.db.updateTable('point_account').set({ available: 100 }).where('user_id', '=', bought.userId).execute()
    expect(await shop.lock(bought)).toEqual({ revoked: 300, shortfall: 200 })
    expect(await shop.lock(bought)).toEqual({ revoked: 300, shortfall: 200 })
    expect(await shop.account(bought.userId)).toMatchObject({ available: -200 })
    await shop.refunded(bought)
    await shop.becomes(bought, { status: 'REVOKED' })
    expect((await shop.events(bought.rentalId)).at(-1)?.data).toMatchObject({ points: 300, shortfall: 200, debt: 200 })
    const next = buys(bought.userId)
    await shop.loanStarted(next)
    await shop.paid(next, 5_000)
    await shop.becomes(next, { status: 'GRANTED' })
    expect(await shop.account(bought.userId)).toMatchObject({ available: 300 })
  })

  test('bad input: what is no request is refused with the field’s name and locks nothing', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    const good = { ...bought, refundAttempt: 1, correlationId: bought.rentalId, causationId: 'x', actor: 'SYSTEM' }
    for (const [bad, problem] of [
      [{ refundAttempt: 0 }, /refundAttempt/],
      [{ paymentId: 'x' }, /paymentId/],
      [{ actor: 'nobody' }, /actor/],
    ] as const) {
      await expect(shop.lockRaw({ ...good, ...bad })).rejects.toThrow(problem)
    }
    expect(await shop.promotion(bought)).toMatchObject({ status: 'GRANTED' })
  })
})

describe('and given again when the refund fails', () => {
  test('section 9 P12: RefundFailed restores them; the next attempt takes them off again', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    await shop.lock(bought)
    await shop.refundFailed(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    expect(await shop.account(bought.userId)).toEqual({ pending: 300, available: 0, lifetime: 300 })
    expect(await shop.said(bought)).toEqual(['PromoCompleted', 'PromoRestored'])
    expect(await shop.lock(bought, 2)).toEqual({ revoked: 300, shortfall: 0 })
    await shop.refunded(bought, 2)
    await shop.becomes(bought, { status: 'REVOKED' })
    expect(await shop.entries(bought.userId)).toEqual([
      ['GRANT', 1, 300],
      ['REVOKE', 1, -300],
      ['RESTORE', 1, 300],
      ['REVOKE', 2, -300],
    ])
  })

  test('section 13: the failure of attempt 1 comes after the lock of attempt 2 and does not undo it', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    await shop.lock(bought, 1)
    expect(await shop.lock(bought, 2)).toEqual({ revoked: 300, shortfall: 0 })
    await shop.refundFailed(bought, 1)
    await shop.refunded(bought, 2)
    await shop.becomes(bought, { status: 'REVOKED' })
    expect(await shop.account(bought.userId)).toEqual({ pending: 0, available: 0, lifetime: 0 })
    expect(await shop.said(bought)).toEqual(['PromoCompleted', 'PromoCanceled'])
  })

  test('P13: a refund that was done came back: REVOKED to GRANTED', async () => {
    const bought = buys()
    await shop.paid(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    await shop.lock(bought)
    await shop.refunded(bought)
    await shop.refundFailed(bought, 1, true)
    await shop.becomes(bought, { status: 'GRANTED' })
    expect(await shop.said(bought)).toEqual(['PromoCompleted', 'PromoCanceled', 'PromoRestored'])
    expect(await shop.account(bought.userId)).toMatchObject({ lifetime: 300 })
  })

  test('section 9: blocked before Paid, and the refund fails: granted after all', async () => {
    const bought = buys()
    await shop.lock(bought)
    await shop.paid(bought)
    await shop.refundFailed(bought)
    await shop.becomes(bought, { status: 'GRANTED' })
    expect(await shop.said(bought)).toEqual(['PromoCompleted'])
    expect(await shop.account(bought.userId)).toMatchObject({ pending: 300 })
    // The first request, which was held up on its way, arrives now.
    expect(await shop.lock(bought)).toEqual({ revoked: 0, shortfall: 0 })
    expect(await shop.promotion(bought)).toMatchObject({ status: 'GRANTED' })
  })

  test('events about a payment that promotion never heard of change nothing and hold nobody up', async () => {
    const bought = buys()
    await shop.payment.say('ebook.payment.Refunded.v1', bought.paymentId, {
      ...{ paymentId: bought.paymentId, rentalId: bought.rentalId, refundId: 'r', refundAttempt: 1, amount: 0 },
      ...{ refundedDate: new Date().toISOString(), reason: 'ADMIN', pointsRevoked: 0, pointsReturned: 0 },
      pointShortfall: 0,
    })
    await shop.refundFailed({ ...bought, paymentId: randomUUID() })
    await shop.heardEverything()
    expect(await shop.promotion(bought)).toBeUndefined()
    expect((await shop.deadLetters()).filter(({ event_type }) => event_type !== 'ebook.payment.Paid.v1')).toEqual([])
  })
})
