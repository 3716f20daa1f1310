import { describe, expect, test } from 'vitest'
import { smallFederation } from '../testing/small-federation.ts'

const id = ({ id }: { id: string }) => ({ id })

/** A loan of one desk that the other must be told what it is for, and may be asked for under some of its keys only. */
const desk = () => ({ id: 'd', loans: [{ id: 'l', code: 'c', shelf: { row: 'r', place: 'p' } }] })
const keys = {
  desk: {
    sdl: `
      type Query { desk: Desk }
      type Subscription { deskChanged: Desk }
      type Desk @key(fields: "id") { id: ID! loans: [Loan!]! }
      type Loan @key(fields: "id", resolvable: false) @key(fields: "code shelf { row }") {
        id: ID! code: ID! shelf: Shelf! title: String! @external label: String! @requires(fields: "title")
      }
      type Shelf @shareable { row: ID! place: ID! }`,
    resolvers: {
      Query: { desk },
      Subscription: { deskChanged: desk },
      Loan: {
        __resolveReference: (loan: { code?: string; title?: string }) => {
          if (loan.code === undefined) throw new Error('it is not known by its id here')
          return { ...loan, label: `label of ${loan.title}` }
        },
      },
    },
  },
  shelf: {
    sdl: `
      type Loan @key(fields: "id") @key(fields: "code shelf { row }", resolvable: false) {
        id: ID! code: ID! shelf: Shelf! title: String!
      }
      type Shelf @shareable { row: ID! place: ID! }`,
    resolvers: {
      Loan: {
        __resolveReference: id,
        code: () => 'c',
        shelf: () => ({ row: 'r', place: 'p' }),
        title: () => 'Emma',
      },
    },
  },
}

test('a subgraph is gone back to by a key that it can resolve, live too', async () => {
  const { ask, watch } = smallFederation(keys)
  expect(await watch('subscription { deskChanged { loans { label } } }')).toEqual({
    data: { deskChanged: { loans: [{ label: 'label of Emma' }] } },
  })
  expect(await ask('{ desk { loans { id label } } }')).toEqual({
    data: { desk: { loans: [{ id: 'l', label: 'label of Emma' }] } },
  })
})

const notes = ['n1', 'n2', 'n3'].map((note) => ({ id: note, by: `writer of ${note}` }))
const listArgument = {
  books: {
    sdl: `
      type Query { book: Book }
      type Subscription { bookChanged: Book }
      type Book @key(fields: "id") { id: ID! notes(first: Int!): [Note!]! }
      type Note @key(fields: "id") { id: ID! by: ID! }`,
    resolvers: {
      Query: { book: () => ({ id: 'b' }) },
      Subscription: { bookChanged: () => ({ id: 'b' }) },
      Book: { __resolveReference: id, notes: (_: unknown, { first }: { first: number }) => notes.slice(0, first) },
    },
  },
  writers: {
    sdl: `
      type Book @key(fields: "id") {
        id: ID! notes(first: Int!): [Note!]! @external
        writers: [ID!]! @requires(fields: "notes(first: 3) { by }")
      }
      type Note @key(fields: "id") { id: ID! by: ID! @external }`,
    resolvers: {
      Book: {
        __resolveReference: (book: object) => book,
        writers: ({ notes: given }: { notes: { by: string }[] }) => given.map(({ by }) => by),
      },
    },
  },
}

describe('a client asks with other arguments than a subgraph requires', () => {
  const writers = ['writer of n1', 'writer of n2', 'writer of n3']
  const { ask, watch } = smallFederation(listArgument)

  test.each([
    ['before it', '{ book { notes(first: 1) { id } writers } }', { notes: [{ id: 'n1' }], writers }],
    ['behind it', '{ book { writers notes(first: 2) { id } } }', { writers, notes: [{ id: 'n1' }, { id: 'n2' }] }],
    [
      'by a variable, and under a name',
      'query ($n: Int = 1) { book { writers few: notes(first: $n) { by } notes(first: 0) { by } } }',
      { writers, few: [{ by: 'writer of n1' }], notes: [] },
    ],
  ])('%s: each gets what they asked for', async (_what, query, book) => {
    expect(await ask(query)).toEqual({ data: { book } })
  })

  test('live too', async () => {
    expect(await watch('subscription { bookChanged { notes(first: 1) { id } writers } }')).toEqual({
      data: { bookChanged: { notes: [{ id: 'n1' }], writers } },
    })
  })
})

