import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Book } from './generated/resolvers.ts'
import { LibraryUnderTest } from './testing/library-under-test.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  library = await LibraryUnderTest.open()
})
afterAll(() => library.close())

describe('C28 who may do what', () => {
  const mutations = {
    registerBook: 'mutation { registerBook(input: { title: "T", authors: ["A"], rentalFee: 1 }) { book { id } } }',
    withdrawBook: `mutation { withdrawBook(input: { bookId: "${randomUUID()}" }) { book { id } } }`,
    approveRental: `mutation { approveRental(input: { rentalId: "${randomUUID()}" }) { alreadyDecided } }`,
    refuseRental: `mutation { refuseRental(input: { rentalId: "x", reasonCode: POLICY }) { alreadyDecided } }`,
    rentalRequests: '{ rentalRequests { totalCount } }',
  }
  test.each(Object.entries(mutations))('F1 %s is for librarians', async (_, query) => {
    const codes = async (person: { answer(query: string): Promise<{ errors?: readonly { extensions: object }[] }> }) =>
      (await person.answer(query)).errors?.map(({ extensions }) => (extensions as { code: string }).code)
    expect(await codes(library.anybody())).toEqual(['UNAUTHENTICATED'])
    expect(await codes(library.person('alice'))).toEqual(['FORBIDDEN'])
    expect(await codes(library.librarian)).toBeUndefined()
  })
})

test('what was agreed on with who sold a licence is kept beside it, and stays as it is until it is said anew', async () => {
  const { id: bookId } = await library.librarian.registers()
  const agreed = { vendor: 'A vendor', price: 9_000, download: 'LCP', preview: 10 } as const
  const { licence } = await library.librarian.adds({ bookId, kind: 'CONCURRENT', seats: 2, ...agreed })
  expect(licence).toMatchObject(agreed)
  const revises = async (input: object) =>
    (await library.librarian.revisesLicence({ bookId, licenceId: licence?.id ?? '', ...input })).licence
  expect(await revises({ seats: 3 })).toMatchObject({ ...agreed, seats: 3 })
  expect(await revises({ download: 'DRM_FREE', preview: null })).toMatchObject({
    ...agreed,
    ...{ download: 'DRM_FREE', preview: null },
  })
  const { licence: plain } = await library.librarian.adds({ bookId, kind: 'ONE_COPY' })
  expect(plain).toMatchObject({ vendor: null, price: null, download: 'NONE', preview: null })
})

describe('the librarian’s queue', () => {
  const QUEUE = `query ($status: RequestStatus, $first: Int, $after: String) {
    rentalRequests(status: $status, first: $first, after: $after) {
      edges { node { rentalId status book { id title } rental { id } } } pageInfo { hasNextPage endCursor } totalCount
    }
  }`
  interface Queue {
    readonly edges: readonly { readonly node: { readonly rentalId: string; readonly book: { readonly id: string } } }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
    readonly totalCount: number
  }

  test('F4 oldest first, page by page, with title and rental', async () => {
    const { id } = await library.librarian.registers({ seats: 5 })
    const waiting: string[] = []
    for (let n = 0; n < 5; n += 1) {
      const { rentalId } = await library.rentals.paid(id)
      await library.becomes(rentalId, { status: 'REQUESTED' })
      waiting.push(rentalId)
    }
    const first = await library.librarian.asks<Queue>(QUEUE, { status: 'REQUESTED', first: 3 })
    const { endCursor: after } = first.pageInfo
    const second = await library.librarian.asks<Queue>(QUEUE, { status: 'REQUESTED', first: 3, after })
    expect([...first.edges, ...second.edges].map(({ node }) => node.rentalId)).toEqual(waiting)
    expect(first.edges[0]?.node).toMatchObject({ book: { id, title: 'Dune' }, rental: { id: waiting[0] } })
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } })
    expect(second.pageInfo.hasNextPage).toBe(false)

    await library.librarian.approves(waiting[0] ?? '')
    const approved = await library.librarian.asks<Queue>(QUEUE, { status: 'APPROVED' })
    expect(approved.edges.map(({ node }) => node.rentalId)).toEqual([waiting[0]])
  })
})

describe('entities', () => {
  test('titles are anybody’s to see, many at once and in order; unknown ones are null', async () => {
    const books = await Promise.all(Array.from({ length: 3 }, () => library.librarian.registers()))
    const ids = [books[2]?.id, randomUUID(), books[0]?.id, 'nonsense', books[2]?.id.toUpperCase()]
    const found = await library.anybody().entities<Book>(
      ids.map((id) => ({ __typename: 'Book', id })),
      '... on Book { id seatsTotal seatsFree status }',
    )
    expect(found.map((book) => book?.id ?? null)).toEqual([ids[0], null, ids[2], null, ids[0]])
    expect(found[0]).toMatchObject({ seatsTotal: 1, seatsFree: 1, status: 'POSSIBLE' })
  })

  test('a request is its member’s and the librarians’; to all others there is none', async () => {
    const { id } = await library.librarian.registers()
    const { rentalId } = await library.rentals.paid(id, 'alice')
    await library.becomes(rentalId, { status: 'REQUESTED' })
    for (const [person, sees] of [
      [library.person('alice'), true],
      [library.librarian, true],
      [library.person('mallory'), false],
      [library.withoutRoles('alice'), false],
      [library.anybody(), false],
    ] as const) {
      const expected = sees ? { rentalId, status: 'REQUESTED' } : null
      const through = await person.requestOf(rentalId)
      const [entity] = await person.entities(
        [{ __typename: 'RentalRequest', id: rentalId }],
        '... on RentalRequest { rentalId status }',
      )
      if (expected === null) expect([through, entity], person.sub).toEqual([null, null])
      else expect([through, entity], person.sub).toMatchObject([expected, expected])
    }
  })
})
