import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { largeSources, largeSupergraph, type Size } from './testing/large-supergraph.ts'
import { SmallRepository } from './testing/small-repository.ts'

let repository: SmallRepository
beforeEach(() => {
  repository = new SmallRepository()
})
afterEach(() => repository[Symbol.dispose]())

const SCHEMA = 'subgraphs/s0/schema.graphql'

/** A field more in the first type of a large supergraph. */
function changed(size: Size): void {
  const files = largeSupergraph(size)
  for (const [file, text] of Object.entries(files)) repository.write(file, text)
  repository.write('schema/operations/one.graphql', 'query One { s0(id: 1) { id } }\n')
  repository.commit('x')
  repository.write(SCHEMA, (files[SCHEMA] ?? '').replace('"Its id." id', '"More." more: Int\n  "Its id." id'))
}

async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** What @apollo/composition takes to compose the head once, with nothing of ours. */
function composedAlone(size: Size): Promise<number> {
  const services = largeSources(size).subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) }))
  return cpuSeconds(() => Promise.resolve(composeServices(services)))
}

test.each([
  { subgraphs: 50, types: 100 },
  { subgraphs: 191, types: 29 },
])('a change of %o is checked for less than twice what its composition costs, and then for a tenth', async (size) => {
  changed(size)
  const alone = await composedAlone(size)
  const check = async () => {
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('S0T0.more') })
  }
  const first = await cpuSeconds(check)
  const again = await cpuSeconds(check)
  const told = `composition alone ${alone.toFixed(1)} s, first check ${first.toFixed(1)} s, then ${again.toFixed(1)} s`
  expect(first, told).toBeLessThan(2 * alone)
  expect(again, told).toBeLessThan(first / 10)
})

test.each([
  { subgraphs: 30, types: 100, chain: true },
  { subgraphs: 50, types: 100, chain: true },
])('a change of %o does not overflow a stack', (size) => {
  changed(size)
  expect(repository.run()).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('S0T0.more') })
})

test('an operation that is nested too deep to be written out is told as one that is not checked', () => {
  const deep = 20_000
  const schema = (more: string) =>
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")\ntype Query { "Itself." same: Query ${more}}\n`
  repository.write(SCHEMA, schema(''))
  repository.write(
    'schema/operations/one.graphql',
    `query One ${'{ same '.repeat(deep)}{ __typename }${' }'.repeat(deep)}`,
  )
  repository.commit('x')
  repository.write(SCHEMA, schema('"More." more: Int '))
  const { status, stdout, stderr } = repository.run()
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('One is nested too deep to be written out')
})
