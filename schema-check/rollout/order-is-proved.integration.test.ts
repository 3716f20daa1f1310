import { describe, expect, test } from 'vitest'
import { composed, supergraphSdl } from '../composition/compose.ts'
import type { Sources } from '../finding.ts'
import { deployments } from '../testing/deployments.ts'
import { edited, library, librarySources, type Library } from '../testing/library-world.ts'
import { EVERY_DATA, RealGateway } from '../testing/real-gateway.ts'
import { orderOf, type Order } from './order.ts'
import { rolloutOf } from './rollout.ts'

function refuse(head: Sources): never {
  throw new Error(
    composed(head)
      .errors.map(({ message }) => message)
      .join('\n'),
  )
}

async function failures(
  running: readonly Sources['subgraphs'][number][],
  supergraph: Sources,
  clients: Sources,
): Promise<string[]> {
  const { schema } = composed(supergraph)
  if (schema === undefined) return refuse(supergraph)
  await using gateway = new RealGateway(supergraphSdl(schema), running)
  const found: string[] = []
  for (const { name, text } of clients.operations) {
    const request = { text, variables: VARIABLES }
    if (!(await gateway.answers(request))) continue
    for (const data of EVERY_DATA) {
      for (const why of await gateway.problems(request, data)) found.push(`${name}, ${data}: ${why}`)
    }
  }
  return found
}

/** For every operation, so that each input is held against the subgraphs. */
const VARIABLES = {
  tag: null,
  id: '1',
  order: 'TITLE',
  filter: { author: 'a', since: 2000 },
  input: { bookId: '1', days: 3, parcel: { street: 's', grams: 5 } },
}

/** What clients of the base lose when the subgraphs are deployed one by one before the supergraph, and after it. */
async function deployed(
  base: Sources,
  head: Sources,
  before: readonly string[],
  after: readonly string[],
): Promise<string[]> {
  const running = new Map(base.subgraphs.map((one) => [one.name, one]))
  const found: string[] = []
  let supergraph = base
  for (const step of [...before, undefined, ...after]) {
    const source = head.subgraphs.find(({ name }) => name === step)
    if (step === undefined) supergraph = head
    else if (source === undefined) running.delete(step)
    else running.set(step, source)
    const lost = await failures([...running.values()], supergraph, base)
    found.push(...lost.map((one) => `after ${step ?? 'the supergraph'}: ${one}`))
  }
  return found
}

function textOf({ before, after, whenever, impossible, risky }: Order): string {
  if (impossible.length > 0) return 'impossible'
  if (whenever.length > 0 && before.length + after.length === 0) return 'any'
  const isRisky = (name: string) => risky.some(({ subgraph }) => subgraph === name)
  const marked = (names: readonly string[]) => names.map((name) => (isRisky(name) ? `${name} at a risk` : name))
  return [...marked(before), 'supergraph', ...marked(after)].join(', ')
}

describe('on the real gateway, the order of a deployment', () => {
  const cases = deployments.map(([name, order, opposite, edits, start = []]) => ({
    name,
    order,
    opposite,
    edits,
    start,
  }))
  test.each(cases)(
    'of $name: $order; the opposite $opposite',
    { timeout: 60_000 },
    async ({ order, opposite, edits, start }) => {
      const first: Library = edited(start, library())
      const [base, head] = [librarySources(first, 'base'), librarySources(edited(edits, first), 'head')]
      const told = orderOf(rolloutOf(base, head) ?? refuse(head))
      expect(textOf(told)).toBe(order)
      expect(await failures(base.subgraphs, base, base)).toEqual([])
      const { before, after, whenever, impossible } = told
      const nowhere = impossible.map(({ subgraph }) => subgraph)
      const inOrder = await deployed(base, head, [...before, ...nowhere], [...after, ...whenever])
      if (nowhere.length > 0) expect(inOrder).not.toEqual([])
      // That somebody may fail either way is told as a warning of its own.
      else if (told.risky.length === 0) expect(inOrder).toEqual([])
      const reversed = await deployed(base, head, [...after, ...whenever], [...before, ...nowhere])
      expect(reversed.length > 0 ? 'fails' : 'does not fail', reversed.join('\n')).toBe(opposite)
    },
  )
})
