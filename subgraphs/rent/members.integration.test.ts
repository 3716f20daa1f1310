import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tablesOf } from '@ebook/chassis/testing/tables-with'
import type { Received } from '@ebook/nats/policy'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { eventually } from '@ebook/testkit/eventually'
import type { Rental } from './generated/resolvers.ts'
import { fetchMember, memberKey } from './member-aggregate.ts'
import { missTurn } from './policies/miss-turn.ts'
import { RentUnderTest } from './testing/rent-under-test.ts'
import { anonymiseClosed } from './timers/anonymise.ts'

const DAY = 86_400_000
let rent: RentUnderTest

beforeAll(async () => {
  rent = await RentUnderTest.open({
    limits: { loans: 3, holds: 5, byCategory: { CHILD: { loans: 1 }, STAFF: { loans: 4, holds: 20 } } },
    categoryClaim: ['category'],
    rules: { missedTurns: { most: 3, withinMs: 90 * DAY, blockForMs: 30 * DAY }, pointsDebt: 500 },
  })
})
afterAll(() => rent.close())

const libby = () => rent.person('libby', 'ADMIN')
const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code)
const titles = (n: number) => Promise.all(Array.from({ length: n }, () => rent.title()))

async function pointsAreHeardOf({ id: rentalId, payment }: Rental, userId: string): Promise<void> {
  const granted = { promotionId: randomUUID(), paymentId: payment?.id ?? '', rentalId, userId, points: 300 }
  const more = { rateBps: 1_000, spendableFrom: 'PAID' } as const
  await rent.promotion.say('ebook.promotion.PromoCompleted.v1', granted.promotionId, { ...granted, ...more })
  await rent.becomes(rentalId, { payback: 300 })
}

/** A loan that is over, and of which the points are heard. */
async function givenBack(sub: string): Promise<Rental> {
  const member = rent.person(sub)
  const rental = await member.rents(await rent.title())
  await rent.approve(rental)
  await rent.becomes(rental.id, { status: 'APPROVED' })
  await pointsAreHeardOf(rental, sub)
  await member.returns(rental.id)
  return rental
}

async function said(userId: string) {
  const rows = await rent.db.selectFrom('outbox').select(['event', 'seq']).orderBy('seq').execute()
  return rows.map(({ event }) => event).filter(({ data }) => data['userId'] === userId)
}

describe('limits', () => {
  test('hard case 17: thirty requests at once of a member who may have three: three', async () => {
    const kim = rent.person('kim')
    const answers = await Promise.all((await titles(30)).map((bookId) => kim.requests(bookId)))
    expect(answers.filter(({ rental }) => rental)).toHaveLength(3)
    expect(answers.flatMap(codes)).toEqual(Array(27).fill('LOAN_LIMIT_REACHED'))
    expect(await kim.me()).toMatchObject({ id: 'kim', openLoans: 3, limits: { loans: 3, holds: 5 }, blocks: [] })
  })

  test('R1 what is on its way out, or has ended, does not count', async () => {
    const lee = rent.person('lee')
    const [canceled, waiting, loan] = await Promise.all((await titles(3)).map((bookId) => lee.rents(bookId)))
    const [fourth = '', fifth = ''] = await titles(2)
    expect(codes(await lee.requests(fourth))).toEqual(['LOAN_LIMIT_REACHED'])
    await lee.cancels(canceled?.id ?? '')
    expect(codes(await lee.requests(fourth))).toEqual([])
    if (!loan) throw new Error('no loan')
    await rent.approve(loan)
    await rent.becomes(loan.id, { status: 'APPROVED' })
    expect(codes(await lee.requests(fifth))).toEqual(['LOAN_LIMIT_REACHED'])
    await lee.returns(loan.id)
    expect(codes(await lee.requests(fifth))).toEqual([])
    expect((await lee.me()).openLoans).toBe(3)
    expect(await lee.sees(waiting?.id ?? '')).toMatchObject({ status: 'PAID' })
  })

  test('M3 a librarian sets another limit, and an end of the membership, and others hear of it', async () => {
    const park = rent.person('park')
    const [one = '', two = ''] = await titles(2)
    expect(await libby().revises('park', { loanLimit: 1 })).toMatchObject({
      member: { id: 'park', limits: { loans: 1, holds: 5 } },
      userErrors: [],
    })
    await park.rents(one)
    expect(await park.requests(two)).toMatchObject({
      userErrors: [{ message: 'You have 1 titles at once, as many as you may: give one back first.' }],
    })
    await libby().revises('park', { loanLimit: null, membershipUntil: '2026-01-01T00:00:00.000Z' })
    expect(await park.requests(two)).toMatchObject({ userErrors: [{ code: 'MEMBERSHIP_ENDED' }] })
    await libby().revises('park', { membershipUntil: null })
    expect(codes(await park.requests(two))).toEqual([])
    const revised = (await said('park')).filter(({ type }) => type === 'ebook.rent.MemberRevised.v1')
    expect(revised.map(({ data }) => data)).toEqual([
      { userId: 'park', limits: { loans: 1, holds: 5 } },
      { userId: 'park', limits: { loans: 3, holds: 5 }, membershipUntil: '2026-01-01T00:00:00.000Z' },
      { userId: 'park', limits: { loans: 3, holds: 5 } },
    ])
    expect(revised.map((event) => event.aggregateversion)).toEqual([1, 2, 3])
    expect(revised[0]).toMatchObject({ subject: memberKey('park'), aggregatetype: 'Member', actor: 'ADMIN:libby' })
    expect(codes(await libby().revises('park', { loanLimit: -1 }))).toEqual(['INVALID_INPUT'])
  })
})

