import { beforeAll, expect, test } from 'vitest'
import { eventually, Person, type Json } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
})

test('case 1, H1, V2: 12 members and 3 seats: exactly 3 cases, 9 refunds, and the money of 3', async () => {
  const book = await librarian.registers({ seats: 3, rentalFee: 2000 })
  const members = Array.from({ length: 12 }, (_, index) => new Person(stack, `racer-${index}`, 'MEMBER'))
  await eventually('rent knows the title', async () => {
    const codes = await members[0]?.isRefused('RequestRental', {
      bookId: book.id,
      idempotencyKey: 'probe',
      expectedFee: 1,
    })
    return codes?.includes('PRICE_CHANGED')
  })
  // With book away nobody is told that the seats are gone: all twelve may pay.
  await stack.process('book').stop()
  const rentals = await Promise.all(members.map(async (member) => ({ member, rental: await member.requests(book.id) })))
  for (const { rental } of rentals) expect(rental.status).toBe('PAID')
  await stack.process('book').start()

  const ends = await eventually(
    'every race is settled',
    async () => {
      const now = await Promise.all(rentals.map(({ member, rental }) => member.rental(rental.id)))
      const waiting = now.filter((rental) => rental.request?.status === 'REQUESTED')
      const refunded = now.filter((rental) => rental.status === 'CANCELED' && rental.paymentState === 'REFUNDED')
      return waiting.length === 3 && refunded.length === 9 ? { waiting, refunded } : undefined
    },
    60_000,
  )
  for (const loser of ends.refunded) expect(loser.request).toMatchObject({ status: 'REFUSED', reasonCode: 'NO_COPY' })
  const money = [...ends.waiting, ...ends.refunded].reduce(
    (sum, rental) => sum + rental.payment.chargedAmount - rental.payment.refundedAmount,
    0,
  )
  expect(money).toBe(3 * 2000)

  // The borrower who was first keeps the seat, and giving it back works (H1).
  const [first] = ends.waiting
  const borrower = rentals.find(({ rental }) => rental.id === first?.id)
  await librarian.does('ApproveRental', { rentalId: first?.id })
  await eventually(
    'the loan has begun',
    async () => (await borrower?.member.rental(first?.id ?? ''))?.status === 'APPROVED',
  )
  await borrower?.member.does('ReturnRental', { rentalId: first?.id })
  await eventually('one seat is free', async () => {
    const { data } = await librarian.answer(/* GraphQL */ 'query ($id: ID!) { book(id: $id) { seatsFree status } }', {
      id: book.id,
    })
    return data?.book.seatsFree === 1 && data.book.status === 'POSSIBLE'
  })
})

test('H2 a title that does not exist, or whose seats are taken, is refused before any money moves', async () => {
  const alice = new Person(stack, 'alice', 'MEMBER')
  const bob = new Person(stack, 'too-late', 'MEMBER')
  expect(
    await alice.isRefused('RequestRental', { bookId: '01a1fbf2-e916-7438-a628-5795728ceb4e', idempotencyKey: 'a' }),
  ).toEqual(['BOOK_NOT_FOUND'])
  expect(await alice.isRefused('RequestRental', { bookId: 'nonsense', idempotencyKey: 'b' })).toEqual([
    'BOOK_NOT_FOUND',
  ])
  const book = await librarian.registers()
  await alice.requests(book.id)
  expect(await alice.isRefused('RequestRental', { bookId: book.id, idempotencyKey: 'c' })).toEqual(['ALREADY_RENTED'])
  await eventually('rent has heard that the seat is taken', async () => {
    const codes = await bob.isRefused('RequestRental', { bookId: book.id, idempotencyKey: 'd', expectedFee: 1 })
    return codes.includes('BOOK_NOT_AVAILABLE')
  })
  const { myDashboard } = await bob.send('MyDashboard', {})
  expect(myDashboard.totalCount, 'H5: a refused request leaves no ghost row').toBe(0)
})

test('C21 C12: a hundred sagas at once do not mix', async () => {
  const before = (await librarian.send('RentalRequests', { status: 'REQUESTED', first: 1 }))['rentalRequests']
    .totalCount
  const titles = await Promise.all(Array.from({ length: 10 }, () => librarian.registers({ seats: 20 })))
  const sagas = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const member = new Person(stack, `reader-${index}`, 'MEMBER')
      const rental = await member.requests(titles[index % 10]?.id)
      return { member, rental, approve: index % 2 === 0 }
    }),
  )
  // A hundred at once are more than the payment answers in time: some are paid a little later, by themselves.
  await eventually(
    'every case is before the librarian',
    async () => {
      const { rentalRequests } = await librarian.send('RentalRequests', { status: 'REQUESTED', first: 1 })
      return rentalRequests.totalCount >= sagas.length + before
    },
    60_000,
  )
  await Promise.all(
    sagas.map(({ rental, approve }) =>
      approve
        ? librarian.does('ApproveRental', { rentalId: rental.id })
        : librarian.does('RefuseRental', { rentalId: rental.id, reasonCode: 'POLICY' }),
    ),
  )
  for (const { member, rental, approve } of sagas) {
    const end = await eventually(
      'the saga ends as decided',
      async () => {
        const now = await member.rental(rental.id)
        return now.status === (approve ? 'APPROVED' : 'CANCELED') && now.trace.length >= (approve ? 6 : 7)
          ? now
          : undefined
      },
      60_000,
    )
    const { data } = await librarian.answer(
      /* GraphQL */ 'query ($id: ID!) { rental(id: $id) { trace { correlationId } } }',
      {
        id: rental.id,
      },
    )
    expect(new Set(data?.rental.trace.map((entry: Json) => entry.correlationId))).toEqual(new Set([rental.id]))
    expect(end.userId).toBe(member.sub)
    const { myDashboard } = await member.send('MyDashboard', {})
    expect(myDashboard.edges.map((edge: Json) => edge.node.rentalId)).toEqual([rental.id])
  }
}, 120_000)
