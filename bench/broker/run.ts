import { startStack, type Stack } from '@ebook/stack/stack'
import { spreadOf, type Spread } from '../figures.ts'
import { count } from '../query.ts'
import { table } from '../table.ts'
import { openBare } from './bare.ts'
import { dataOf, openRoad } from './road.ts'

const ROUNDS = 3
const BARE_MS = 5_000
/** As many as the relay has under way at most. */
const UNDER_WAY = 500

/** Each in turn with the broker's own, in the same run; every event is counted again in the databases. */
export async function run({ events }: { readonly events: number }): Promise<object> {
  const nodes = [await measure(1, events), await measure(3, events)]
  for (const figure of nodes) print(figure, events)
  return { benchmark: 'broker', events, rounds: ROUNDS, nodes }
}

type Name = 'publishOne' | 'publishMany' | 'relay' | 'consumeBare' | 'consume'

/** With three nodes every stream is kept on all of them. */
async function measure(nodes: 1 | 3, events: number) {
  const stack = await startStack({ durable: true, only: [], natsNodes: nodes })
  try {
    const rounds: Record<Name, number[]> = { publishOne: [], publishMany: [], relay: [], consumeBare: [], consume: [] }
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
    const perSecond = Object.fromEntries(
      Object.entries(rounds).map(([name, figures]) => [name, spreadOf(figures)]),
    ) as Record<Name, Spread>
    return { nodes, perSecond, ratios: ratiosOf(perSecond) }
  } finally {
    await stack.stop()
  }
}

const told = (nodes: number): string => (nodes === 1 ? 'one node' : `${nodes} nodes`)

async function nothingIsMissing(stack: Stack, events: number): Promise<void> {
  const published = await count(stack, 'rent', 'select count(distinct pos) from outbox where published_at is not null')
  const handled = await count(stack, 'book', `select count(*) from inbox where outcome = 'handled'`)
  if (published !== events || handled !== events) {
    throw new Error(`${events} events, ${published} published, ${handled} handled`)
  }
}

/** How much of what the broker can do is left. */
function ratiosOf({ publishMany, relay, consumeBare, consume }: Record<Name, Spread>) {
  const percent = (part: Spread, whole: Spread) => Math.round((part.median / whole.median) * 100)
  return { relayPercentOfBroker: percent(relay, publishMany), consumerPercentOfBroker: percent(consume, consumeBare) }
}

type Figures = Awaited<ReturnType<typeof measure>>

function print({ nodes, perSecond, ratios }: Figures, events: number): void {
  const row = (name: string, { median, min, max }: Spread, percent?: number) => [name, median, min, max, percent]
  console.log(
    table(
      `broker: ${told(nodes)}, sync_interval always, ${events} events a round, ${ROUNDS} rounds`,
      ['each second', 'median', 'min', 'max', '% of the broker'],
      [
        row('acknowledged publications, one under way', perSecond.publishOne),
        row(`acknowledged publications, ${UNDER_WAY} under way`, perSecond.publishMany, 100),
        row('relay: events of an outbox published and marked', perSecond.relay, ratios.relayPercentOfBroker),
        row('messages got and acknowledged, nothing done', perSecond.consumeBare, 100),
        row('consumer: events handled, with the inbox', perSecond.consume, ratios.consumerPercentOfBroker),
      ],
    ),
  )
  console.log()
}