describe('categories', () => {
  const revised = async (userId: string) =>
    (await said(userId)).filter(({ type }) => type === 'ebook.rent.MemberRevised.v1').map(({ data }) => data)

  test('M5 a token says of what category its member is, and the limits are those of the category from then on', async () => {
    const child = (category: unknown) => rent.personOf(category, 'child')
    const [one = '', two = '', three = ''] = await titles(3)
    await child('CHILD').rents(one)
    expect(codes(await child('CHILD').requests(two))).toEqual(['LOAN_LIMIT_REACHED'])
    expect(await child('CHILD').me()).toMatchObject({ category: 'CHILD', limits: { loans: 1, holds: 5 } })
    // Grown up, and then somebody of whom the library knows no category.
    await child('STAFF').rents(two)
    expect(codes(await child(['CHILD']).requests(three))).toEqual([])
    expect(await child('constructor').me()).toMatchObject({ category: null, limits: { loans: 3, holds: 5 } })
    expect(await revised('child')).toEqual([
      { userId: 'child', limits: { loans: 1, holds: 5 } },
      { userId: 'child', limits: { loans: 4, holds: 20 } },
      { userId: 'child', limits: { loans: 3, holds: 5 } },
    ])
  })

  test('M3 M5 what a librarian has set for a member holds, whatever the category; the rest is the category’s', async () => {
    const pupil = rent.personOf('CHILD', 'pupil')
    await libby().revises('pupil', { loanLimit: 2 })
    for (const bookId of await titles(2)) await pupil.rents(bookId)
    expect(codes(await pupil.requests(await rent.title()))).toEqual(['LOAN_LIMIT_REACHED'])
    await libby().revises('pupil', { loanLimit: null, membershipUntil: '2999-01-01T00:00:00.000Z' })
    expect((await revised('pupil')).at(-1)).toMatchObject({ limits: { loans: 1, holds: 5 } })
    // A token without a claim, and an unsaid category, are nothing to be told.
    await rent.person('anybody-else').rents(await rent.title())
    expect(await revised('anybody-else')).toEqual([])
  })
})

test('M6 who owes as many points as the library does not bear may borrow nothing, until a librarian lifts it', async () => {
  const debtor = rent.person('debtor')
  const owes = async (debt?: number) => {
    const { id: rentalId, payment } = await debtor.rents(await rent.title())
    const of = { promotionId: randomUUID(), paymentId: payment?.id ?? '', rentalId, userId: 'debtor' }
    const data = { ...of, points: 300, shortfall: 0, ...(debt !== undefined && { debt }) }
    await rent.promotion.say('ebook.promotion.PromoCanceled.v1', of.promotionId, data)
    await rent.becomes(rentalId, { payback: 0 })
  }
  await owes()
  await owes(499)
  expect((await debtor.me()).blocks).toEqual([])
  await owes(500)
  const { blocks } = await debtor.me()
  expect(blocks).toMatchObject([{ kinds: ['BORROW'], cause: 'POINTS_DEBT', until: null }])
  expect(codes(await debtor.requests(await rent.title()))).toEqual(['MEMBER_BLOCKED'])
  expect(codes(await libby().unblocks('debtor', blocks[0]?.id ?? ''))).toEqual([])
  const told = (await said('debtor')).filter(({ type }) => /Member(Unb|B)locked/.test(type))
  expect(told.map(({ actor, data }) => [actor, data['cause']])).toEqual([
    ['SYSTEM', 'POINTS_DEBT'],
    ['ADMIN:libby', undefined],
  ])
})

