import { startStack, type Stack } from '@ebook/stack/stack'
import { byName } from '../../subgraphs/subgraphs.ts'
import { spreadOf } from '../figures.ts'
import { count } from '../installation.ts'
import type { Figure, Measured } from '../results.ts'
import { openBare } from './bare.ts'
import { dataOf, openRoad } from './road.ts'

const ROUNDS = 3
const BARE_MS = 5_000
/** As many as the relay has under way at most. */
const UNDER_WAY = 500

/** Each in turn with the broker's own, in the same run; every event is counted again in the databases. */
export async function measureBroker({ events }: { readonly events: number }): Promise<Measured> {
  const sizes = [await measure(1, events), await measure(3, events)]
  return { figures: sizes.flatMap(figuresOf), detail: { rounds: ROUNDS, sizes } }
}

function figuresOf({ nodes, perSecond }: Awaited<ReturnType<typeof measure>>): Figure[] {
  const beside = (name: Name, of: Name, what: string): Figure => {
    const comparison = { name: what, value: perSecond[of].median }
    return { name: `${name}, ${told(nodes)}`, unit: '/s', value: perSecond[name].median, comparison }
  }
  const one = { name: `publishOne, ${told(nodes)}`, unit: '/s', value: perSecond.publishOne.median }
  return [
    one,
    beside('relay', 'publishMany', 'bare publications'),
    beside('consume', 'consumeBare', 'bare consumption'),
  ]
}

const NAMES = ['publishOne', 'publishMany', 'relay', 'consumeBare', 'consume'] as const
type Name = (typeof NAMES)[number]

/** With three nodes every stream is kept on all of them. */
async function measure(nodes: 1 | 3, events: number) {
  const stack = await startStack({ durable: true, only: [], natsNodes: nodes })
  try {
    const rounds = byName(NAMES, (): number[] => [])
    const bare = await openBare(stack, nodes, JSON.stringify({ envelope: 'e'.repeat(400), data: dataOf('r') }))
    const road = await openRoad(stack)
    for (let round = 1; round <= ROUNDS; round += 1) {
      console.error(`${told(nodes)}, round ${round} of ${ROUNDS}: the broker alone …`)
      rounds.publishOne.push(await bare.published(1, BARE_MS))
      rounds.publishMany.push(await bare.published(UNDER_WAY, BARE_MS))
      console.error(`${told(nodes)}, round ${round} of ${ROUNDS}: ${events} events …`)
      await road.fill(events)
      rounds.relay.push(events / (await road.relay()))
      rounds.consumeBare.push(await bare.consumed())
      rounds.consume.push(events / (await road.consume()))
    }
    await road.close()
    await bare.close()
    await nothingIsMissing(stack, ROUNDS * events)
    const perSecond = byName(NAMES, (name) => spreadOf(rounds[name]))
    return { nodes, perSecond }
  } finally {
    await stack.stop()
  }
}

const told = (nodes: number): string => (nodes === 1 ? 'one node' : `${nodes} nodes`)

async function nothingIsMissing(stack: Stack, events: number): Promise<void> {
  const published = await count(
    stack,
    'rent',
    'select count(distinct pos) from outbox, relay_state where pos <@ published',
  )
  const handled = await count(stack, 'book', `select count(*) from inbox where outcome = 'handled'`)
  if (published !== events || handled !== events) {
    throw new Error(`${events} events, ${published} published, ${handled} handled`)
  }
}
