import { Pool } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { answer, startFakeSubgraph } from '../testing/fake-subgraph.ts'
import { SubgraphExchange } from './subgraph-exchange.ts'

test('C10 what is given up while it waits for a connection is never sent', async () => {
  const subgraph = await startFakeSubgraph('rent', {})
  const pool = new Pool(new URL(subgraph.url).origin, { connections: 1, pipelining: 1 })
  onTestFinished(async () => {
    await pool.destroy()
    await subgraph.stop()
  })
  const exchange = (query: string) =>
    new SubgraphExchange(pool, { path: '/graphql', method: 'POST', body: JSON.stringify({ query }) })

  const release = Promise.withResolvers<void>()
  subgraph.behave(async (response, { query }) => {
    if (query === 'first') await release.promise
    answer(response, { data: {} })
  })
  const first = exchange('first')
  await subgraph.receives(1)
  const second = exchange('second')
  second.abort(new Error('nobody waits'))
  await expect(second.answer).rejects.toThrow('nobody waits')
  expect(second.sent).toBe(false)
  release.resolve()
  await first.answer
  await exchange('third').answer
  expect(subgraph.received.map(({ query }) => query)).toEqual(['first', 'third'])
})

test('C10 an answer without an end is cut off', async () => {
  const subgraph = await startFakeSubgraph('rent', {})
  const pool = new Pool(new URL(subgraph.url).origin)
  onTestFinished(async () => {
    await pool.destroy()
    await subgraph.stop()
  })
  const megabyte = Buffer.alloc(1_048_576, ' ')
  subgraph.behave((response) => {
    const more = () => void (response.destroyed || response.write(megabyte, more))
    more()
  })
  const exchange = new SubgraphExchange(pool, { path: '/graphql', method: 'POST', body: '{"query":"{a}"}' })
  await expect(exchange.answer).rejects.toThrow('more than')
  await subgraph.abandoned
})
