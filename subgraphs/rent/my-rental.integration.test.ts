import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '@ebook/chassis/testing/caller'
import type { Person } from './testing/person.ts'
import { RentUnderTest } from './testing/rent-under-test.ts'

let rent: RentUnderTest

beforeAll(async () => {
  rent = await RentUnderTest.open()
})
afterAll(() => rent.close())

const MINE = `query ($of: [_Any!]!) {
  _entities(representations: $of) { ... on Book { id myRental { id status paymentState } } }
}`

/** By title, as the router asks when a page of the catalogue is shown. */
function mine(person: Person, ...bookIds: readonly string[]): Promise<Answer> {
  return person.answer(MINE, { of: bookIds.map((id) => ({ __typename: 'Book', id })) })
}

test('a title knows the open rental of who asks, and nobody else’s', async () => {
  const [kim, lee] = [rent.person('kim'), rent.person('lee')]
  const [requested, untouched, returned] = [await rent.title(), await rent.title(), await rent.title()]
  const { id } = await kim.rents(requested)
  await kim.cancels((await kim.rents(returned)).id)
  await rent.db.updateTable('rental').set({ status: 'CANCELED' }).where('book_id', '=', returned).execute()
  expect((await mine(kim, requested, untouched, returned, 'nonsense', randomUUID())).data?.['_entities']).toMatchObject(
    [
      { id: requested, myRental: { id, status: 'PAID', paymentState: 'PAID' } },
      { id: untouched, myRental: null },
      { id: returned, myRental: null },
      { id: 'nonsense', myRental: null },
      { myRental: null },
    ],
  )
  expect((await mine(lee, requested)).data?.['_entities']).toMatchObject([{ myRental: null }])
})

test('a librarian who is no member has none, and who is not signed in gets no error', async () => {
  const bookId = await rent.title()
  await rent.person('kim').rents(bookId)
  for (const person of [rent.person('kim', 'ADMIN'), rent.anybody()]) {
    expect(await mine(person, bookId)).toMatchObject({ data: { _entities: [{ myRental: null }] } })
  }
})

test('a loan that has run out is none, however late the sweep is', async () => {
  const kim = rent.person('kim')
  const bookId = await rent.title()
  const { id } = await kim.rents(bookId)
  await sql`
    update rental set status = 'APPROVED', copy_id = gen_random_uuid(), starts_at = now() - interval '2 day',
      due_at = now() + interval '1 hour' where id = ${id}`.execute(rent.db)
  expect(await mine(kim, bookId)).toMatchObject({ data: { _entities: [{ myRental: { id, status: 'APPROVED' } }] } })
  await sql`update rental set due_at = now() where id = ${id}`.execute(rent.db)
  expect(await mine(kim, bookId)).toMatchObject({ data: { _entities: [{ myRental: null }] } })
})
