import { beforeAll, expect, test } from 'vitest'
import { eventually, Person } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
let alice: Person

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  alice = new Person(stack, 'every-operation', 'MEMBER')
})

test('the operations of the acceptance file answer every field they select', async () => {
  const { registerBook } = await librarian.send('RegisterBook', {
    input: {
      title: '채식주의자',
      authors: ['한강'],
      isbn13: '9788936433598',
      language: 'ko',
      rentalFee: 3000,
      seats: 2,
      loanPeriodDays: 7,
      maxRenewals: 2,
    },
  })
  expect(registerBook).toEqual({
    book: {
      id: expect.any(String),
      title: '채식주의자',
      authors: ['한강'],
      isbn13: '9788936433598',
      rentalFee: 3000,
      status: 'POSSIBLE',
      seatsTotal: 2,
      seatsFree: 2,
      loanPeriodDays: 7,
      maxRenewals: 2,
    },
    userErrors: [],
  })
  const bookId = registerBook.book.id
  const { books } = await alice.send('Books', { first: 1, search: '채식' })
  expect(books).toMatchObject({
    totalCount: 1,
    edges: [{ node: { id: bookId, status: 'POSSIBLE', seatsFree: 2 } }],
    pageInfo: { hasNextPage: false },
  })

  const { requestRental } = await alice.send('RequestRental', {
    input: { bookId, idempotencyKey: 'one', expectedFee: 3000 },
  })
  expect(requestRental).toEqual({
    rental: {
      id: expect.any(String),
      status: 'PAID',
      paymentState: 'PAID',
      rentalFee: 3000,
      rentedDate: expect.any(String),
      payUntil: expect.any(String),
      retryAfter: null,
      book: { id: bookId, title: '채식주의자' },
      payment: { id: expect.any(String), status: 'PAID', chargedAmount: 3000 },
    },
    userErrors: [],
  })
  const rentalId = requestRental.rental.id
  const { payRental } = await alice.send('PayRental', { input: { rentalId } })
  expect(payRental.userErrors).toMatchObject([{ code: 'NOT_PAYABLE' }])

  await eventually('the case is in the queue', () => librarian.waitingRequest(rentalId))
  const { approveRental } = await librarian.send('ApproveRental', { input: { rentalId } })
  expect(approveRental).toMatchObject({
    request: {
      rentalId,
      status: 'APPROVED',
      decidedBy: 'libby',
      decidedDate: expect.any(String),
      version: expect.any(Number),
    },
    alreadyDecided: false,
    userErrors: [],
  })
  const { refuseRental } = await librarian.send('RefuseRental', { input: { rentalId, reasonCode: 'POLICY' } })
  expect(refuseRental.userErrors).toMatchObject([{ code: 'ALREADY_DECIDED' }])

  const rental = await eventually('the loan has begun', async () => {
    const found = await alice.rental(rentalId)
    return found.status === 'APPROVED' && found.trace.length >= 6 && found.points ? found : undefined
  })
  expect(rental).toMatchObject({
    id: rentalId,
    userId: 'every-operation',
    renewalCount: 0,
    readable: true,
    returnedDate: null,
    canceledDate: null,
    book: { id: bookId, title: '채식주의자', authors: ['한강'] },
    payment: {
      status: 'PAID',
      chargedAmount: 3000,
      refundedAmount: 0,
      paidDate: expect.any(String),
      refundedDate: null,
    },
    points: { granted: 300, revoked: 0, status: 'GRANTED' },
    request: { status: 'APPROVED', decidedDate: expect.any(String), reasonCode: null },
  })

  const page = await eventually('the dashboards have it', async () => {
    const { myDashboard } = await alice.send('MyDashboard', { first: 10, status: 'APPROVED' })
    return myDashboard.totalCount === 1 ? myDashboard : undefined
  })
  expect(page.asOf).toEqual({ cursor: expect.any(String), lagMs: expect.any(Number) })
  expect(page.edges[0].node).toMatchObject({
    rentalId,
    userId: 'every-operation',
    bookId,
    title: '채식주의자',
    rentalFee: 3000,
    status: 'APPROVED',
    paymentState: 'PAID',
    approvedDate: expect.any(String),
    dueAt: rental.dueAt,
  })
  const { dashboards } = await librarian.send('Dashboards', { first: 10, userId: 'every-operation' })
  expect(dashboards.edges[0].node).toMatchObject({ rentalId, version: expect.any(Number), title: '채식주의자' })

  const { renewRental } = await alice.send('RenewRental', { input: { rentalId, expectedDueAt: rental.dueAt } })
  expect(renewRental).toEqual({
    rental: { id: rentalId, status: 'APPROVED', dueAt: rental.dueAt, renewalCount: 0 },
    outcome: null,
    userErrors: [{ code: 'RENEWAL_TOO_EARLY', message: expect.any(String), field: ['input', 'rentalId'] }],
  })

  const { returnRental } = await alice.send('ReturnRental', { input: { rentalId } })
  expect(returnRental).toMatchObject({
    rental: { id: rentalId, status: 'RETURNED', returnedDate: expect.any(String) },
    outcome: 'RETURNED',
    userErrors: [],
  })
  const { cancelRental } = await alice.send('CancelRental', { input: { rentalId } })
  expect(cancelRental).toMatchObject({ outcome: 'ALREADY_RETURNED', userErrors: [] })
  const { myPoints } = await alice.send('MyPoints', { first: 10 })
  expect(myPoints.entries.edges[0].node).toMatchObject({
    kind: 'GRANT',
    points: 300,
    rentalId,
    time: expect.any(String),
  })
})

