import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memberKey } from './member-aggregate.ts'
import { RentUnderTest } from './testing/rent-under-test.ts'

let rent: RentUnderTest

beforeAll(async () => {
  rent = await RentUnderTest.open({ limits: { loans: 3, holds: 5 } })
})
afterAll(() => rent.close())

const libby = () => rent.person('libby', 'ADMIN')
const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code)
const titles = (n: number) => Promise.all(Array.from({ length: n }, () => rent.title()))

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