test('of two transactions that lock two members in each other’s order both are done', async () => {
  const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const both = async (first: string, second: string, mine: typeof one, others: typeof one) =>
    inUnitOfWork(rent.db, async (unit) => {
      await fetchMember(unit, first)
      mine.resolve()
      await others.promise
      await fetchMember(unit, second)
      return second
    })
  const done = [both('ping', 'pong', one, other), both('pong', 'ping', other, one)]
  expect(await Promise.all(done)).toEqual(['pong', 'ping'])
})

describe('turns that were missed', () => {
  const DATA = { bookId: randomUUID(), seq: 1 }
  const lapses = (userId: string, holdId: string = randomUUID()) =>
    rent.book.say('ebook.book.HoldLapsed.v1', holdId, { ...DATA, holdId, userId })
  const ends = (userId: string, reason: 'LAPSED' | 'MEMBER', holdId: string = randomUUID()) =>
    rent.book.say('ebook.book.HoldCanceled.v1', holdId, { ...DATA, holdId, userId, reason })
  const blocked = async (userId: string) =>
    (await said(userId)).filter(({ type }) => type === 'ebook.rent.MemberBlocked.v1')

  test('M4 who lets three pass may place no holds for thirty days, by the library’s rule, and borrows all the same', async () => {
    const holdId = randomUUID()
    await lapses('sleepy', holdId)
    await ends('sleepy', 'LAPSED', holdId)
    await ends('sleepy', 'MEMBER')
    await lapses('wakes up')
    await rent.heardEverything()
    expect(await blocked('sleepy')).toEqual([])
    const third = await lapses('sleepy')
    await lapses('sleepy')
    await eventually(async () => expect(await blocked('sleepy')).toHaveLength(1))
    await rent.heardEverything()
    const [event, ...more] = await blocked('sleepy')
    expect(more).toEqual([])
    expect(event).toMatchObject({
      ...{ actor: 'SYSTEM', causationid: third.id, subject: memberKey('sleepy') },
      data: { kinds: ['HOLD'], cause: 'MISSED_TURNS', reason: '3 copies that were kept for the member were not taken' },
    })
    const sleepy = rent.person('sleepy')
    const { blocks } = await sleepy.me()
    expect(blocks).toMatchObject([{ kinds: ['HOLD'], cause: 'MISSED_TURNS', message: null, reason: null }])
    expect(Date.parse(String(blocks[0]?.until)) - Date.now()).toBeGreaterThan(29 * DAY)
    expect(codes(await sleepy.requests(await rent.title()))).toEqual([])
    expect(codes(await libby().unblocks('sleepy', blocks[0]?.id ?? ''))).toEqual([])
    expect(await blocked('wakes up')).toEqual([])
  })

  test('M4 three long ago are forgotten, and three at once count, too', async () => {
    const long = new Date(Date.now() - 91 * DAY)
    const past = { user_id: 'reforms', at: long }
    await rent.db
      .insertInto('missed_turn')
      .values([1, 2, 3].map(() => ({ ...past, event_id: randomUUID() })))
      .execute()
    await Promise.all([lapses('reforms'), lapses('reforms'), lapses('hasty'), lapses('hasty'), lapses('hasty')])
    await eventually(async () => expect(await blocked('hasty')).toHaveLength(1))
    await rent.heardEverything()
    expect(await blocked('reforms')).toEqual([])
  })

  test('M4 of two that two processes hear of at the same moment the second counts the first', async () => {
    const missed = (): Received<{ readonly userId: string }> => ({
      ...{ specversion: '1.0', id: randomUUID(), source: '/subgraphs/book', type: 'ebook.book.HoldLapsed.v1' },
      ...{ subject: randomUUID(), time: new Date().toISOString(), datacontenttype: 'application/json' },
      ...{ aggregatetype: 'Hold', aggregateversion: 1, correlationid: 'a hold', causationid: 'test', actor: 'SYSTEM' },
      ...{ producer: 'book', pos: 1, data: { userId: 'twice' } },
    })
    const rule = { most: 2, withinMs: DAY, blockForMs: DAY }
    const { second } = await inUnitOfWork(rent.db, async (unit) => {
      await missTurn(unit, missed(), rule)
      const second = inUnitOfWork(rent.db, (other) => missTurn(other, missed(), rule))
      await eventually(async () => {
        const waiting = await sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(rent.db)
        expect(waiting.rows).not.toEqual([])
      })
      return { second }
    })
    await second
    expect(await blocked('twice')).toHaveLength(1)
  })
})

