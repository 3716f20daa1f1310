import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, print } from 'graphql'
import { describe, expect, test, vi } from 'vitest'
import { readOperations } from '@ebook/schema/operations'
import { PlanStore } from '../planning/plan-store.ts'
import { PlannedSupergraph, plannedSupergraph } from '../planning/planned-supergraph.ts'
import { Planner } from '../planning/planner.ts'
import { read, testRouter } from '../testing/router.ts'
import { printManifest, trustOperations } from '../trust.ts'
import { readTrustedDocuments, sha256, TrustedDocuments } from './trusted-documents.ts'

const inSchema = (file: string) => fileURLToPath(new URL(`../../schema/${file}`, import.meta.url))

const trusted = 'query Titles { books { title } } mutation Lend($input: LendInput!) { lend(input: $input) { id } }'
const titles = print(parse('query Titles { books { title } }'))
const withTypename = print(parse('query Titles { books { title __typename } }'))
const production = { env: { NODE_ENV: 'production' }, trusted }
const expected = { books: [{ title: 'Emma' }, { title: 'Persuasion' }] }

describe('C28 in production only the operations of the manifest are run', () => {
  const accepted: Record<string, object> = {
    'by its text': { query: titles },
    'by its text, laid out otherwise': { query: '# the titles\nquery Titles{books{title}}' },
    'with its name': { query: titles, operationName: 'Titles' },
    'by hash, as clients of persisted queries send it': {
      extensions: { persistedQuery: { version: 1, sha256Hash: sha256(titles) } },
    },
    'by documentId': { documentId: `sha256:${sha256(titles)}` },
  }
  test.each(Object.entries(accepted))('C28 %s', async (_how, body) => {
    const router = await testRouter(production)
    const { status, data, errors } = await router.ask(body)
    expect({ status, data, errors }).toEqual({ status: 200, data: expected, errors: undefined })
  })

  test.each([
    ['by text', { query: withTypename }],
    ['by hash', { extensions: { persistedQuery: { version: 1, sha256Hash: sha256(withTypename) } } }],
  ])('C28 as caching clients send it, with __typename everywhere: %s', async (_how, body) => {
    const router = await testRouter(production)
    expect((await router.ask(body)).data).toEqual({
      books: [
        { __typename: 'Book', title: 'Emma' },
        { __typename: 'Book', title: 'Persuasion' },
      ],
    })
  })

  test('C28 by GET as well', async () => {
    const router = await testRouter(production)
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: sha256(titles) } })
    for (const [name, value] of Object.entries({ query: titles, extensions, documentId: sha256(titles) })) {
      const answered = await read(await fetch(`${router.url}?${name}=${encodeURIComponent(value)}`))
      expect(answered).toMatchObject({ status: 200, data: expected })
    }
  })

  const refused: Record<string, object> = {
    'another selection': { query: 'query Titles { books { id title } }' },
    'an operation more': { query: `${titles} query More { books { id } }`, operationName: 'Titles' },
    'another name': { query: 'query Title { books { title } }' },
    __typename: { query: '{ __typename }' },
    introspection: { query: '{ __schema { types { name } } }' },
    'an unknown hash': { extensions: { persistedQuery: { version: 1, sha256Hash: sha256('other') } } },
    'an unknown hash that is registered with its text': {
      query: '{ books { id } }',
      extensions: { persistedQuery: { version: 1, sha256Hash: sha256('{ books { id } }') } },
    },
    'no GraphQL at all': { query: 'drop table' },
    nothing: { variables: {} },
    'a batch': [{ query: titles }],
  }
  test.each(Object.entries(refused))('C28 everything else is refused: %s', async (_what, body) => {
    const router = await testRouter(production)
    const { status, data, errors } = await router.ask(body)
    expect({ status, data }).toEqual({ status: 400, data: undefined })
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', reason: 'UNTRUSTED_DOCUMENT' })
    expect(router.book.received).toEqual([])
  })

  test('C28 a trusted mutation is not run by GET', async () => {
    const router = await testRouter(production)
    const hash = sha256(print(parse('mutation Lend($input: LendInput!) { lend(input: $input) { id } }')))
    const search = new URLSearchParams({ documentId: hash, variables: '{"input":{"bookId":"1"}}' })
    expect((await fetch(`${router.url}?${search}`)).status).toBe(405)
    expect(router.rent.received).toEqual([])
  })

  test('C28 a trusted document is told that its operation has another name', async () => {
    const router = await testRouter(production)
    const { status, errors } = await router.ask({ query: titles, operationName: 'Other' })
    expect(status).toBe(400)
    expect(errors?.[0]?.extensions).toMatchObject({ reason: 'OPERATION_RESOLUTION_FAILURE' })
  })
})