test('the operations of lending answer every field they select', async () => {
  const { id: bookId } = await librarian.registers({ seats: 1, title: 'In line' })
  const { id: rentalId } = await alice.requests(bookId)
  await eventually('the case is in the queue', () => librarian.waitingRequest(rentalId))
  const { decideRentals } = await librarian.send('DecideRentals', {
    input: { decisions: [{ rentalId, decision: 'APPROVE' }] },
  })
  const request = { status: 'APPROVED', decidedBy: 'libby' }
  expect(decideRentals).toEqual({
    decided: [{ rentalId, alreadyDecided: false, request, userErrors: [] }],
    userErrors: [],
  })
  await eventually('the loan has begun', async () => (await alice.rental(rentalId)).status === 'APPROVED')

  const bob = new Person(stack, 'every-other-operation', 'MEMBER')
  const { placeHold } = await bob.send('PlaceHold', { input: { bookId, idempotencyKey: 'one' } })
  const book = { id: bookId, title: 'In line' }
  expect(placeHold).toEqual({
    hold: { id: expect.any(String), status: 'WAITING', position: 1, readyUntil: null, book },
    userErrors: [],
  })
  const holdId = placeHold.hold.id
  const { suspendHold } = await bob.send('SuspendHold', { input: { holdId } })
  const suspended = { id: holdId, status: 'WAITING', suspended: true, suspendedUntil: null, position: null }
  expect(suspendHold).toEqual({ hold: suspended, userErrors: [] })
  const { resumeHold } = await bob.send('ResumeHold', { input: { holdId } })
  expect(resumeHold).toEqual({ hold: { id: holdId, status: 'WAITING', suspended: false, position: 1 }, userErrors: [] })
  const { addLicence } = await librarian.send('AddLicence', {
    input: { bookId, kind: 'LOAN_LIMITED', seats: 1, loansTotal: 3 },
  })
  const limits = { kind: 'LOAN_LIMITED', seats: 1, seatsInUse: 1, expiresAt: null, loansTotal: 3, loansLeft: 3 }
  expect(addLicence).toEqual({
    licence: { id: expect.any(String), ...limits },
    book: { id: bookId, status: 'IMPOSSIBLE', seatsTotal: 2, seatsFree: 0, holdsWaiting: 0 },
    userErrors: [],
  })
  const licenceId = addLicence.licence.id
  const { cancelHold } = await bob.send('CancelHold', { input: { holdId } })
  expect(cancelHold).toEqual({ hold: { id: holdId, status: 'CANCELED' }, userErrors: [] })
  const { reviseLicence } = await librarian.send('ReviseLicence', { input: { bookId, licenceId, loansTotal: 4 } })
  const revised = { id: licenceId, seats: 1, expiresAt: null, loansTotal: 4, loansLeft: 4 }
  expect(reviseLicence).toEqual({ licence: revised, userErrors: [] })
  const { endLicence } = await librarian.send('EndLicence', { input: { bookId, licenceId } })
  expect(endLicence).toEqual({ licence: { id: licenceId, endedDate: expect.any(String) }, userErrors: [] })
  const { reviseBook } = await librarian.send('ReviseBook', {
    input: { bookId, rentalFee: 5000, approval: 'AUTOMATIC' },
  })
  const terms = { rentalFee: 5000, loanPeriodDays: 14, maxRenewals: 1, approval: 'AUTOMATIC' }
  expect(reviseBook).toEqual({ book: { ...book, ...terms }, userErrors: [] })

  const { setAutoRenewal } = await alice.send('SetAutoRenewal', { input: { rentalId, on: true } })
  const renewing = { id: rentalId, autoRenewal: true, dueAt: expect.any(String) }
  expect(setAutoRenewal).toEqual({ rental: renewing, userErrors: [] })
  const { openRental } = await alice.send('OpenRental', { input: { rentalId } })
  expect(openRental).toEqual({
    rental: {
      ...{ id: rentalId, status: 'APPROVED', readable: true },
      ...{ openedDate: expect.any(String), cancelableUntil: null },
    },
    userErrors: [],
  })
  const { rental } = await alice.send('RenewalOfRental', { id: rentalId })
  expect(rental).toMatchObject({ loanPeriodDays: 14, maxRenewals: 1, renewalCount: 0, renewal: { possible: false } })
  const { revokeRental } = await librarian.send('RevokeRental', { input: { rentalId, note: 'Misprinted.' } })
  expect(revokeRental).toMatchObject({ rental: { id: rentalId }, outcome: expect.any(String), userErrors: [] })

  const about = { userId: bob.sub, kinds: ['RENEW'], reason: 'A test' }
  const { blockMember } = await librarian.send('BlockMember', { input: about })
  expect(blockMember.member.blocks).toEqual([{ id: expect.any(String), kinds: ['RENEW'] }])
  const { me } = await bob.send('Me')
  expect(me).toMatchObject({ id: bob.sub, openLoans: 0, blocks: [{ kinds: ['RENEW'], message: null, until: null }] })
  const { members } = await librarian.send('Members', { first: 5, search: bob.sub, blocked: true })
  expect(members.edges).toMatchObject([{ node: { id: bob.sub, blocks: [{ reason: 'A test', blockedBy: 'libby' }] } }])
  const blockId = blockMember.member.blocks[0].id
  const { unblockMember } = await librarian.send('UnblockMember', { input: { userId: bob.sub, blockId } })
  expect(unblockMember).toEqual({ member: { id: bob.sub, blocks: [] }, userErrors: [] })
  const { reviseMember } = await librarian.send('ReviseMember', { input: { userId: bob.sub, holdLimit: 9 } })
  expect(reviseMember.member).toMatchObject({ id: bob.sub, limits: { holds: 9 }, membershipUntil: null })
  const { eraseMe } = await new Person(stack, 'to-be-forgotten', 'MEMBER').send('EraseMe', { input: { confirm: true } })
  expect(eraseMe).toEqual({ erased: true, inTheWay: [], userErrors: [] })
  const asked = { userId: 'who-wrote-a-letter', asked: 'IN_WRITING', confirm: true }
  const { eraseMember } = await librarian.send('EraseMember', { input: asked })
  expect(eraseMember).toEqual({ erased: true, inTheWay: [], userErrors: [] })
  const { viewMemberHistory } = await librarian.send('ViewMemberHistory', {
    input: { userId: bob.sub, reason: 'A test', first: 1 },
  })
  expect(viewMemberHistory).toMatchObject({ rentals: { totalCount: expect.any(Number) }, userErrors: [] })
  const { looksAtMe } = await bob.send('LooksAtMe', { first: 1 })
  expect(looksAtMe.edges).toMatchObject([{ node: { kind: 'HISTORY', lookedBy: 'libby', reason: 'A test' } }])
  const { withdrawBook } = await librarian.send('WithdrawBook', { input: { bookId } })
  expect(withdrawBook).toEqual({ book: { ...book, status: 'WITHDRAWN' }, userErrors: [] })
})

test('pages: first and after walk the whole list once', async () => {
  for (let index = 0; index < 5; index += 1) await librarian.registers({ title: `Walk ${index}` })
  const seen: string[] = []
  let after: string | null = null
  do {
    const { books } = await alice.send('Books', { first: 2, after, search: 'walk' })
    expect(books.totalCount).toBe(5)
    seen.push(...books.edges.map((edge: { node: { title: string } }) => edge.node.title))
    after = books.pageInfo.hasNextPage ? books.pageInfo.endCursor : null
  } while (after !== null)
  expect(seen.toSorted()).toEqual(['Walk 0', 'Walk 1', 'Walk 2', 'Walk 3', 'Walk 4'])
})