describe('blocks', () => {
  test('M1 N12 of a block and requests at the same moment there is one order: nothing is rented after the block', async () => {
    for (let round = 0; round < 5; round += 1) {
      const sub = `blocked ${round} / ${randomUUID()}`
      const member = rent.person(sub)
      const bookIds = await titles(3)
      const [blocked, ...answers] = await Promise.all([
        libby().blocks(sub),
        ...bookIds.map((bookId) => member.requests(bookId)),
      ])
      expect(blocked).toMatchObject({ member: { id: sub, blocks: [{ kinds: ['BORROW'] }] }, userErrors: [] })
      const refused = answers.flatMap(codes)
      expect(refused).toEqual(refused.map(() => 'MEMBER_BLOCKED'))
      const names = (await said(sub)).map(({ type }) => type).filter((type) => /Rented|MemberBlocked/.test(type))
      expect(names.at(-1)).toBe('ebook.rent.MemberBlocked.v1')
      expect(names).toHaveLength(4 - refused.length)
    }
  })

  test('M1 M2 says the library’s words to the member and keeps its own from them, and a loan that runs goes on', async () => {
    const choi = rent.person('choi')
    const loan = await choi.rents(await rent.title())
    await rent.approve(loan)
    await rent.becomes(loan.id, { status: 'APPROVED' })
    const { member } = await libby().blocks('choi', { kinds: ['RENEW', 'BORROW'] })
    const [block] = member?.blocks ?? []
    expect(block).toMatchObject({ kinds: ['BORROW', 'RENEW'], reason: 'A stolen card', blockedBy: 'libby' })
    expect(await choi.me()).toMatchObject({
      blocks: [{ reason: null, blockedBy: null, message: 'Please call us.' }],
    })
    expect(await choi.requests(await rent.title())).toMatchObject({
      rental: null,
      userErrors: [{ code: 'MEMBER_BLOCKED', message: 'Please call us.' }],
    })
    await rent.bookIsHeard()
    expect((await choi.sees(loan.id))?.renewal).toMatchObject({ possible: false })
    expect(await choi.opens(loan.id)).toMatchObject({ rental: { readable: true }, userErrors: [] })
    expect(codes(await libby().blocks('choi', { kinds: ['BORROW', 'RENEW'] }))).toEqual([])
    expect((await said('choi')).filter(({ type }) => type.includes('MemberBlocked'))).toHaveLength(1)
    expect(await libby().unblocks('choi', block?.id ?? '')).toMatchObject({ member: { blocks: [] }, userErrors: [] })
    expect(codes(await libby().unblocks('choi', block?.id ?? ''))).toEqual(['BLOCK_NOT_FOUND'])
    expect(codes(await choi.requests(await rent.title()))).toEqual([])
  })

  test('M1 C28 what cannot be a block is refused, and a member sets none', async () => {
    for (const input of [{ kinds: [] }, { reason: ' ' }, { reason: 'x'.repeat(501) }, { message: 'a\u202E' }]) {
      expect(codes(await libby().blocks('anybody', input))).toEqual(['INVALID_INPUT'])
    }
    for (const nobody of ['', ' ', 'a\u0000', 'x'.repeat(256)]) {
      expect(codes(await libby().blocks(nobody))).toEqual(['INVALID_INPUT'])
    }
    await expect(rent.person('kim').blocks('lee')).rejects.toThrow('FORBIDDEN')
    await expect(rent.person('kim').looksFor('first: 1')).rejects.toThrow('FORBIDDEN')
  })

  test('librarians look members up, page by page, by what the subject contains and by whether they are blocked', async () => {
    const subs = ['page-b', 'page-a', 'Page-c']
    for (const sub of subs) await libby().blocks(sub, { until: '2999-01-01T00:00:00.000Z' })
    await libby().blocks('page-d', { until: '2026-01-01T00:00:00.000Z' })
    const first = await libby().looksFor('first: 2, search: "page-"')
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } })
    const rest = await libby().looksFor(`first: 2, search: "page-", after: "${first.edges.at(-1)?.cursor}"`)
    const found = [...first.edges, ...rest.edges].map(({ node }) => node.id)
    expect(found).toEqual(['Page-c', 'page-a', 'page-b', 'page-d'])
    expect((await libby().looksFor('search: "page-", blocked: true')).totalCount).toBe(3)
    expect(await libby().looksFor('search: "page-", blocked: false')).toMatchObject({
      edges: [{ node: { id: 'page-d', blocks: [] } }],
    })
    expect((await libby().looksFor('search: "%"')).totalCount).toBe(0)
  })
})

