import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { acceptsSecret } from '@ebook/chassis/identity'
import { startTestIssuer } from '@ebook/chassis/testing/issuer'
import { Cursors } from './live/cursor.ts'
import { answer, startFakeSubgraph } from './testing/fake-subgraph.ts'
import { rentResolvers, testRouter, type TestRouter } from './testing/router.ts'

const [OLD, NEW] = ['the-root-before-the-rotation', 'the-root-after-the-rotation']
const place = { stream: '2026-01-01T00:00:00Z', sequence: 7 }

/** A subgraph that looks at the router's secret as every subgraph does, and answers what it rests on. */
async function guardedSubgraph() {
  const rent = await startFakeSubgraph('rent', rentResolvers)
  let accepts = acceptsSecret([])
  rent.behave((response, { headers, query }) => {
    if (!accepts(headers['x-router-secret'])) return answer(response, { errors: [{ message: 'not the router' }] }, 403)
    if (!query.startsWith('mutation')) return answer(response, { data: { rentals: [] } })
    return answer(response, { data: { lend: { id: 'r3' } }, extensions: { consistency: [randomUUID()] } })
  })
  return {
    url: rent.url,
    stop: () => rent.stop(),
    /** SUBGRAPH_SECRET, as `npm run subgraph-secrets` prints it. */
    isGiven: (...roots: string[]) => (accepts = acceptsSecret(roots.map((root) => subgraphSecret(root, 'rent')))),
  }
}

test('the root is changed as docs/operating.md says, under load: nobody is refused, no cursor and no token is lost', async () => {
  const issuer = await startTestIssuer()
  const rent = await guardedSubgraph()
  onTestFinished(async () => void (await Promise.all([issuer.stop(), rent.stop()])))
  const token = await issuer.token({ exp: Math.floor(Date.now() / 1_000) + 600 })
  const startWith = (roots: string) =>
    testRouter({ env: { OIDC_ISSUER: issuer.url, RENT_URL: rent.url, ROUTER_SECRET: roots } })

  rent.isGiven(OLD)
  const routers: TestRouter[] = [await startWith(OLD), await startWith(OLD)]
  const refused: unknown[] = []
  let rounds = 0
  let over = false
  /** A write at one router, and by its token a read at the other. */
  const load = (async () => {
    while (!over) {
      const [one, other] = rounds % 2 === 0 ? routers : routers.toReversed()
      const wrote = await one?.ask('mutation { lend(input: { bookId: "1" }) { id } }', { token })
      const read = await other?.ask({ query: '{ rentals { id } }', extensions: wrote?.extensions }, { token })
      for (const answered of [wrote, read]) {
        if (answered?.status !== 200 || answered.errors !== undefined) refused.push(answered)
      }
      rounds += 1
    }
  })()
  const asked = async () => {
    const before = rounds
    await expect.poll(() => rounds, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before + 4)
  }
  const restartEach = async (roots: string) => {
    for (const index of routers.keys()) {
      const old = routers[index]
      routers[index] = await startWith(roots)
      await asked()
      await old?.stop()
    }
  }
  const cursor = new Cursors([OLD]).writer('all', 'ann')(place)
  const isGood = (roots: string) => new Cursors(roots.split(',')).read(cursor, 'all', 'ann')

  await asked()
  rent.isGiven(OLD, NEW)
  await asked()
  for (const roots of [`${OLD},${NEW}`, `${NEW},${OLD}`]) {
    await restartEach(roots)
    expect(isGood(roots)).toEqual(place)
  }
  await restartEach(NEW)
  rent.isGiven(NEW)
  await asked()
  over = true
  await load
  expect(refused).toEqual([])
  expect(rounds).toBeGreaterThan(20)
  expect(() => isGood(NEW)).toThrow('is not one of ours')
}, 60_000)
