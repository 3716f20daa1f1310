import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { RentUnderTest } from './testing/rent-under-test.ts'

let rent: RentUnderTest

beforeAll(async () => {
  rent = await RentUnderTest.open()
})
afterAll(() => rent.close())

const kim = () => rent.person('kim')
const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code)

async function borrows(): Promise<{ id: string }> {
  const rental = await kim().rents(await rent.title())
  await rent.approve(rental)
  await rent.becomes(rental.id, { status: 'APPROVED' })
  return rental
}

describe('taking back', () => {
  test('R24 a librarian takes a book back, once, in words to the member, and it cannot be read from then on', async () => {
    const libby = rent.person('libby', 'ADMIN')
    const { id } = await borrows()
    await kim().opens(id)
    expect(await libby.revokes(id, 'The publisher asked for it.')).toMatchObject({
      outcome: 'REFUND_PENDING',
      rental: { status: 'CANCELING', readable: false, paymentState: 'REFUNDING' },
    })
    expect(await libby.revokes(id)).toMatchObject({ outcome: 'REFUND_PENDING', userErrors: [] })
    const events = await rent.db.selectFrom('outbox').select('event').where('aggregate_id', '=', id).execute()
    const asked = events.map(({ event }) => event).filter(({ type }) => type === 'ebook.rent.CancelRequested.v1')
    expect(asked.map(({ data }) => data)).toMatchObject([
      { reason: 'LIBRARY', loanStarted: true, note: 'The publisher asked for it.' },
    ])
    const paid = await kim().rents(await rent.title())
    expect(codes(await libby.revokes(paid.id))).toEqual(['NOT_ON_LOAN'])
    expect(codes(await libby.revokes(id, 'a\u202E'))).toEqual(['INVALID_INPUT'])
    await expect(kim().revokes(id)).rejects.toThrow('FORBIDDEN')
  })
})

describe('a title that is withdrawn', () => {
  const asked = async (rentalId: string) => {
    const events = await rent.db.selectFrom('outbox').select('event').where('aggregate_id', '=', rentalId).execute()
    return events.map(({ event }) => event).filter(({ type }) => type === 'ebook.rent.CancelRequested.v1')
  }
  const isDone = (bookId: string) =>
    eventually(async () => {
      const row = rent.db.selectFrom('revocation').selectAll().where('book_id', '=', bookId)
      expect(await row.executeTakeFirst()).toMatchObject({ done_at: expect.any(Date) })
    })

  test('R24 N18 takes back every loan of it once, in the library’s words, and one whose approval was under way', async () => {
    const bookId = await rent.title()
    const members = Array.from({ length: 6 }, (_, n) => rent.person(`reader ${n}`))
    const rentals = await Promise.all(members.map((member) => member.rents(bookId)))
    const [late, ...loans] = rentals
    for (const loan of loans) await rent.approve(loan)
    for (const { id } of loans) await rent.becomes(id, { status: 'APPROVED' })
    await members[1]?.opens(loans[0]?.id ?? '')
    const note = 'The publisher wants it back.'
    const withdrawn = await rent.book.say('ebook.book.BookWithdrawn.v1', bookId, { bookId, revoke: true, note })
    for (const { id } of loans) await rent.becomes(id, { status: 'CANCELING', cancelRequestedFor: 'LIBRARY' })
    if (!late) throw new Error('nobody is late')
    expect(await rent.row(late.id)).toMatchObject({ status: 'PAID' })
    await rent.approve(late)
    await rent.becomes(late.id, { status: 'CANCELING', cancelRequestedFor: 'LIBRARY' })
    await isDone(bookId)
    for (const { id } of rentals) {
      const [event, ...again] = await asked(id)
      expect(event?.data).toMatchObject({ reason: 'LIBRARY', loanStarted: true, note })
      expect(event).toMatchObject({ causationid: withdrawn.id, actor: withdrawn.actor, correlationid: id })
      expect(again).toEqual([])
    }
  })

  test('R24 goes on with what is left after the process has ended, and leaves who reads alone without a revocation', async () => {
    const [kept, bookId] = [await rent.title(), await rent.title()]
    const [reads, loan] = [await kim().rents(kept), await kim().rents(bookId)]
    for (const rental of [reads, loan]) {
      await rent.approve(rental)
      await rent.becomes(rental.id, { status: 'APPROVED' })
    }
    await rent.stop()
    await rent.book.say('ebook.book.BookWithdrawn.v1', kept, { bookId: kept, revoke: false })
    await rent.book.say('ebook.book.BookWithdrawn.v1', bookId, { bookId, revoke: true })
    // As if it had been heard, and nothing been done about it.
    const one = { book_id: bookId, event_id: randomUUID(), actor: 'ADMIN:libby' } as const
    await rent.db
      .insertInto('revocation')
      .values({ ...one, note: null, done_at: null })
      .execute()
    await rent.start()
    await rent.becomes(loan.id, { status: 'CANCELING', cancelRequestedFor: 'LIBRARY' })
    await isDone(bookId)
    await rent.heardEverything()
    expect(await asked(loan.id)).toMatchObject([{ causationid: one.event_id, actor: one.actor }])
    expect(await rent.row(reads.id)).toMatchObject({ status: 'APPROVED' })
    expect(await rent.db.selectFrom('revocation').select('book_id').where('book_id', '=', kept).execute()).toEqual([])
  })
})
