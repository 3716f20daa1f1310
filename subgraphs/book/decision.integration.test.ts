import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { LibraryUnderTest } from './testing/library-under-test.ts'
import type { Rental } from './testing/rentals.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  library = await LibraryUnderTest.open()
})
afterAll(() => library.close())

const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code)

/** A paid request before the librarian, for the only seat of a title. */
async function waitingCase(userId?: string): Promise<Rental> {
  const { id } = await library.librarian.registers()
  const rental = await library.rentals.paid(id, userId)
  await library.becomes(rental.rentalId, { status: 'REQUESTED' })
  return rental
}

describe('C28 who decides is never the member', () => {
  test('who has both roles cannot approve or refuse their own request; another librarian can', async () => {
    const both = library.person('alice', 'MEMBER', 'ADMIN')
    const { rentalId } = await waitingCase('alice')
    for (const decided of [await both.approves(rentalId), await both.refuses(rentalId)]) {
      expect(decided).toMatchObject({
        request: { status: 'REQUESTED', version: 1 },
        alreadyDecided: false,
        userErrors: [{ code: 'OWN_RENTAL', field: ['input', 'rentalId'] }],
      })
    }
    expect(codes(await library.librarian.approves(rentalId))).toEqual([])
    expect(codes(await both.approves(rentalId))).toEqual(['OWN_RENTAL'])
  })
})

