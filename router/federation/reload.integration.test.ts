import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { answer, startFakeSubgraph, type FakeSubgraph } from '../testing/fake-subgraph.ts'
import { inThisFolder, rentResolvers, testRouter } from '../testing/router.ts'
import { versionOf } from './supergraph.ts'

const original = readFileSync(inThisFolder('supergraph.graphql'), 'utf8')
/** A subgraph that the configuration does not name, so that it is where the supergraph says. */
const lendingAt = ({ url }: { readonly url: string }, sdl = original) =>
  sdl.replace('name: "rent", url: "http://rent.invalid/graphql"', `name: "lending", url: "${url}"`)
const withoutTitles = (sdl: string) => sdl.replace('title: String! @join__field(graph: BOOK)', '')

async function lending(): Promise<FakeSubgraph> {
  const subgraph = await startFakeSubgraph('rent', rentResolvers)
  onTestFinished(() => subgraph.stop())
  return subgraph
}

async function routerOf(supergraphSdl: string, trusted = '') {
  const file = join(tmpdir(), `supergraph-${randomUUID()}.graphql`)
  await writeFile(file, supergraphSdl)
  onTestFinished(() => rm(file))
  return testRouter({ env: { SUPERGRAPH_FILE: file }, trusted })
}

const rentals = '{ rentals { id book { title } } }'
const expected = {
  rentals: [
    { id: 'r1', book: { title: 'Emma' } },
    { id: 'r2', book: { title: 'Persuasion' } },
  ],
}

describe('a supergraph says where its subgraphs are', () => {
  test('from when it is taken they are asked there, and what is under way ends where it began', async () => {
    const [before, after] = [await lending(), await lending()]
    const router = await routerOf(lendingAt(before))
    let held: ServerResponse | undefined
    before.behave((response) => (held = response))
    const underWay = router.ask(rentals)
    await before.receives(1)
    await router.gateway.take(lendingAt(after))
    expect((await router.ask(rentals)).data).toEqual(expected)
    if (held !== undefined) answer(held, { data: { rentals: rentalsOf() } })
    expect(await underWay).toMatchObject({ data: expected, errors: undefined })
    expect([before.received.length, after.received.length]).toEqual([1, 1])
  })

  test('one that is refused moves nothing', async () => {
    const [before, after] = [await lending(), await lending()]
    const router = await routerOf(lendingAt(before), 'query Titles { books { title } }')
    await expect(router.gateway.take(withoutTitles(lendingAt(after)))).rejects.toThrow(
      'the supergraph breaks trusted documents:\n  Titles: ',
    )
    await expect(router.gateway.take(lendingAt({ url: '' }))).rejects.toThrow(
      'nobody says where the subgraph "lending" is',
    )
    await expect(router.gateway.take(lendingAt({ url: 'nowhere' }))).rejects.toThrow('Invalid URL')
    expect((await router.ask(rentals)).data).toEqual(expected)
    expect([before.received.length, after.received.length]).toEqual([1, 0])
  })

  test('one that has gone and comes back is asked again', async () => {
    const subgraph = await lending()
    const router = await routerOf(lendingAt(subgraph))
    await router.gateway.take(original)
    expect((await router.ask(rentals)).data).toEqual(expected)
    expect(subgraph.received).toHaveLength(0)
    await router.gateway.take(lendingAt(subgraph))
    expect((await router.ask(rentals)).data).toEqual(expected)
    expect(subgraph.received).toHaveLength(1)
  })
})

test('a request that waits for its first subgraph goes on to the next one under the supergraph it began with', async () => {
  const router = await routerOf(original)
  let held: ServerResponse | undefined
  router.rent.behave((response) => (held = response))
  const underWay = router.ask(rentals)
  await router.rent.receives(1)
  await router.gateway.take(withoutTitles(original))
  expect((await router.ask(rentals)).errors?.[0]?.extensions).toMatchObject({ reason: 'GRAPHQL_VALIDATION_FAILED' })
  if (held !== undefined) answer(held, { data: { rentals: rentalsOf() } })
  expect(await underWay).toMatchObject({ data: expected, errors: undefined })
})

describe('a supergraph that a trusted document does not fit is refused', () => {
  const trusted = 'mutation Lend { lend(input: { bookId: "1" }) { id } } query Some { books(first: 2) { title } }'

  test.each([
    ['a field is gone', withoutTitles(original), 'Some'],
    ['a field takes no such argument', original.replace('books(first: Int)', 'books'), 'Some'],
    ['an argument is of another type', original.replace('books(first: Int)', 'books(first: String)'), 'Some'],
    ['an input must have another field', original.replace('days: Int! = 14', 'days: Int!'), 'Lend'],
  ])('%s', async (_what, sdl, name) => {
    const router = await routerOf(original, trusted)
    expect(sdl).not.toBe(original)
    await expect(router.gateway.take(sdl)).rejects.toThrow(`the supergraph breaks trusted documents:\n  ${name}: `)
  })
})

test('operators see which supergraph is served', async () => {
  const router = await routerOf(original)
  const seen = async () => {
    const text = await (await fetch(router.url.replace('graphql', 'metrics'))).text()
    return text.split('\n').filter((line) => line.startsWith('ebook_router_supergraph_info{'))
  }
  const line = (sdl: string) => expect.stringContaining(`version="${versionOf(sdl)}"`)
  expect(await seen()).toEqual([line(original)])
  const next = original.replace('me: String', 'me: String\n  you: String')
  await router.gateway.take(next)
  expect(await seen()).toEqual([line(next)])
  await expect(router.gateway.take('type Query { me: String }')).rejects.toThrow()
  expect(await seen()).toEqual([line(next)])
})

const rentalsOf = () => [
  { id: 'r1', book: { __typename: 'Book', id: '1' } },
  { id: 'r2', book: { __typename: 'Book', id: '2' } },
]
