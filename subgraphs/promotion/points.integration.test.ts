import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buys, PromotionUnderTest, type Answer, type Bought } from './testing/promotion-under-test.ts'

let shop: PromotionUnderTest

beforeAll(async () => {
  shop = await PromotionUnderTest.open({ spendableFrom: 'PAID', rateBps: 500, delayMs: { min: 400, max: 500 } })
})
afterAll(() => shop.close())

const myPoints = `query ($first: Int, $after: String) { myPoints { available pending lifetime
  entries(first: $first, after: $after) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node { id kind points rentalId time } } } } }`
const points = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Rental { id points { granted revoked status } } } }`
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code)

interface Entries {
  totalCount: number
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string }
  edges: { node: { kind: string; points: number; rentalId: string } }[]
}
const entriesOf = (answer: Answer) => (answer.data as { myPoints: { entries: Entries } }).myPoints.entries
const pointsOf = async (sub: string | undefined, role: 'MEMBER' | 'ADMIN', ...all: Pick<Bought, 'rentalId'>[]) =>
  shop.ask(sub, role, points, { representations: all.map(({ rentalId: id }) => ({ __typename: 'Rental', id })) })

async function granted(userId?: string): Promise<Bought> {
  const bought = buys(userId)
  await shop.paid(bought)
  await shop.becomes(bought, { status: 'GRANTED' })
  return bought
}

describe('myPoints', () => {
  test('POINTS_RATE_BPS and POINTS_SPENDABLE_FROM=PAID: available at once', async () => {
    const { userId, rentalId } = await granted()
    const answer = await shop.ask(userId, 'MEMBER', myPoints, { first: 1 })
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toMatchObject({ myPoints: { available: 150, pending: 0, lifetime: 150 } })
    expect(entriesOf(answer).edges).toMatchObject([{ node: { kind: 'GRANT', points: 150, rentalId } }])
  })

  test('a member without points has an empty account', async () => {
    const answer = await shop.ask('nobody-yet', 'MEMBER', myPoints)
    expect(answer.data).toMatchObject({ myPoints: { available: 0, pending: 0, lifetime: 0 } })
    expect(entriesOf(answer)).toMatchObject({ totalCount: 0, edges: [], pageInfo: { hasNextPage: false } })
  })

  test('newest first, page by page', async () => {
    const first = await granted()
    const all = [first]
    for (const _ of [2, 3, 4, 5]) all.push(await granted(first.userId))
    const seen: string[] = []
    let after: string | undefined
    for (let more = true; more;) {
      const page = entriesOf(await shop.ask(first.userId, 'MEMBER', myPoints, { first: 2, after }))
      expect(page.totalCount).toBe(5)
      expect(page.pageInfo.hasPreviousPage).toBe(after !== undefined)
      seen.push(...page.edges.map(({ node }) => node.rentalId))
      after = page.pageInfo.endCursor
      more = page.pageInfo.hasNextPage
    }
    expect(seen).toEqual(all.map(({ rentalId }) => rentalId).toReversed())
  })

  test('C28 a page that cannot be, and a viewer who may not, are told so', async () => {
    for (const bad of [{ first: 0 }, { first: 101 }, { after: 'nonsense' }, { after: '' }]) {
      expect(codesOf(await shop.ask('kim', 'MEMBER', myPoints, bad))).toEqual(['BAD_USER_INPUT'])
    }
    expect(codesOf(await shop.ask('park', 'ADMIN', myPoints))).toEqual(['FORBIDDEN'])
    expect(codesOf(await shop.ask(undefined, 'MEMBER', myPoints))).toEqual(['UNAUTHENTICATED'])
  })
})

test('C28 Member.points: the member’s own, or any for a librarian, with their movements', async () => {
  const { userId, rentalId } = await granted()
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Member { id points { available debt entries { edges { node { rentalId } } } } } } }`
  const ask = (sub: string, role: 'MEMBER' | 'ADMIN') =>
    shop.ask(sub, role, document, { representations: [{ __typename: 'Member', id: userId }] })
  const points = { available: 150, debt: 0, entries: { edges: [{ node: { rentalId } }] } }
  const told = { data: { _entities: [{ id: userId, points }] } }
  expect(await ask(userId, 'MEMBER')).toEqual(told)
  expect(await ask('park', 'ADMIN')).toEqual(told)
  expect(codesOf(await ask('kim', 'MEMBER'))).toEqual(['FORBIDDEN'])
})

describe('Rental.points', () => {
  test('C28 the member’s own, any for a librarian; null for others, for unpaid rentals and for what is no id', async () => {
    const [mine, foreign] = [await granted(), await granted()]
    const asked = [mine, foreign, { rentalId: randomUUID() }, { rentalId: 'nonsense' }]
    const own = { granted: 150, revoked: 0, status: 'GRANTED' }
    const entities = (...told: unknown[]) => ({
      data: { _entities: asked.map(({ rentalId: id }, index) => ({ id, points: told[index] })) },
    })
    expect(await pointsOf(mine.userId, 'MEMBER', ...asked)).toEqual(entities(own, null, null, null))
    expect(await pointsOf('park', 'ADMIN', ...asked)).toEqual(entities(own, own, null, null))
    const nobody = await pointsOf(undefined, 'MEMBER', mine)
    expect(nobody.data).toEqual({ _entities: [{ id: mine.rentalId, points: null }] })
    expect(codesOf(nobody)).toEqual(['UNAUTHENTICATED'])
  })

  test('LOCKED, REVOKED and BLOCKED', async () => {
    const [locked, revoked, blocked] = [await granted(), await granted(), buys()]
    await Promise.all([locked, revoked, blocked].map((bought) => shop.lock(bought)))
    await shop.refunded(revoked)
    await shop.becomes(revoked, { status: 'REVOKED' })
    const { data } = await pointsOf('park', 'ADMIN', locked, revoked, blocked)
    expect(data).toMatchObject({
      _entities: [
        { points: { granted: 150, revoked: 150, status: 'LOCKED' } },
        { points: { granted: 150, revoked: 150, status: 'REVOKED' } },
        { points: { granted: 0, revoked: 0, status: 'BLOCKED' } },
      ],
    })
  })
})

test('PI2 PROMOTION_SIMULATOR_DELAY_MS: an overloaded promotion is given up, and answers the same when asked again', async () => {
  const bought = await granted()
  await expect(shop.lock(bought, 1, 100)).rejects.toThrow(/did not answer/)
  await shop.becomes(bought, { status: 'LOCKED' })
  expect(await shop.lock(bought, 1)).toEqual({ revoked: 150, shortfall: 0 })
  expect(await shop.entries(bought.userId)).toEqual([
    ['GRANT', 1, 150],
    ['REVOKE', 1, -150],
  ])
})
