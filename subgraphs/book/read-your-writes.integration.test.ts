import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LibraryUnderTest } from './testing/library-under-test.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  library = await LibraryUnderTest.open()
})
afterAll(() => library.close())

const mutations = {
  register: `mutation ($input: RegisterBookInput!) { registerBook(input: $input) { book { id } userErrors { code } } }`,
  withdraw: `mutation ($input: WithdrawBookInput!) { withdrawBook(input: $input) { book { id } userErrors { code } } }`,
  approve: `mutation ($input: ApproveRentalInput!) {
    approveRental(input: $input) { alreadyDecided request { status } userErrors { code } } }`,
  refuse: `mutation ($input: RefuseRentalInput!) {
    refuseRental(input: $input) { alreadyDecided request { status } userErrors { code } } }`,
}

async function sends(mutation: keyof typeof mutations, input: object) {
  const { data, errors, extensions } = await library.librarian.answer(mutations[mutation], { input })
  if (errors) throw new Error(JSON.stringify(errors))
  return { payload: Object.values(data ?? {})[0], restsOn: await typesOf(extensions?.consistency ?? []) }
}

/** Each as `Type of aggregate`, read from the outbox: an id that is not there has no place here. */
async function typesOf(eventIds: readonly string[]): Promise<string[]> {
  if (eventIds.length === 0) return []
  const rows = await library.db
    .selectFrom('outbox')
    .select(['event_id', 'event', 'aggregate_id'])
    .where('event_id', 'in', [...eventIds])
    .execute()
  return eventIds.map((id) => {
    const row = rows.find(({ event_id }) => event_id === id)
    if (!row) throw new Error(`${id} is no event of the outbox`)
    return `${row.event.type.split('.')[2]} of ${row.aggregate_id}`
  })
}

async function waitingCase(): Promise<{ rentalId: string; bookId: string }> {
  const { id: bookId } = await library.librarian.registers()
  const { rentalId } = await library.rentals.paid(bookId)
  await library.becomes(rentalId, { status: 'REQUESTED' })
  return { rentalId, bookId }
}

test('statement 22 a title: its events when it is registered', async () => {
  const { payload, restsOn } = await sends('register', { title: 'Dune', authors: ['Herbert'], rentalFee: 3_000 })
  const { book } = payload as { book: { id: string } }
  expect(restsOn).toEqual([`Registered of ${book.id}`, `AvailabilityChanged of ${book.id}`])
})

test('statement 22 a decision: the approval and what it does to the seat; made again, the approval that was', async () => {
  const { rentalId } = await waitingCase()
  const first = await sends('approve', { rentalId })
  expect(first.payload).toMatchObject({ alreadyDecided: false })
  expect(first.restsOn[0]).toBe(`Approved of ${rentalId}`)
  const again = await sends('approve', { rentalId })
  expect(again.payload).toMatchObject({ alreadyDecided: true })
  expect(again.restsOn).toEqual([`Approved of ${rentalId}`])
})

test('statement 22 a refusal, and the decision that comes too late: it rests on the one before', async () => {
  const { rentalId, bookId } = await waitingCase()
  const { restsOn } = await sends('refuse', { rentalId, reasonCode: 'POLICY' })
  expect(restsOn).toEqual([`Refused of ${rentalId}`, `CopyReleased of ${bookId}`, `AvailabilityChanged of ${bookId}`])
  const late = await sends('approve', { rentalId })
  expect(late.payload).toMatchObject({ userErrors: [{ code: 'ALREADY_DECIDED' }] })
  expect(late.restsOn).toEqual([`Refused of ${rentalId}`])
})

test('statement 22 a withdrawal: everybody who waited is refused, and the answer rests on that too', async () => {
  const { rentalId, bookId } = await waitingCase()
  const { restsOn } = await sends('withdraw', { bookId })
  expect(restsOn).toContain(`Refused of ${rentalId}`)
  expect(restsOn).toContain(`AvailabilityChanged of ${bookId}`)
  const [newest] = (await sends('withdraw', { bookId })).restsOn
  expect(newest).toBe(restsOn.findLast((one) => one.endsWith(bookId)))
})

test('statement 22 what changes nothing and shows nothing rests on nothing', async () => {
  for (const rentalId of [randomUUID(), 'nonsense']) expect((await sends('approve', { rentalId })).restsOn).toEqual([])
  expect((await sends('withdraw', { bookId: randomUUID() })).restsOn).toEqual([])
  expect((await sends('register', { title: '', authors: [], rentalFee: 1 })).restsOn).toEqual([])
})