describe('R25 whose a rental was is forgotten', () => {
  const forgets = (historyKeptForMs: number) => {
    const { settings, ...ports } = rent.rent
    return anonymiseClosed({ ...ports, settings: { ...settings, historyKeptForMs } }, new AbortController().signal)
  }
  test('M7 once it has been over for so long, and its member does not keep it, in rows, history, keys and what was said: nobody is named any more', async () => {
    const [rental, other] = [await givenBack('forgotten'), await givenBack('keeper-of-theirs')]
    await rent.person('keeper-of-theirs').keeps(true)
    expect(await rent.person('keeper-of-theirs').me()).toMatchObject({ keepsHistory: true })
    await forgets(90 * DAY)
    expect(await rent.row(rental.id)).toMatchObject({ userId: 'forgotten' })
    await forgets(0)
    const { userId: pseudonym } = (await rent.row(rental.id)) ?? { userId: '' }
    expect(pseudonym).toMatch(/^anon:[0-9a-f-]{36}$/)
    // Who belongs to the library is no secret here; what they had is.
    expect(await tablesOf(rent.db as never, 'forgotten')).toEqual(['member'])
    expect(await rent.row(other.id)).toMatchObject({ userId: 'keeper-of-theirs' })
    expect(await rent.person('forgotten').sees(rental.id)).toBeNull()
    const said = await rent.db
      .selectFrom('outbox')
      .select(['event', 'redacted_at'])
      .where('aggregate_id', '=', rental.id)
      .orderBy('aggregate_version')
      .execute()
    expect(said.map(({ event }) => event.type.split('.')[2])).toEqual([
      'Rented',
      'LoanStarted',
      'Returned',
      'RentalAnonymised',
    ])
    expect(said.map(({ event }) => event.redacted)).toEqual([true, true, true, undefined])
    expect(said[0]?.event).toMatchObject({ actor: 'MEMBER:anon', data: { userId: pseudonym, title: 'Dune' } })
    expect(said[3]?.event.data).toEqual({ rentalId: rental.id, bookId: rental.bookId, pseudonym })
    const before = await rent.history(rental.id)
    await forgets(0)
    expect(await rent.history(rental.id)).toEqual(before)
    await rent.person('keeper-of-theirs').keeps(false)
    await forgets(0)
    expect(await tablesOf(rent.db as never, 'keeper-of-theirs')).toEqual(['history', 'member'])
  })

  test('N19 not while the money may come back; what comes back later lands on the pseudonym', async () => {
    const member = rent.person('bounced')
    const rental = await member.rents(await rent.title())
    await member.cancels(rental.id)
    const paymentId = rental.payment?.id ?? ''
    const refund = { paymentId, rentalId: rental.id, refundId: `refund:${paymentId}:1`, refundAttempt: 1 }
    const gone = { pointsRevoked: 0, pointsReturned: 0, pointShortfall: 0, reason: 'MEMBER' } as const
    const refundedDate = new Date().toISOString()
    await rent.payments.say('ebook.payment.Refunded.v1', paymentId, { ...refund, ...gone, amount: 3_000, refundedDate })
    await rent.becomes(rental.id, { status: 'CANCELED', refundState: 'DONE' })
    await forgets(0)
    expect(await rent.row(rental.id)).toMatchObject({ userId: 'bounced' })
    const monthAgo = sql<Date>`now() - interval '31 days'`
    await rent.db.updateTable('rental').set({ canceled_date: monthAgo }).where('id', '=', rental.id).execute()
    await rent.db.updateTable('history').set({ at: monthAgo }).where('aggregate_id', '=', rental.id).execute()
    await forgets(0)
    const { userId: pseudonym } = (await rent.row(rental.id)) ?? { userId: '' }
    expect(pseudonym).toMatch(/^anon:/)
    const failed = { ...refund, errorCode: 'ACCOUNT_CLOSED', wasRefunded: true }
    await rent.payments.say('ebook.payment.RefundFailed.v1', paymentId, failed)
    await rent.becomes(rental.id, { userId: pseudonym, refundState: 'FAILED', paymentStatus: 'REFUND_FAILED' })
    expect(await tablesOf(rent.db as never, 'bounced')).toEqual(['member'])
  })
})

