import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tablesOf } from '@ebook/chassis/testing/tables-with'
import { eventually } from '@ebook/testkit/eventually'
import { buys, PromotionUnderTest, type Bought } from './testing/promotion-under-test.ts'

let shop: PromotionUnderTest

beforeAll(async () => {
  shop = await PromotionUnderTest.open()
})
afterAll(() => shop.close())

async function withPoints(points: number): Promise<Bought> {
  const bought = buys()
  await shop.earned(bought.userId, points)
  return bought
}

/** What stands in the account, in the ledger and in the lots are one. */
async function adds(userId: string): Promise<number> {
  const { available, pending } = await shop.account(userId)
  const entries = await shop.entries(userId)
  expect(available + pending).toBe(entries.reduce((sum, [, , points]) => sum + points, 0))
  expect((await shop.lots(userId)).reduce((sum, points) => sum + points, 0)).toBe(Math.max(available, 0))
  return available
}

describe('points that pay', () => {
  test('L13 L17 are taken at once and given back with the refund, and both are said', async () => {
    const bought = await withPoints(500)
    expect(await shop.spend(bought, 300)).toEqual({ outcome: 'SPENT' })
    expect(await shop.account(bought.userId)).toEqual({ pending: 0, available: 200, lifetime: 500 })
    expect(await shop.lots(bought.userId)).toEqual([200])
    await shop.refunded(bought)
    await shop.heardEverything()
    expect(await shop.account(bought.userId)).toEqual({ pending: 0, available: 500, lifetime: 500 })
    expect(await shop.said(bought)).toEqual(['PointsSpent', 'PointsReturned'])
    const told = { paymentId: bought.paymentId, rentalId: bought.rentalId, userId: bought.userId, points: 300 }
    for (const { data, aggregatetype, correlationid } of await shop.events(bought.rentalId)) {
      expect({ data, aggregatetype, correlationid }).toEqual({
        data: told,
        aggregatetype: 'Spend',
        correlationid: bought.rentalId,
      })
    }
    expect((await shop.entries(bought.userId)).slice(1)).toEqual([
      ['SPEND', 1, -300],
      ['RETURN', 1, 300],
    ])
    await adds(bought.userId)
  })

  test('N14 the call made again has the same answer, and takes nothing more; also ten at once', async () => {
    const bought = await withPoints(500)
    const replies = await Promise.all(Array.from({ length: 10 }, () => shop.spend(bought, 300)))
    expect(replies).toEqual(replies.map(() => ({ outcome: 'SPENT' })))
    expect(await adds(bought.userId)).toBe(200)
  })

  test('L14 pending points cannot be spent, nor more than there are', async () => {
    const bought = await withPoints(100)
    await shop.paid(buys(bought.userId), 5_000)
    await shop.heardEverything()
    expect(await shop.spend(bought, 101)).toEqual({ outcome: 'INSUFFICIENT', available: 100 })
    expect(await shop.spentOn(bought)).toBeUndefined()
    expect(await shop.spend(bought, 100)).toEqual({ outcome: 'SPENT' })
  })

  test('N15 a spend that arrives after PayVoided or PayDeclined takes nothing, then or ever', async () => {
    for (const ends of ['voided', 'declined'] as const) {
      const bought = await withPoints(500)
      const ended = await shop[ends](bought, 300)
      await eventually(async () => expect(await shop.spentOn(bought)).toBe('BLOCKED'))
      expect(await shop.spend(bought, 300)).toEqual({ outcome: 'INSUFFICIENT', available: 0 })
      await shop.payment.publish(ended)
      await shop.heardEverything()
      expect(await shop.spend(bought, 300)).toEqual({ outcome: 'INSUFFICIENT', available: 0 })
      expect(await adds(bought.userId)).toBe(500)
    }
  })

  test('N15 PayVoided and the spend at the same moment, in either order, leave the balance as it was', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => withPoints(500)))
    await Promise.all(
      all.flatMap((bought, index) =>
        index % 2 === 0
          ? [shop.voided(bought, 300), shop.spend(bought, 300)]
          : [shop.spend(bought, 300), shop.voided(bought, 300)],
      ),
    )
    await shop.heardEverything()
    for (const { userId } of all) expect(await adds(userId)).toBe(500)
  })

  test('L17 what ended gives back what was taken, also when a payment of an older release says nothing of points', async () => {
    const bought = await withPoints(500)
    await shop.spend(bought, 300)
    await shop.voided(bought)
    await shop.heardEverything()
    expect(await shop.spentOn(bought)).toBe('RETURNED')
    const plain = buys(bought.userId)
    await shop.declined(plain)
    await shop.heardEverything()
    expect(await shop.spentOn(plain)).toBeUndefined()
    expect(await adds(bought.userId)).toBe(500)
  })

  test('N16 twenty rentals spend the same points in parallel, on two replicas: as many as there are points for', async () => {
    await shop.start()
    const { userId } = await withPoints(1_000)
    const replies = await Promise.all(Array.from({ length: 20 }, () => shop.spend(buys(userId), 300)))
    expect(replies.filter(({ outcome }) => outcome === 'SPENT')).toHaveLength(3)
    for (const { outcome, available } of replies) if (outcome === 'INSUFFICIENT') expect(available).toBe(100)
    expect(await adds(userId)).toBe(100)
  })

  test('case 8: points that were spent are taken back below zero, what comes back fills that first', async () => {
    const [earning, spending] = [buys(), buys()]
    const { userId } = earning
    const later = { ...spending, userId }
    await shop.paid(earning, 5_000)
    await shop.loanStarted(earning)
    await shop.becomes(earning, { status: 'GRANTED', loanStarted: true })
    await shop.spend(later, 400)
    expect(await shop.lock(earning)).toEqual({ revoked: 500, shortfall: 400 })
    expect(await adds(userId)).toBe(-400)
    const owes = await shop.ask(userId, 'MEMBER', '{ myPoints { available debt lifetime } }')
    expect(owes.data).toEqual({ myPoints: { available: -400, debt: 400, lifetime: 0 } })
    expect(await shop.spend(buys(userId), 1)).toEqual({ outcome: 'INSUFFICIENT', available: 0 })
    await shop.earned(userId, 150)
    expect(await adds(userId)).toBe(-250)
    await shop.voided(later, 400)
    await shop.heardEverything()
    expect(await adds(userId)).toBe(150)
  })

  test('bad input: what is no request is refused with the field’s name', async () => {
    const cause = { correlationId: 'c', causationId: 'c', actor: 'MEMBER:kim' }
    for (const points of [0, -1, 0.5]) {
      await expect(shop.lockRaw({ ...buys(), points, ...cause }, 'spendPoints')).rejects.toThrow(/points/)
    }
  })
})