describe('a decision', () => {
  test('F5 F6 C7 approved: the seat is lent, and the approval carries all that a loan needs', async () => {
    const { rentalId, paymentId, bookId, userId } = await waitingCase()
    const { request, alreadyDecided, userErrors } = await library.librarian.approves(rentalId, 1)
    expect(userErrors).toEqual([])
    expect(alreadyDecided).toBe(false)
    expect(request).toMatchObject({
      id: rentalId,
      rentalId,
      status: 'APPROVED',
      decidedBy: 'libby',
      version: 2,
      book: { id: bookId },
      rental: { id: rentalId },
    })
    const { event } = await library.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', rentalId)
      .where('aggregate_version', '=', 2)
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({
      type: 'ebook.book.Approved.v1',
      aggregatetype: 'Request',
      correlationid: rentalId,
      actor: 'ADMIN:libby',
      data: { rentalId, paymentId, bookId, userId, approvedBy: 'libby', loanPeriodDays: 14 },
    })
    const { taken } = await library.seats(bookId)
    expect(taken.get((event.data as { copyId: string }).copyId)).toBe(rentalId)
  })

  test('until the decision the seat is kept for the request, though the title counts it among those taken', async () => {
    const { rentalId } = await waitingCase()
    const RESERVED = `{ rentalRequests(status: REQUESTED, first: 100) {
      edges { node { rentalId seatReserved book { seatsFree seatsTotal } } } } }`
    const { edges } = await library.librarian.asks<{ edges: { node: { rentalId: string } }[] }>(RESERVED)
    expect(edges.find(({ node }) => node.rentalId === rentalId)?.node).toEqual({
      rentalId,
      seatReserved: true,
      book: { seatsFree: 0, seatsTotal: 1 },
    })
    await library.librarian.refuses(rentalId)
    const of = [{ __typename: 'Rental', id: rentalId }]
    const [refused] = await library.librarian.entities(of, '... on Rental { request { seatReserved } }')
    expect(refused).toEqual({ request: { seatReserved: false } })
  })

  test('F5 F8 refused: the seat is free again, and the member reads why', async () => {
    const { rentalId, bookId, userId } = await waitingCase('bob')
    const refusal = await library.librarian.refuses(rentalId, { reasonCode: 'MEMBER_BLOCKED', note: ' Owes a book. ' })
    expect(refusal).toMatchObject({
      request: { status: 'REFUSED', reasonCode: 'MEMBER_BLOCKED', note: 'Owes a book.', decidedBy: 'libby' },
      alreadyDecided: false,
      userErrors: [],
    })
    expect(await library.person(userId).requestOf(rentalId)).toMatchObject({ status: 'REFUSED', note: 'Owes a book.' })
    expect(await library.seats(bookId)).toMatchObject({ free: 1, taken: new Map() })
    expect(await library.said(rentalId)).toEqual(['ApprovalRequested', 'Refused'])
    expect((await library.said(bookId)).slice(-2)).toEqual(['CopyReleased', 'AvailabilityChanged'])
  })

  test('case 9: twice is once; the second librarian is told so', async () => {
    const { rentalId } = await waitingCase()
    await library.librarian.refuses(rentalId, { note: 'first' })
    const again = await library.person('ada', 'ADMIN').refuses(rentalId, { reasonCode: 'WITHDRAWN', note: 'second' })
    expect(again).toMatchObject({
      request: { status: 'REFUSED', reasonCode: 'POLICY', note: 'first', decidedBy: 'libby', version: 2 },
      alreadyDecided: true,
      userErrors: [],
    })
    expect(await library.said(rentalId)).toEqual(['ApprovalRequested', 'Refused'])
  })

  test('case 9: the opposite is refused, with who decided what and when', async () => {
    const { rentalId, bookId } = await waitingCase()
    const { request } = await library.librarian.approves(rentalId)
    const against = await library.person('ada', 'ADMIN').refuses(rentalId)
    expect(codes(against)).toEqual(['ALREADY_DECIDED'])
    const message = against.userErrors[0]?.message
    for (const part of ['libby', 'APPROVED', String(request?.decidedDate)]) expect(message).toContain(part)
    expect(against.request).toMatchObject({ status: 'APPROVED', decidedBy: 'libby' })
    expect((await library.seats(bookId)).taken.size, 'H4: a live loan is not refused').toBe(1)
    expect(await library.said(rentalId)).toEqual(['ApprovalRequested', 'Approved'])
  })

  test('case 9: approve and refuse at the same moment: exactly one wins, the other is told', async () => {
    const ada = library.person('ada', 'ADMIN')
    const cases = await Promise.all(Array.from({ length: 20 }, () => waitingCase()))
    const races = await Promise.all(
      cases.map(async ({ rentalId }) => {
        const both = await Promise.all([library.librarian.approves(rentalId), ada.refuses(rentalId)])
        return { rentalId, both }
      }),
    )
    for (const { rentalId, both } of races) {
      expect(both.flatMap(codes)).toEqual(['ALREADY_DECIDED'])
      expect(both[0].request?.status).toBe(both[1].request?.status)
      expect(await library.said(rentalId)).toHaveLength(2)
    }
  })

  test('a version that is not the one seen is a conflict, and nothing is decided', async () => {
    const { rentalId } = await waitingCase()
    const conflict = await library.librarian.approves(rentalId, 7)
    expect(codes(conflict)).toEqual(['VERSION_CONFLICT'])
    expect(conflict).toMatchObject({ request: { status: 'REQUESTED', version: 1 }, alreadyDecided: false })
    expect(conflict.userErrors[0]?.field).toEqual(['input', 'expectedVersion'])
  })

  test('Paid is on its way still: a quick librarian waits for it', async () => {
    const { id } = await library.librarian.registers()
    const rental = library.rentals.of(id)
    const looks = vi.spyOn(library.db, 'selectFrom')
    const approved = library.librarian.approves(rental.rentalId)
    await eventually(() => expect(looks).toHaveBeenCalledWith('request'))
    looks.mockRestore()
    await library.rentals.isPaid(rental)
    expect((await approved).request).toMatchObject({ status: 'APPROVED' })
  })

  test('many who decide on what is unknown wait together, at the cost of few statements', async () => {
    const looks = vi.spyOn(library.db, 'selectFrom')
    const looked = () => looks.mock.calls.filter(([table]: readonly unknown[]) => table === 'request').length
    const decisions = Array.from({ length: 40 }, () => library.librarian.approves(randomUUID()))
    for (const decided of await Promise.all(decisions)) expect(codes(decided)).toEqual(['REQUEST_NOT_FOUND'])
    expect(looked()).toBeGreaterThan(0)
    expect(looked()).toBeLessThan(40)
    looks.mockRestore()
  })

  test('the id in upper case is the same rental', async () => {
    const { rentalId, bookId } = await waitingCase()
    expect((await library.librarian.approves(rentalId.toUpperCase())).request?.status).toBe('APPROVED')
    expect(await library.said(rentalId)).toEqual(['ApprovalRequested', 'Approved'])
    expect((await library.librarian.withdraws(bookId.toUpperCase())).book?.id).toBe(bookId)
    const { length } = (await library.said(bookId)).filter((type) => type === 'BookWithdrawn')
    expect(length).toBe(1)
  })
})