describe('C28 while developing any operation is run', () => {
  test('C28 and trusted ones are known by their hash', async () => {
    const router = await testRouter({ trusted })
    expect((await router.ask('{ books { id } }')).status).toBe(200)
    expect((await router.ask({ documentId: sha256(titles) })).data).toEqual(expected)
  })

  test('C28 a client of automatic persisted queries learns to send the text, and is answered', async () => {
    const router = await testRouter()
    const query = '{ books { title } }'
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } }
    const { errors } = await router.ask({ extensions })
    expect(errors).toEqual([
      { message: 'PersistedQueryNotSupported', extensions: { code: 'BAD_USER_INPUT', reason: 'UNKNOWN_DOCUMENT' } },
    ])
    expect((await router.ask({ query, extensions })).data).toEqual(expected)
  })
})

describe('C33 the plans of trusted documents are there before the first request', () => {
  test('C33 and no other plan pushes them out', async () => {
    const router = await testRouter({ trusted })
    const planned = router.plans.size
    expect(planned).toBe(4)
    await router.ask({ documentId: sha256(titles) })
    await router.ask({ documentId: sha256(withTypename) })
    expect(router.plans.size).toBe(planned)
  })

  test('C33 what several ask for at once is planned once, and is no work for who asks second', async () => {
    const plan = { form: 0, nodes: [] }
    const planning = Promise.withResolvers<typeof plan>()
    const planText = vi.fn(() => planning.promise)
    const store = new PlanStore({ plan: () => undefined, has: () => false, size: 0 }, { planText })
    const ask = () => store.plan('key', { text: '{ books { id } }', operationName: undefined })
    expect(store.has('key')).toBe(false)
    const asked = [ask(), ask()]
    expect(store.has('key')).toBe(true)
    planning.resolve(plan)
    expect(await Promise.all(asked)).toEqual([plan, plan])
    expect(planText).toHaveBeenCalledOnce()
  })

  test('C33 one that cannot be made is tried again by who asks later', async () => {
    const plan = { form: 0, nodes: [] }
    const planText = vi
      .fn<() => Promise<typeof plan>>()
      .mockRejectedValueOnce(new Error('not now'))
      .mockResolvedValue(plan)
    const store = new PlanStore({ plan: () => undefined, has: () => false, size: 0 }, { planText })
    const ask = () => store.plan('key', { text: '{ books { id } }', operationName: undefined })
    await expect(ask()).rejects.toThrow('not now')
    expect(store.has('key')).toBe(false)
    expect(await ask()).toBe(plan)
  })

  test('C33 other plans are bounded, the least recently used goes first', async () => {
    const plan = { form: 0, nodes: [] }
    const made = { plan: (key: string) => (key === 'trusted' ? plan : undefined), has: () => false, size: 1 }
    const store = new PlanStore(made, { planText: async () => plan })
    const ask = (key: string) => store.plan(key, { text: `{ ${key} }`, operationName: undefined })
    for (let i = 0; i < 600; i++) {
      await ask(`other${i}`)
      await ask('other0')
    }
    expect(store.size).toBe(501)
    expect(await ask('trusted')).toBe(plan)
    expect([store.has('other0'), store.has('other1'), store.has('trusted')]).toEqual([true, false, false])
    expect(store.others()).toHaveLength(500)
  })
})

describe('C34 the manifest', () => {
  test('C34 is that of the operations and the supergraph of this commit (node router/trust.ts writes it)', async () => {
    const { manifest } = await trustOperations(readOperations(), inSchema('supergraph.graphql'))
    expect(readFileSync(inSchema('trusted-documents.json'), 'utf8')).toBe(printManifest(manifest))
  })

  test('C34 can be planned wholly', async () => {
    const documents = await readTrustedDocuments(inSchema('trusted-documents.json'))
    const supergraphSdl = readFileSync(inSchema('supergraph.graphql'), 'utf8')
    const order = { supergraphSdl, documents: [...documents.all()] }
    const planned = new PlannedSupergraph(plannedSupergraph(new Planner(supergraphSdl), order))
    expect(planned.size).toBe(documents.names.size * 2)
  })

  test('C34 is refused when a hash is not that of its document, or a document has no name or two operations', () => {
    expect(() => new TrustedDocuments({ abc: titles })).toThrow('has another hash')
    for (const text of ['{ books { title } }', 'query A { books { id } } query B { books { id } }']) {
      expect(() => new TrustedDocuments({ [sha256(text)]: text })).toThrow('is not one named operation')
    }
  })
})
