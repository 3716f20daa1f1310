import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { eventually, operations, Person, rentalBecomes, type Json } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
let rosa: Person

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  rosa = new Person(stack, 'rosa', 'MEMBER')
})

test('F1 F2 F3 F4 F5 F6 F7 F10 H8 C12 C40 PF1 PN2 PP1: register, request, pay, approve, return; then the book is POSSIBLE again', async () => {
  const book = await librarian.registers({
    title: '소년이 온다',
    authors: ['한강'],
    isbn13: '978-89-364-3411-3',
    rentalFee: 3000,
  })
  expect(book).toMatchObject({
    title: '소년이 온다',
    isbn13: '9788936434113',
    status: 'POSSIBLE',
    seatsTotal: 1,
    seatsFree: 1,
  })
  await eventually('the catalogue of the read side shows it', async () => {
    const { data } = await rosa.answer('{ catalogue(first: 100) { edges { node { bookId title status } } } }')
    return data?.catalogue.edges.some((edge: Json) => edge.node.bookId === book.id && edge.node.status === 'POSSIBLE')
  })

  const rental = await rosa.requests(book.id)
  expect(rental).toMatchObject({ status: 'PAID', paymentState: 'PAID', rentalFee: 3000, retryAfter: null })
  expect(rental.book).toEqual({ id: book.id, title: '소년이 온다' })
  expect(rental.payment).toMatchObject({ status: 'PAID', chargedAmount: 3000 })

  const request = await eventually('the case is before the librarian', () => librarian.waitingRequest(rental.id))
  expect(request).toMatchObject({
    status: 'REQUESTED',
    book: { id: book.id, title: '소년이 온다' },
    rental: { id: rental.id, rentalFee: 3000 },
  })
  await eventually('the seat is taken', async () => {
    const { books } = await rosa.send('Books', { search: '소년이' })
    return books.edges[0]?.node.seatsFree === 0 && books.edges[0].node.status === 'IMPOSSIBLE'
  })

  const approval = await librarian.does('ApproveRental', { rentalId: rental.id, expectedVersion: request.version })
  expect(approval).toMatchObject({ alreadyDecided: false, request: { status: 'APPROVED', decidedBy: 'libby' } })
  const loan = await rentalBecomes(rosa, rental.id, { status: 'APPROVED', readable: true })
  expect(Date.parse(loan.dueAt) - Date.parse(loan.startsAt)).toBe(14 * 24 * 60 * 60 * 1000)

  await eventually('points are granted and written to the rental', async () => {
    const { data } = await rosa.answer(
      /* GraphQL */ 'query ($id: ID!) { rental(id: $id) { payback points { granted revoked status } } }',
      { id: rental.id },
    )
    expect(data?.rental).toEqual({ payback: 300, points: { granted: 300, revoked: 0, status: 'GRANTED' } })
    return true
  })
  await eventually('they can be spent once the loan has started', async () => {
    const { myPoints } = await rosa.send('MyPoints', { first: 10 })
    expect(myPoints).toMatchObject({ available: 300, pending: 0, lifetime: 300 })
    return true
  })

  const back = await rosa.does('ReturnRental', { rentalId: rental.id })
  expect(back).toMatchObject({ outcome: 'RETURNED', rental: { status: 'RETURNED' } })
  await eventually('the book is POSSIBLE again', async () => {
    const { books } = await rosa.send('Books', { search: '소년이' })
    return books.edges[0]?.node.status === 'POSSIBLE' && books.edges[0].node.seatsFree === 1
  })

  const row = await eventually('the dashboard shows the end', async () => {
    const found = await rosa.dashboardRow(rental.id)
    return found?.status === 'RETURNED' && found.points === 300 ? found : undefined
  })
  expect(row).toMatchObject({
    userId: 'rosa',
    bookId: book.id,
    title: '소년이 온다',
    rentalFee: 3000,
    paymentState: 'PAID',
    refundedDate: null,
  })

  const trace = await eventually('the trace tells the whole story', async () => {
    const told = (await rosa.rental(rental.id)).trace
    return told.length >= 7 ? told : undefined
  })
  expect(trace.map((entry: Json) => entry.eventType.split('.')[2]).toSorted()).toEqual(
    ['ApprovalRequested', 'Approved', 'LoanStarted', 'Paid', 'PromoCompleted', 'Rented', 'Returned'].toSorted(),
  )
  expect(trace[0]).toMatchObject({ eventType: 'ebook.rent.Rented.v1', actor: 'MEMBER:rosa' })
  expect(trace.find((entry: Json) => entry.eventType === 'ebook.book.Approved.v1').actor).toBe('ADMIN:libby')
})