describe('H4 what cannot be decided', () => {
  test('a title that nobody paid for, an unknown rental, no id at all', async () => {
    const { id } = await library.librarian.registers()
    for (const rentalId of [id, randomUUID(), 'nonsense', '']) {
      const nothing = { request: null, alreadyDecided: false }
      expect(await library.librarian.approves(rentalId)).toMatchObject(nothing)
      expect(codes(await library.librarian.refuses(rentalId))).toEqual(['REQUEST_NOT_FOUND'])
    }
    expect(await library.said(id)).toEqual(['Registered', 'AvailabilityChanged'])
  })

  test.each([
    ['NO_COPY', { reasonCode: 'NO_COPY' }, 'reasonCode'],
    ['DECISION_TIMEOUT', { reasonCode: 'DECISION_TIMEOUT' }, 'reasonCode'],
    ['a note of 501 characters', { note: '글'.repeat(501) }, 'note'],
    ['a note with a NUL in it', { note: 'a\u0000b' }, 'note'],
  ] as const)('%s is not for a librarian to write', async (_, more, field) => {
    const { rentalId } = await waitingCase()
    const refusal = await library.librarian.refuses(rentalId, more)
    expect(refusal.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', field] }])
    expect(await library.request(rentalId)).toMatchObject({ status: 'REQUESTED' })
  })

  test('500 characters are fine, also those that take two units', async () => {
    const { rentalId } = await waitingCase()
    const note = '📚'.repeat(500)
    expect((await library.librarian.refuses(rentalId, { note })).request?.note).toBe(note)
  })
})

describe('case 2: approval and cancellation', () => {
  test('section 13: a cancel after the approval frees the seat; the librarian reads WITHDRAWN', async () => {
    const rental = await waitingCase()
    await library.librarian.approves(rental.rentalId)
    await library.rentals.isToBeCanceled(rental, { loanStarted: true })
    await library.becomes(rental.rentalId, { status: 'WITHDRAWN' })
    expect(await library.seats(rental.bookId)).toMatchObject({ free: 1, taken: new Map() })
    for (const late of [
      await library.librarian.approves(rental.rentalId),
      await library.librarian.refuses(rental.rentalId),
    ]) {
      expect(late).toMatchObject({ request: { status: 'WITHDRAWN' }, userErrors: [{ code: 'REQUEST_WITHDRAWN' }] })
    }
    await library.rentals.isCanceled(rental)
    await library.heardEverything()
    expect((await library.said(rental.bookId)).filter((said) => said === 'CopyReleased')).toHaveLength(1)
  })

  test('a cancel before the decision', async () => {
    const rental = await waitingCase()
    await library.rentals.isToBeCanceled(rental)
    await library.becomes(rental.rentalId, { status: 'WITHDRAWN' })
    expect((await library.seats(rental.bookId)).free).toBe(1)
    expect(codes(await library.librarian.approves(rental.rentalId))).toEqual(['REQUEST_WITHDRAWN'])
  })

  test.each(['isToBeCanceled', 'isCanceled'] as const)(
    'section 13: %s before Paid leaves a tombstone: the payment takes no seat and opens no case',
    async (early) => {
      const { id } = await library.librarian.registers()
      const rental = library.rentals.of(id, 'carol')
      await library.rentals[early](rental)
      await library.becomes(rental.rentalId, { status: 'WITHDRAWN', requestedDate: null })
      await library.rentals.isPaid(rental)
      await library.heardEverything()
      expect(await library.request(rental.rentalId)).toMatchObject({ status: 'WITHDRAWN', paymentId: null })
      expect((await library.seats(id)).free).toBe(1)
      expect(await library.said(rental.rentalId)).toEqual([])
      expect(await library.librarian.requestOf(rental.rentalId)).toMatchObject({
        status: 'WITHDRAWN',
        requestedDate: null,
      })
      expect(await library.person('carol').requestOf(rental.rentalId)).toMatchObject({ status: 'WITHDRAWN' })
    },
  )

  test('case 14: the rental was canceled by a refund that book knows nothing of: the seat is free', async () => {
    const rental = await waitingCase()
    await library.librarian.approves(rental.rentalId)
    await library.rentals.isCanceled(rental)
    await library.becomes(rental.rentalId, { status: 'WITHDRAWN' })
    expect((await library.seats(rental.bookId)).free).toBe(1)
  })

  test('the cancellation that ends every refused rental changes nothing here', async () => {
    const rental = await waitingCase()
    await library.librarian.refuses(rental.rentalId)
    await library.rentals.isCanceled(rental)
    await library.heardEverything()
    expect(await library.request(rental.rentalId)).toMatchObject({ status: 'REFUSED', version: 2 })
  })
})

test('decideBy passes: refused by the system, and a librarian who comes later is told', async () => {
  const { rentalId, bookId } = await waitingCase()
  await library.db
    .updateTable('request')
    .set({ decide_by: sql`now()` })
    .where('rental_id', '=', rentalId)
    .execute()
  await library.becomes(rentalId, { status: 'REFUSED', reasonCode: 'DECISION_TIMEOUT', decidedBy: 'SYSTEM' })
  expect((await library.seats(bookId)).free).toBe(1)
  expect(codes(await library.librarian.approves(rentalId))).toEqual(['ALREADY_DECIDED'])
  const rows = await library.db
    .selectFrom('outbox')
    .select('event')
    .where('aggregate_id', '=', rentalId)
    .orderBy('seq')
    .execute()
  expect(rows.at(-1)?.event).toMatchObject({ actor: 'SYSTEM', data: { refusedBy: 'SYSTEM' } })
})

describe('a title is withdrawn', () => {
  test('who waits is refused at once, who reads reads on; H9 nothing is approved a second time', async () => {
    const { id } = await library.librarian.registers({ seats: 3 })
    const reader = await library.rentals.paid(id)
    const waiting = await library.rentals.paid(id)
    await library.becomes(reader.rentalId, { status: 'REQUESTED' })
    await library.becomes(waiting.rentalId, { status: 'REQUESTED' })
    await library.librarian.approves(reader.rentalId)

    const { book, userErrors } = await library.librarian.withdraws(id)
    expect(userErrors).toEqual([])
    expect(book).toMatchObject({ status: 'WITHDRAWN', seatsFree: 0, seatsTotal: 3 })
    expect(await library.request(waiting.rentalId)).toMatchObject({ status: 'REFUSED', reasonCode: 'WITHDRAWN' })
    expect(await library.request(reader.rentalId)).toMatchObject({ status: 'APPROVED' })
    expect(await library.said(reader.rentalId)).toEqual(['ApprovalRequested', 'Approved'])

    await library.rentals.isReturned(reader)
    await library.becomes(reader.rentalId, { status: 'CLOSED' })
    expect(await library.librarian.book(id)).toMatchObject({ status: 'WITHDRAWN', seatsFree: 0 })
    expect(await library.said(reader.rentalId)).toEqual(['ApprovalRequested', 'Approved'])
    const states = await library.db.selectFrom('seat').select('state').where('book_id', '=', id).execute()
    expect(states.map(({ state }) => state)).toEqual(Array(3).fill('WITHDRAWN'))
  })

  test('doing it again changes nothing; one that is not there is told', async () => {
    const { id } = await library.librarian.registers()
    await library.librarian.withdraws(id)
    const said = await library.said(id)
    expect(await library.librarian.withdraws(id)).toMatchObject({ book: { status: 'WITHDRAWN' }, userErrors: [] })
    expect(await library.said(id)).toEqual(said)
    for (const unknown of [randomUUID(), 'nonsense']) {
      expect(await library.librarian.withdraws(unknown)).toMatchObject({
        book: null,
        userErrors: [{ code: 'BOOK_NOT_FOUND', field: ['input', 'bookId'] }],
      })
    }
  })

  test('C20 what a decision says reaches the stream', async () => {
    const { rentalId } = await waitingCase()
    await library.librarian.approves(rentalId)
    await eventually(async () => {
      const rows = await library.db
        .selectFrom('outbox')
        .leftJoin('unpublished', 'unpublished.event_id', 'outbox.event_id')
        .select('unpublished.event_id as unpublished')
        .where('aggregate_id', '=', rentalId)
        .execute()
      expect(rows).toEqual([{ unpublished: null }, { unpublished: null }])
    })
  })
})