/** What happens to one member's points, in any order, twice, and from several sides at once. */
const happenings = fc.array(
  fc.record({
    what: fc.constantFrom('spend', 'spend', 'end', 'refund', 'earn', 'lock'),
    payment: fc.nat(3),
    points: fc.integer({ min: 1, max: 400 }),
    twice: fc.boolean(),
  }),
  { minLength: 4, maxLength: 14 },
)

test('N14 N15 N16 V5: whatever is asked how often and in whatever order, points are spent once or back, and the balance is their sum', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async (all) => {
      const { userId } = await withPoints(500)
      const payments = Array.from({ length: 4 }, () => buys(userId))
      const points = new Map<string, number>()
      const ended = new Set<string>()
      await Promise.all(
        all.map(async ({ what, payment, points: wished, twice }) => {
          const bought = payments[payment] ?? buys(userId)
          const asked = points.get(bought.paymentId) ?? wished
          points.set(bought.paymentId, asked)
          if (what === 'earn') return shop.paid(buys(userId), wished * 10)
          if (what === 'lock') return shop.lock(buys(userId))
          if (what === 'spend') return Promise.all([shop.spend(bought, asked), twice && shop.spend(bought, asked)])
          // A payment ends once: as one that came to nothing, or as one that was given back.
          if (ended.has(bought.paymentId)) return undefined
          ended.add(bought.paymentId)
          const event = await (what === 'end' ? shop.voided(bought, asked) : shop.refunded(bought))
          return twice ? shop.payment.publish(event) : undefined
        }),
      )
      await shop.heardEverything()
      await adds(userId)
      const entries = await shop.db
        .selectFrom('point_entry')
        .selectAll()
        .where('user_id', '=', userId)
        .where('kind', 'in', ['SPEND', 'RETURN'])
        .execute()
      for (const bought of payments) {
        const net = entries
          .filter(({ payment_id }) => payment_id === bought.paymentId)
          .reduce((sum, entry) => sum + entry.points, 0)
        const is = await shop.spentOn(bought)
        expect(net).toBe(is === 'SPENT' ? -(points.get(bought.paymentId) ?? 0) : 0)
      }
      expect(await shop.deadLetters()).toEqual([])
    }),
    { numRuns: 12 },
  )
})

