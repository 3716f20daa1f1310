import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { show, type Answers } from '../testing/show.tsx'
import { dayOf, endOfDay } from './days.ts'
import { MemberPage } from './member-page.tsx'
import { MembersPage } from './members-page.tsx'

const block = {
  __typename: 'Block',
  id: 'k1',
  kinds: ['BORROW', 'RENEW'],
  cause: 'LIBRARIAN',
  reason: 'Three books too late',
  message: 'Please come by.',
  until: null,
  blockedDate: '2026-11-21T10:00:00.000Z',
  blockedBy: 'noah',
}
const bob = {
  __typename: 'Member',
  id: 'bob',
  openLoans: 2,
  membershipUntil: null,
  limits: { __typename: 'Limits', loans: 5, holds: 5 },
  blocks: [] as readonly object[],
}
const hold = {
  __typename: 'Hold',
  id: 'h1',
  status: 'WAITING',
  position: 2,
  placedDate: '2026-11-21T10:00:00.000Z',
  readyUntil: null,
  suspended: false,
  suspendedUntil: null,
  book: { __typename: 'Book', id: 'b1', title: 'Emma', language: 'en' },
}
const page = (more: object = {}) => ({
  member: {
    ...bob,
    points: { available: 150, pending: 20, debt: 0, lifetime: 900 },
    holds: { edges: [{ node: hold }], totalCount: 1 },
    deliveries: { edges: [], totalCount: 0 },
    ...more,
  },
})
const noRentals = { dashboards: { edges: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0 } }
const nothingWrong = { userErrors: [] }

async function open(answers: Answers = {}) {
  const shown = await show(<MemberPage />, {
    answers: { MemberPage: () => page(), AllRentals: () => noRentals, ...answers },
    roles: ['ADMIN'],
    at: '/members/bob',
  })
  await screen.findByText('Has 2 of 5 titles that they may have at once.')
  return shown
}

describe('members', () => {
  test('are found by a part of their name, with how they stand; one who never asked for anything can be opened too', async () => {
    const members = [bob, { ...bob, id: 'bobby', openLoans: 5, blocks: [block] }]
    const { user, asked, router } = await show(<MembersPage />, {
      answers: {
        FindMembers: () => ({
          members: {
            edges: members.map((node) => ({ node })),
            pageInfo: { hasNextPage: false, endCursor: null },
            totalCount: 2,
          },
        }),
      },
      roles: ['ADMIN'],
      at: '/members',
    })
    await screen.findByText('2 members')
    const [, first, second] = screen.getAllByRole('row')
    expect(first?.textContent).toBe('bob2 of 5May borrow.')
    expect(second?.textContent).toBe('bobby5 of 5Blocked from borrowing and renewing. Has as many titles as allowed.')
    await user.type(screen.getByRole('searchbox'), 'bobo{Enter}')
    await waitFor(() => expect(router.state.location.search).toEqual({ find: 'bobo' }))
    await user.click(screen.getByRole('checkbox', { name: 'Blocked only' }))
    await waitFor(() => expect(asked.at(-1)?.variables).toMatchObject({ search: 'bobo', blocked: true }))
    expect(screen.getByRole('link', { name: 'The page of bobo' })).toHaveProperty('pathname', '/members/bobo')
  })
})

