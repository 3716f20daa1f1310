import { afterEach, beforeEach, expect, test } from 'vitest'
import { largeSupergraph, type Size } from './testing/large-supergraph.ts'
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

// Of it @apollo/composition takes 7 and 10 seconds to compose the head once (two cores, not quiet).
test.each([
  [{ subgraphs: 50, types: 100 }, 25],
  [{ subgraphs: 191, types: 29 }, 60],
])('a change of %o is checked in less than %d seconds of a processor, and then in a tenth', async (size, seconds) => {
  changed(size)
  const check = async () => {
    expect(await repository.check()).toMatchObject({ status: 0, stdout: expect.stringContaining('S0T0.more') })
  }
  expect(await cpuSeconds(check)).toBeLessThan(seconds)
  expect(await cpuSeconds(check)).toBeLessThan(seconds / 10)
})

test.each([
  { subgraphs: 30, types: 100, chain: true },
  { subgraphs: 50, types: 100, chain: true },
])('a change of %o does not overflow a stack', (size) => {
  changed(size)
  expect(repository.run()).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('S0T0.more') })
})