describe('R25 whose they were is forgotten', () => {
  test('the member has the points, and nobody knows what they were earned by or spent on', async () => {
    const bought = await withPoints(500)
    const { rentalId, paymentId, userId } = bought
    await shop.spend(bought, 300)
    await shop.paid(bought)
    await shop.loanStarted(bought)
    await shop.becomes(bought, { status: 'GRANTED', loanStarted: true })
    const before = await shop.account(userId)
    const pseudonym = `anon:${randomUUID()}`
    const anonymised = { rentalId, bookId: randomUUID(), pseudonym }
    await shop.rent.say('ebook.rent.RentalAnonymised.v1', rentalId, anonymised)
    await shop.becomes(bought, { userId: pseudonym, status: 'GRANTED' })
    expect(await shop.account(userId)).toEqual(before)
    await adds(userId)
    const named = new Set(await tablesOf(shop.db as never, userId))
    const theirs = await shop.db.selectFrom('point_entry').selectAll().where('user_id', '=', userId).execute()
    expect(theirs.some((entry) => entry.payment_id === paymentId || entry.rental_id === rentalId)).toBe(false)
    // What earned the first five hundred is another rental, of which nobody said that it is to be forgotten.
    expect([...named]).toEqual(['history', 'outbox', 'point_account', 'point_entry', 'point_lot', 'promotion'])
    const said = await shop.events(rentalId)
    expect(said.map(({ data, redacted }) => [data['userId'], redacted])).toEqual([
      [pseudonym, true],
      [pseudonym, true],
    ])
  })
})

/** As rent says it of each rental of a member who is erased. */
async function forgottenOnErasure(rentalId: string): Promise<void> {
  const forgotten = { rentalId, bookId: randomUUID(), pseudonym: `anon:${randomUUID()}` }
  const said = shop.rent.prepare('ebook.rent.RentalAnonymised.v1', rentalId, forgotten)
  await shop.rent.publish({ ...said, causationid: 'member:erase' })
  await shop.heardEverything()
}

test('M8 who comes again under the name before it is heard that they were erased keeps what they earned since', async () => {
  const bought = await withPoints(500)
  const { userId } = bought
  const { rows } = await sql<{ rentalId: string }>`
    select rental_id as "rentalId" from promotion where user_id = ${userId}`.execute(shop.db)
  await shop.paid(bought)
  await shop.heardEverything()
  const earned = (await shop.account(userId)).pending
  await shop.rent.say('ebook.rent.MemberErased.v1', Buffer.from(userId).toString('base64url'), {
    pseudonym: `anon:${randomUUID()}`,
  })
  for (const { rentalId } of rows) await forgottenOnErasure(rentalId)
  expect(await shop.account(userId)).toEqual({ pending: earned, available: 0, lifetime: earned })
  expect(await adds(userId)).toBe(0)
  await shop.loanStarted(bought)
  await shop.refunded(bought)
  await shop.heardEverything()
  await adds(userId)
  expect(await shop.deadLetters()).toEqual([])
})

test('M8 an erased member’s points end, with a line that says so, and nobody knows whose they were', async () => {
  const bought = await withPoints(500)
  const { rentalId, userId } = bought
  await shop.spend(bought, 300)
  await shop.paid(bought)
  await shop.loanStarted(bought)
  await shop.heardEverything()
  const { rows } = await sql<{ rentalId: string }>`
    select rental_id as "rentalId" from promotion where user_id = ${userId}`.execute(shop.db)
  const forgotten = { bookId: randomUUID(), pseudonym: `anon:${randomUUID()}` }
  const others = rows.map((row) => row.rentalId).filter((id) => id !== rentalId)
  for (const id of others) await shop.rent.say('ebook.rent.RentalAnonymised.v1', id, { ...forgotten, rentalId: id })
  const pseudonym = `anon:${randomUUID()}`
  const key = Buffer.from(userId).toString('base64url')
  await shop.rent.say('ebook.rent.MemberErased.v1', key, { pseudonym })
  // As when it could not be handled in its turn.
  await forgottenOnErasure(rentalId)
  await eventually(async () => expect(await tablesOf(shop.db as never, userId)).toEqual([]))
  expect(await shop.account(pseudonym)).toMatchObject({ available: 0, pending: 0 })
  expect((await shop.entries(pseudonym)).at(-1)?.[0]).toBe('SPEND')
  await adds(pseudonym)
  expect(await shop.deadLetters()).toEqual([])
})