test('G7 one key is one rental, however often it is sent; the same key for another title is refused', async () => {
  const book = await librarian.registers()
  const other = await librarian.registers()
  const idempotencyKey = 'the same press twice'
  const rentals = await Promise.all(Array.from({ length: 10 }, () => rosa.requests(book.id, { idempotencyKey })))
  expect(new Set(rentals.map((rental) => rental.id)).size).toBe(1)
  expect(await rosa.isRefused('RequestRental', { bookId: other.id, idempotencyKey })).toEqual([
    'IDEMPOTENCY_KEY_REUSED',
  ])
})

test('F1 a member cannot register, decide, or see the queue', async () => {
  for (const [name, variables] of [
    ['RegisterBook', { input: { title: 'x', authors: ['y'], rentalFee: 1 } }],
    ['ApproveRental', { input: { rentalId: '01a1fbf2-e916-7438-a628-5795728ceb4e' } }],
    ['RefuseRental', { input: { rentalId: '01a1fbf2-e916-7438-a628-5795728ceb4e', reasonCode: 'POLICY' } }],
    ['RentalRequests', {}],
    ['Dashboards', {}],
  ] as const) {
    await expect(rosa.send(name, variables), name).rejects.toThrow('FORBIDDEN')
  }
})

test('case 18: the price changed between the view and the press', async () => {
  const book = await librarian.registers({ rentalFee: 4000 })
  expect(
    await rosa.isRefused('RequestRental', { bookId: book.id, idempotencyKey: 'price', expectedFee: 3000 }),
  ).toEqual(['PRICE_CHANGED'])
  const rental = await rosa.requests(book.id, { expectedFee: 4000 })
  expect(rental.rentalFee).toBe(4000)
})

test('case 10, R19, R20: what is over stays over, and says so', async () => {
  const book = await librarian.registers()
  const rental = await rosa.requests(book.id)
  await eventually('approved', async () => (await librarian.does('ApproveRental', { rentalId: rental.id })).request)
  await rentalBecomes(rosa, rental.id, { status: 'APPROVED' })
  await rosa.does('OpenRental', { rentalId: rental.id })
  expect(await rosa.isRefused('CancelRental', { rentalId: rental.id })).toEqual(['CANCEL_WINDOW_CLOSED'])
  await rosa.does('ReturnRental', { rentalId: rental.id })
  expect(await rosa.does('ReturnRental', { rentalId: rental.id })).toMatchObject({ outcome: 'ALREADY_RETURNED' })
  expect(await rosa.does('CancelRental', { rentalId: rental.id })).toMatchObject({ outcome: 'ALREADY_RETURNED' })
})

test("another member's rental can be neither seen nor touched", async () => {
  const book = await librarian.registers()
  const rental = await rosa.requests(book.id)
  const mallory = new Person(stack, 'mallory', 'MEMBER')
  expect(await mallory.rental(rental.id)).toBeNull()
  for (const name of ['PayRental', 'CancelRental', 'ReturnRental']) {
    expect(await mallory.isRefused(name, { rentalId: rental.id }), name).toEqual(['RENTAL_NOT_FOUND'])
  }
  expect(await mallory.dashboardRow(rental.id)).toBeUndefined()
  expect((await librarian.rental(rental.id)).userId).toBe('rosa')
})

test('C12 one id leads from the answer through the logs to every event', async () => {
  const book = await librarian.registers()
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await stack.token('rosa', 'MEMBER')}` },
    body: JSON.stringify({
      query: operations.get('RequestRental'),
      variables: { input: { bookId: book.id, idempotencyKey: 'traced' } },
    }),
  })
  const requestId = response.headers.get('x-request-id') ?? ''
  const { id } = ((await response.json()) as Json).data.requestRental.rental
  const trace = await eventually('the trace has the payment', async () => {
    const { data } = await rosa.answer(
      /* GraphQL */ 'query ($id: ID!) { rental(id: $id) { trace { eventId eventType causationId correlationId } } }',
      { id },
    )
    return (
      data?.rental.trace.some((entry: Json) => entry.eventType === 'ebook.book.ApprovalRequested.v1') &&
      data.rental.trace
    )
  })
  const caused = (type: string) => trace.find((entry: Json) => entry.eventType === `ebook.${type}.v1`)
  expect(caused('rent.Rented').causationId).toBe(requestId)
  expect(caused('payment.Paid').causationId).toBe(requestId)
  expect(caused('book.ApprovalRequested').causationId).toBe(caused('payment.Paid').eventId)
  for (const entry of trace) expect(entry.correlationId).toBe(id)
  for (const name of ['router', 'rent']) {
    await eventually(`${name}'s log names the request`, async () =>
      (await readFile(`${stack.dataDir}/log/${name}.log`, 'utf8')).includes(requestId),
    )
  }
})