describe('a member’s page', () => {
  test('says how they stand, what they wait for and what points they have', async () => {
    await open()
    screen.getByText('May borrow.')
    screen.getByText(/150 can be spent, 20 pending, 900 earned in all/)
    const line = screen.getByRole('region', { name: 'Waiting for' })
    expect(within(line).getByRole('link', { name: 'Emma' })).toHaveProperty('pathname', '/books/b1')
    within(line).getByText('Number 2 in line')
  })

  test('a block needs a reason, is sent as it was written, and says what it does', async () => {
    const { user, asked } = await open({
      BlockOneMember: () => ({ blockMember: { member: { ...bob, blocks: [block] }, ...nothingWrong } }),
    })
    await user.click(screen.getByRole('checkbox', { name: 'waiting for titles' }))
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'Three books too late')
    await user.type(screen.getByRole('textbox', { name: /A word to the member/ }), 'Please come by.')
    await user.click(screen.getByRole('button', { name: 'Block this member' }))
    await screen.findByText('The member is blocked. What is on loan stays so.')
    expect(asked.at(-1)?.variables['input']).toEqual({
      userId: 'bob',
      kinds: ['BORROW', 'RENEW'],
      reason: 'Three books too late',
      message: 'Please come by.',
      until: null,
    })
    const blocked = await screen.findByRole('article', { name: 'borrowing and renewing' })
    within(blocked).getByText('A librarian set it.')
    within(blocked).getByText('Because: Three books too late')
    within(blocked).getByText('The member reads: “Please come by.”')
  })

  test('a block that a rule has set says so', async () => {
    await open({ MemberPage: () => page({ blocks: [{ ...block, cause: 'MISSED_TURNS' }] }) })
    const blocked = await screen.findByRole('article', { name: 'borrowing and renewing' })
    within(blocked).getByText('The library’s rule set it: turns were not taken.')
  })

  test('what is refused stands beside its field, and what was written is kept', async () => {
    const refusal = { code: 'INVALID_INPUT', message: 'no', field: ['input', 'reason'] }
    const { user } = await open({ BlockOneMember: () => ({ blockMember: { member: null, userErrors: [refusal] } }) })
    const reason = screen.getByRole('textbox', { name: 'Reason' })
    await user.type(reason, 'x')
    await user.click(screen.getByRole('button', { name: 'Block this member' }))
    await screen.findByText('Write 1 to 500 characters.')
    expect(reason).toHaveProperty('value', 'x')
  })

  test('a block is lifted; one that a colleague has lifted before says so', async () => {
    let asks = 0
    const { user } = await open({
      MemberPage: () => page({ blocks: [block] }),
      UnblockOneMember: () => {
        asks += 1
        return asks === 1
          ? { unblockMember: { member: null, userErrors: [{ code: 'BLOCK_NOT_FOUND', message: '', field: null }] } }
          : { unblockMember: { member: bob, ...nothingWrong } }
      },
    })
    const lift = screen.getByRole('button', { name: 'Lift the block from borrowing and renewing' })
    await user.click(lift)
    await screen.findByText('This block was lifted before.')
    await user.click(lift)
    await screen.findByText('Nothing keeps this member from anything.')
  })

  test('of the limits only what was touched is sent; an empty one is that of all members', async () => {
    const { user, asked } = await open({
      ReviseOneMember: () => ({
        reviseMember: { member: { ...bob, limits: { loans: 9, holds: 5 } }, ...nothingWrong },
      }),
    })
    const loans = screen.getByRole('textbox', { name: 'Titles at once' })
    await user.clear(loans)
    await user.type(loans, '9')
    await user.click(screen.getByRole('button', { name: 'Save the limits' }))
    await screen.findByText('It is saved.')
    expect(asked.at(-1)?.variables['input']).toEqual({ userId: 'bob', loanLimit: 9 })
    await user.clear(loans)
    await user.click(screen.getByRole('button', { name: 'Save the limits' }))
    await waitFor(() => expect(asked.at(-1)?.variables['input']).toEqual({ userId: 'bob', loanLimit: null }))
  })

  test('a place in line is ended by a librarian', async () => {
    const { user, asked } = await open({
      CancelOneHold: () => ({
        cancelHold: { hold: { ...hold, status: 'CANCELED', position: null }, ...nothingWrong },
      }),
    })
    await user.click(screen.getByRole('button', { name: 'Cancel the hold: Emma' }))
    await waitFor(() => expect(asked.some(({ operationName }) => operationName === 'CancelOneHold')).toBe(true))
  })

  test('is asked for anew when a rental of theirs moves, and not for another’s', async () => {
    const { live, asked } = await open()
    await waitFor(() => expect(live.sockets).toHaveLength(1))
    live.last.listener.onConnected()
    const pages = () => asked.filter(({ operationName }) => operationName === 'MemberPage').length
    const before = pages()
    const moved = { rentalId: 'r1', version: 1, userId: 'alice', bookId: 'b9' }
    live.tell(moved)
    live.tell({ ...moved, rentalId: 'r2', userId: 'bob' } as never)
    await waitFor(() => expect(pages()).toBe(before + 1))
  })

  test('is shown without what one service cannot tell', async () => {
    await open({ MemberPage: () => page({ points: null, holds: null, deliveries: null }) })
    expect(screen.queryByText(/can be spent/)).toBeNull()
    expect(screen.queryByRole('region', { name: 'Waiting for' })).toBeNull()
    expect(screen.queryByText('What was sent to them')).toBeNull()
  })

  test('says what was sent to them and what became of it, and of rentals only what is open', async () => {
    const sent = {
      ...{ __typename: 'NoticeDelivery', id: 'd1', userId: 'bob', channel: 'EMAIL', kinds: ['LOAN_STARTED'] },
      ...{ status: 'FAILED', reason: '550 no such mailbox', attempts: 2, changedAt: '2026-11-21T10:00:00.000Z' },
    }
    const { asked } = await open({
      MemberPage: () => page({ deliveries: { edges: [{ node: sent }], totalCount: 31 } }),
    })
    screen.getByText('1 of 31 messages')
    within(screen.getByRole('table', { name: 'What was sent to them' })).getByText(/550 no such mailbox/)
    const rentals = asked.filter(({ operationName }) => operationName === 'AllRentals')
    expect(rentals.map(({ variables }) => variables['over'])).toEqual(rentals.map(() => false))
  })

  test('what they had borrowed is shown for a reason, page by page', async () => {
    const over = (id: string, title: string) => ({
      ...{ __typename: 'Rental', id, book: { __typename: 'Book', id: `of ${id}`, title }, status: 'RETURNED' },
      ...{ paymentState: 'PAID', rentalFee: 3000, rentedDate: '2026-11-01T10:00:00.000Z' },
      ...{ returnedDate: '2026-11-05T10:00:00.000Z', expiredDate: null, canceledDate: null },
    })
    const { user, asked } = await open({
      ViewHistory: ({ input: { reason, after } }: { input: { reason: string; after: string | null } }) => ({
        viewMemberHistory:
          reason === ' '
            ? { rentals: null, userErrors: [{ code: 'INVALID_INPUT', message: '', field: ['input', 'reason'] }] }
            : {
                rentals: {
                  edges: [{ node: after === null ? over('r1', 'Emma') : over('r2', 'Dune') }],
                  pageInfo: { hasNextPage: after === null, endCursor: 'c1' },
                  totalCount: 2,
                },
                userErrors: [],
              },
      }),
    })
    const section = within(screen.getByRole('region', { name: 'What they had borrowed' }))
    const reason = section.getByRole('textbox')
    await user.type(reason, ' ')
    await user.click(section.getByRole('button', { name: 'Show it' }))
    await section.findByText('Write 1 to 500 characters.')
    await user.clear(reason)
    await user.type(reason, 'A damaged file')
    await user.click(section.getByRole('button', { name: 'Show it' }))
    await section.findByText('2 rentals are over and not forgotten yet. That you looked is written down.')
    await user.click(section.getByRole('button', { name: 'Show more' }))
    await section.findByRole('link', { name: 'Dune' })
    section.getByRole('link', { name: 'Emma' })
    const input = { userId: 'bob', reason: 'A damaged file', first: 50 }
    expect(asked.slice(-2).map(({ variables }) => variables['input'])).toEqual([
      { ...input, after: null },
      { ...input, after: 'c1' },
    ])
  })

  test('is forgotten by a librarian who says how they asked, and types whom', async () => {
    const inTheWay = [{ __typename: 'ErasureObstacle', kind: 'RENTAL_OPEN', title: 'Emma', until: null, points: null }]
    const blocked = [{ __typename: 'UserError', code: 'ERASURE_BLOCKED', message: '', field: null }]
    let asks = 0
    const { user, asked } = await open({
      EraseOneMember: () => ({
        eraseMember:
          (asks += 1) === 1
            ? { erased: false, inTheWay, userErrors: blocked }
            : { erased: true, inTheWay: [], userErrors: [] },
      }),
    })
    const section = within(screen.getByRole('region', { name: 'Forget this member' }))
    const button = section.getByRole<HTMLButtonElement>('button', { name: 'Forget this member now' })
    await user.type(section.getByRole('textbox', { name: 'Type “bob” to confirm' }), 'bob')
    expect(button.disabled).toBe(true)
    await user.selectOptions(section.getByRole('combobox', { name: 'How did they ask?' }), 'By letter or mail')
    await user.click(button)
    expect((await section.findByRole('alert')).textContent).toContain('“Emma” is applied for, or on loan.')
    await user.click(button)
    await section.findByText('The member is forgotten.')
    expect(asked.findLast(({ operationName }) => operationName === 'EraseOneMember')?.variables).toEqual({
      input: { userId: 'bob', asked: 'IN_WRITING', confirm: true },
    })
  })
})

test('a day is ended by its last moment where the reader is, and empty is without end', () => {
  const end = endOfDay('2026-12-24') ?? ''
  expect(dayOf(end)).toBe('2026-12-24')
  expect(Date.parse(end) + 1).toBe(new Date('2026-12-25T00:00:00').getTime())
  expect([endOfDay(''), dayOf(null)]).toEqual([null, ''])
})