describe('M9 whoever of the library looks at a member is seen by them', () => {
  const seen = async (sub: string) =>
    (await rent.person(sub).seesWhoLooked()).edges.map(({ node: { kind, lookedBy, reason } }) => [
      kind,
      lookedBy,
      reason,
    ])

  test('at their page, once an hour however often; of somebody of whom nothing is kept nothing is kept then', async () => {
    await rent.person('seen').rents(await rent.title())
    await Promise.all(Array.from({ length: 5 }, () => libby().looksAt('seen')))
    await rent.person('noah', 'ADMIN').looksAt('seen')
    expect(await seen('seen')).toEqual([
      ['PAGE', 'noah', null],
      ['PAGE', 'libby', null],
    ])
    await rent.db
      .updateTable('look')
      .set({ at: sql<Date>`at - interval '61 minutes'` })
      .execute()
    await libby().looksAt('seen')
    expect(await seen('seen')).toHaveLength(3)
    for (const stranger of ['never seen', '', 'a\u202E'])
      await libby()
        .looksAt(stranger)
        .catch(() => undefined)
    expect(await rent.db.selectFrom('look').select('user_id').distinct().execute()).toEqual([{ user_id: 'seen' }])
    await expect(libby().seesWhoLooked()).rejects.toThrow('FORBIDDEN')
    await expect(rent.person('seen').looksAt('seen')).rejects.toThrow('FORBIDDEN')
  })

  test('at what they had borrowed: with a reason, page by page, and what is open is not among it', async () => {
    const [first, second] = [await givenBack('reader'), await givenBack('reader')]
    await rent.person('reader').rents(await rent.title())
    for (const reason of ['', ' ', 'x'.repeat(501), 'a\u202E'])
      expect(await libby().views('reader', { reason })).toMatchObject({
        rentals: null,
        userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'reason'] }],
      })
    expect(codes(await libby().views('a\u202E'))).toEqual(['INVALID_INPUT'])
    await expect(libby().views('reader', { first: 101 })).rejects.toThrow('BAD_USER_INPUT')
    await expect(libby().views('reader', { after: 'no cursor' })).rejects.toThrow('BAD_USER_INPUT')
    await expect(rent.person('reader').views('reader')).rejects.toThrow('FORBIDDEN')
    expect(await seen('reader')).toEqual([])
    const { rentals } = await libby().views('reader', { first: 1 })
    expect(rentals).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } })
    expect(rentals?.edges.map(({ node }) => node.id)).toEqual([second.id])
    const rest = await libby().views('reader', { first: 1, after: rentals?.edges[0]?.cursor ?? null })
    expect(rest.rentals?.edges.map(({ node }) => [node.id, node.status, node.book.title])).toEqual([
      [first.id, 'RETURNED', 'Dune'],
    ])
    await libby().views('reader', { reason: 'A book is damaged' })
    expect(await seen('reader')).toEqual([
      ['HISTORY', 'libby', 'A book is damaged'],
      ['HISTORY', 'libby', 'They asked which edition it was'],
    ])
    const newest = await rent.person('reader').seesWhoLooked('first: 1')
    const older = await rent.person('reader').seesWhoLooked(`first: 1, after: "${newest.edges[0]?.cursor}"`)
    expect(older).toMatchObject({ totalCount: 2, edges: [{ node: { reason: 'They asked which edition it was' } }] })
  })
})