const priceOf = (currency: string) => ({ EUR: 10, USD: 12 })[currency]
const contradiction = {
  shop: {
    sdl: `
      type Query { items: [Item!]! }
      type Subscription { itemChanged: Item }
      type Item @key(fields: "id") { id: ID! price(currency: String!): Int }`,
    resolvers: {
      Query: { items: () => [{ id: '1' }, { id: '2' }] },
      Item: { __resolveReference: id, price: (_: unknown, { currency }: { currency: string }) => priceOf(currency) },
    },
  },
  post: {
    sdl: `
      type Item @key(fields: "id") {
        id: ID! price(currency: String!): Int @external
        european: String @requires(fields: "price(currency: \\"EUR\\")")
        american: String @requires(fields: "price(currency: \\"USD\\")")
      }`,
    resolvers: {
      Item: {
        __resolveReference: (item: object) => item,
        european: ({ price }: { price: number }) => `${price} EUR`,
        american: ({ price }: { price: number }) => `${price} USD`,
      },
    },
  },
}

describe('two fields require the same with different arguments', () => {
  test('each gets its own: they are planned apart', async () => {
    const { ask } = smallFederation(contradiction)
    const told = { european: '10 EUR', american: '12 USD' }
    expect(await ask('{ items { id european american } }')).toEqual({
      data: {
        items: [
          { id: '1', ...told },
          { id: '2', ...told },
        ],
      },
    })
    expect(await ask('{ items { american price(currency: "EUR") european } }')).toEqual({
      data: {
        items: [
          { american: '12 USD', price: 10, european: '10 EUR' },
          { american: '12 USD', price: 10, european: '10 EUR' },
        ],
      },
    })
  })

  test('live it is refused: one payload has room for one of them', async () => {
    const { watch } = smallFederation(contradiction)
    await expect(watch('subscription { itemChanged { european american } }')).rejects.toMatchObject({
      message:
        'There is no way to answer this operation: Item.european requires price(currency: EUR), and price(currency: USD) is fetched for shop.',
      extensions: { code: 'BAD_USER_INPUT', reason: 'NO_HONEST_PLAN' },
    })
  })

  test('what has become another between the two is refused, and not put together', async () => {
    let asked = 0
    const items = () => [{ id: '1' }, { id: '2' }].slice(asked++)
    const shop = { ...contradiction.shop, resolvers: { ...contradiction.shop.resolvers, Query: { items } } }
    const { ask } = smallFederation({ ...contradiction, shop })
    const { data, errors } = await ask('{ items { european american } }')
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', reason: 'CHANGED_MEANWHILE' } }])
  })
})

const nobody = {
  papers: {
    sdl: `
      type Query { paper: Paper other: Int }
      type Subscription { paperChanged: Paper }
      interface Paper @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { paper: () => ({ __typename: 'Paper', id: 'p' }), other: () => 1 } },
  },
  readers: {
    sdl: `
      type Query { read: Paper }
      type Paper @key(fields: "id", resolvable: false) @interfaceObject { id: ID! reader: String }`,
    resolvers: { Query: { read: () => ({ id: 'p', reader: 'Ann' }) } },
  },
}

test('what no subgraph can deliver is refused before anybody is asked, and not answered as null', async () => {
  const { ask, watch } = smallFederation(nobody)
  expect(await ask('{ read { reader } }')).toEqual({ data: { read: { reader: 'Ann' } } })
  const { data, errors } = await ask('{ paper { reader } }')
  expect(data).toBeUndefined()
  expect(errors).toMatchObject([
    {
      message: 'There is no way to answer this operation: no subgraph can deliver paper.',
      extensions: { code: 'BAD_USER_INPUT', reason: 'NO_PLAN' },
    },
  ])
  await expect(watch('subscription { paperChanged { reader } }')).rejects.toMatchObject({
    extensions: { reason: 'NO_PLAN' },
  })
  expect((await ask('{ other paper { reader } }')).errors).toMatchObject([{ extensions: { reason: 'NO_PLAN' } }])
})