describe('M8 a member is erased', () => {
  const erasedOf = async (sub: string) =>
    (await rent.db.selectFrom('outbox').select('event').where('aggregate_id', '=', memberKey(sub)).execute())
      .map(({ event }) => event)
      .filter(({ type }) => type === 'ebook.rent.MemberErased.v1')

  test('N20 not while something is in the way, which is named, and nothing is changed', async () => {
    const sub = 'in the way'
    const member = rent.person(sub)
    const past = await givenBack(sub)
    const applied = await member.rents(await rent.title())
    const canceled = await member.rents(await rent.title())
    await member.cancels(canceled.id)
    await rent.becomes(canceled.id, { status: 'CANCELING' })
    const until = new Date(Date.now() + DAY)
    const turn = { hold_id: randomUUID(), user_id: sub, book_id: applied.bookId, until }
    await rent.db.insertInto('turn').values(turn).execute()
    const of = { promotionId: randomUUID(), paymentId: past.payment?.id ?? '', rentalId: past.id, userId: sub }
    await rent.promotion.say('ebook.promotion.PromoCanceled.v1', of.promotionId, {
      ...{ ...of, points: 300, shortfall: 0, debt: 600 },
    })
    await eventually(async () => expect((await member.me()).blocks).toHaveLength(1))
    const before = await rent.history(past.id)
    const answer = await member.erases()
    expect(answer).toMatchObject({ erased: false, userErrors: [{ code: 'ERASURE_BLOCKED' }] })
    expect(answer.inTheWay.map(({ kind, rentalId, points }) => [kind, rentalId ?? points]).sort()).toEqual(
      [
        ['POINTS_OWED', 600],
        ['RENTAL_OPEN', applied.id],
        ['REFUND_UNDER_WAY', canceled.id],
        ['TURN', null],
      ].sort(),
    )
    expect(await erasedOf(sub)).toEqual([])
    expect(await rent.history(past.id)).toEqual(before)
    // What is owed a librarian waives, and what comes back may bounce for a month.
    await libby().unblocks(sub, (await member.me()).blocks[0]?.id ?? '')
    const paymentId = canceled.payment?.id ?? ''
    const refund = { paymentId, rentalId: canceled.id, refundId: `refund:${paymentId}:1`, refundAttempt: 1 }
    const gone = { pointsRevoked: 0, pointsReturned: 0, pointShortfall: 0, reason: 'MEMBER' } as const
    const refundedDate = new Date().toISOString()
    await rent.payments.say('ebook.payment.Refunded.v1', paymentId, { ...refund, ...gone, amount: 3_000, refundedDate })
    await rent.becomes(canceled.id, { status: 'CANCELED', refundState: 'DONE' })
    expect((await member.erases()).inTheWay.map(({ kind }) => kind).sort()).toEqual([
      'REFUND_MAY_BOUNCE',
      'RENTAL_OPEN',
      'TURN',
    ])
  })

  test('N20 what is owed is as promotion said last: points that came back have filled it', async () => {
    const sub = 'owes no more'
    const past = await givenBack(sub)
    const of = { paymentId: past.payment?.id ?? '', rentalId: past.id, userId: sub }
    const promotion = { ...of, promotionId: randomUUID(), points: 300 }
    const owed = async () =>
      (await rent.db.selectFrom('member').select('owed_points').where('user_id', '=', sub).executeTakeFirst())
        ?.owed_points
    await rent.promotion.say('ebook.promotion.PromoCanceled.v1', promotion.promotionId, {
      ...{ ...promotion, shortfall: 300, debt: 400 },
    })
    await eventually(async () => expect(await owed()).toBe(400))
    await rent.promotion.say('ebook.promotion.PointsReturned.v1', randomUUID(), { ...of, points: 300, debt: 100 })
    await eventually(async () => expect(await owed()).toBe(100))
    expect((await rent.person(sub).erases()).inTheWay).toMatchObject([{ kind: 'POINTS_OWED', points: 100 }])
    await rent.promotion.say('ebook.promotion.PointsReturned.v1', randomUUID(), { ...of, points: 300 })
    await rent.promotion.say('ebook.promotion.PromoRestored.v1', promotion.promotionId, { ...promotion, debt: 0 })
    await eventually(async () => expect(await owed()).toBe(0))
    expect(await rent.person(sub).erases()).toMatchObject({ erased: true, inTheWay: [] })
  })

  test('N20 nor while the points of a loan are not heard of, or goodwill may bounce: others would keep whose it was', async () => {
    const sub = 'too soon'
    const member = rent.person(sub)
    const [unheard, given] = [await member.rents(await rent.title()), await givenBack(sub)]
    await rent.approve(unheard)
    await rent.becomes(unheard.id, { status: 'APPROVED' })
    await member.returns(unheard.id)
    const paymentId = given.payment?.id ?? ''
    const refund = { paymentId, rentalId: given.id, refundId: `refund:${paymentId}:1`, refundAttempt: 1, amount: 3_000 }
    const gone = { pointsRevoked: 0, pointsReturned: 0, pointShortfall: 0, reason: 'ADMIN', keepLoan: true } as const
    const refundedDate = new Date().toISOString()
    await rent.payments.say('ebook.payment.Refunded.v1', paymentId, { ...refund, ...gone, refundedDate })
    await rent.becomes(given.id, { status: 'RETURNED', refundState: 'DONE' })
    const { inTheWay } = await member.erases()
    expect(new Map(inTheWay.map(({ kind, rentalId }) => [kind, rentalId]))).toEqual(
      new Map([
        ['RENTAL_OPEN', unheard.id],
        ['REFUND_MAY_BOUNCE', given.id],
      ]),
    )
  })

  test('nor unless it is meant', async () => {
    const answer = await rent.person('hesitates').erases(false)
    expect(answer).toMatchObject({ erased: false, userErrors: [{ code: 'INVALID_INPUT' }] })
    await expect(libby().erases()).rejects.toThrow('FORBIDDEN')
  })

  test('N20 at once and wholly, twice at the same moment, and killed in between it is done again', async () => {
    const sub = 'goes away'
    const member = rent.person(sub)
    const rentals = [await givenBack(sub), await givenBack(sub)]
    await member.keeps(true)
    await libby().blocks(sub, { kinds: ['HOLD'], reason: 'of goes away' })
    await rent.db.transaction().execute(async (tx) => {
      await tx
        .selectFrom('rental')
        .select('id')
        .where('id', '=', rentals[1]?.id ?? '')
        .forUpdate()
        .execute()
      const erasing = member.erases().catch((error: unknown) => error)
      await eventually(async () => {
        const { rows } = await sql<{ ended: boolean }>`
          select pg_terminate_backend(pid) as ended from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%from rental where user_id%'
        `.execute(rent.db)
        expect(rows).toHaveLength(1)
      })
      expect(await erasing).toBeInstanceOf(Error)
    })
    expect(await rent.row(rentals[0]?.id ?? '')).toMatchObject({ userId: sub })
    expect(await member.me()).toMatchObject({ keepsHistory: true, blocks: [{ kinds: ['HOLD'] }] })
    const answers = await Promise.all([member.erases(), member.erases()])
    expect(answers).toEqual(answers.map(() => ({ erased: true, inTheWay: [], userErrors: [] })))
    const rows = await Promise.all(rentals.map(({ id }) => rent.row(id)))
    expect(new Set(rows.map((row) => row?.userId)).size).toBe(2)
    for (const row of rows) expect(row?.userId).toMatch(/^anon:/)
    expect(await tablesOf(rent.db as never, sub)).toEqual([])
    const [erased] = await erasedOf(sub)
    expect(erased).toMatchObject({ subject: memberKey(sub), actor: 'MEMBER:anon', causationid: 'member:erase' })
    expect(await member.me()).toMatchObject({ keepsHistory: false, blocks: [] })
    // Whoever comes again is a new member, whose events are counted on.
    await libby().blocks(sub, { kinds: ['BORROW'] })
    expect(codes(await member.requests(await rent.title()))).toEqual(['MEMBER_BLOCKED'])
  })

  test('of a request at the same moment there is one order: it is in the way, or a new member’s', async () => {
    for (let round = 0; round < 5; round += 1) {
      const sub = `both ${round}`
      const past = await givenBack(sub)
      const [answer, asked] = await Promise.all([
        rent.person(sub).erases(),
        rent.person(sub).requests(await rent.title()),
      ])
      expect(asked.rental).not.toBeNull()
      expect(await rent.row(asked.rental?.id ?? '')).toMatchObject({ userId: sub })
      const { userId } = (await rent.row(past.id)) ?? { userId: '' }
      expect(userId.startsWith('anon:')).toBe(answer.erased)
      expect(answer.inTheWay.map(({ kind }) => kind)).toEqual(answer.erased ? [] : ['RENTAL_OPEN'])
    }
  })

  test('M10 by a librarian who was asked, as by themselves; it is kept who did, and of whom it was no more than the pseudonym', async () => {
    const sub = 'wrote a letter'
    const rental = await givenBack(sub)
    const open = await rent.person(sub).rents(await rent.title())
    await libby().views(sub, { reason: 'wrote a letter to us' })
    expect(await libby().erasesMember(sub)).toMatchObject({
      erased: false,
      inTheWay: [{ kind: 'RENTAL_OPEN', rentalId: open.id }],
      userErrors: [{ code: 'ERASURE_BLOCKED' }],
    })
    await rent.approve(open)
    await rent.becomes(open.id, { status: 'APPROVED' })
    await pointsAreHeardOf(open, sub)
    await rent.person(sub).returns(open.id)
    expect(codes(await libby().erasesMember(sub, { confirm: false }))).toEqual(['INVALID_INPUT'])
    expect(codes(await libby().erasesMember('a\u202E'))).toEqual(['INVALID_INPUT'])
    await expect(rent.person(sub).erasesMember(sub)).rejects.toThrow('FORBIDDEN')
    expect(await erasedOf(sub)).toEqual([])
    expect(await libby().erasesMember(sub)).toEqual({ erased: true, inTheWay: [], userErrors: [] })
    expect(await tablesOf(rent.db as never, sub)).toEqual([])
    const [erased] = await erasedOf(sub)
    expect(erased).toMatchObject({ actor: 'ADMIN:libby', causationid: 'member:erase' })
    expect((await rent.history(rental.id)).at(-1)).not.toContain('libby')
    expect(
      await rent.db
        .selectFrom('look')
        .select(['looked_by', 'reason'])
        .where('user_id', '=', String(erased?.data['pseudonym']))
        .execute(),
    ).toEqual([{ looked_by: 'libby', reason: 'IN_WRITING' }])
    // Of whom nothing was known: others may know them.
    expect(await libby().erasesMember('never seen')).toMatchObject({ erased: true })
    expect(await rent.person(sub).seesWhoLooked()).toMatchObject({ totalCount: 0 })
  })

  test('M8 who is called by signs that are written otherwise in rows and in JSON is found, and gone then, as anybody', async () => {
    const sub = 'o"hara \\ (kim), +'
    await givenBack(sub)
    expect(await tablesOf(rent.db as never, sub)).toEqual(['history', 'idempotency_key', 'member', 'outbox', 'rental'])
    expect(await rent.person(sub).erases()).toMatchObject({ erased: true })
    expect(await tablesOf(rent.db as never, sub)).toEqual([])
  })

  test('M9 who is erased while somebody looks is seen by nobody afterwards', async () => {
    const sub = 'looked at'
    for (let round = 0; round < 5; round += 1) {
      await givenBack(sub)
      await Promise.all([libby().views(sub), rent.person(sub).erases(), libby().looksAt(sub)])
      expect(await tablesOf(rent.db as never, sub)).toEqual([])
    }
  })
})
