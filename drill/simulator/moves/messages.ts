import { handleBatch } from '@ebook/nats/consumer'
import { releaseParked } from '@ebook/nats/inbox'
import type { BrokerConsumer, Pending, StreamMessage } from '../broker.ts'
import { passOf, relay } from '../opening.ts'
import { going, type Move } from '../move.ts'
import { nameOfEvent } from '../names.ts'
import { CONTEXTS, type Context, type Process } from '../processes.ts'
import type { World } from '../world.ts'

/** The stream is not the one that the relay knows: it lacks everything. */
export const hasNewStream = (world: World, context: Context): boolean =>
  world.databases[context].table('relay_state').rows[0]?.['stream_identity'] !== world.broker.created

/** Rows that are not acknowledged, or a new stream. */
export function hasToPublish(world: World, context: Context): boolean {
  if (world.alive(context).length === 0) return false
  const { rows } = world.databases[context].table('outbox')
  if (rows.length === 0) return false
  return hasNewStream(world, context) || rows.some(({ published_at }) => published_at === null)
}

const relaying = (world: World) => CONTEXTS.filter((context) => hasToPublish(world, context))

const publishes: Move = {
  kind: 'relay',
  weight: 30,
  count: (world) => relaying(world).length,
  name: (world, index) => `${relaying(world)[index]} publishes what waits in its outbox`,
  run(world, index) {
    const context = relaying(world)[index]
    if (context) going(world, relay(world, context, hasNewStream(world, context) || world.surprises.chance(0.2)))
  },
}

/** A leader that was paused until its session ended, and wakes up behind the next one. */
const twoLeaders: Move = {
  kind: 'second relay',
  weight: 1,
  count: (world) => (world.replicas > 1 ? relaying(world).length : 0),
  name: (world, index) => `the relay of ${relaying(world)[index]} is paused, another one leads, and it wakes up`,
  run(world, index) {
    const context = relaying(world)[index]
    const paused = context && world.leaders.get(context)
    const other = context && world.alive(context).find((process) => process !== paused)
    if (!context || !paused || !other) return
    world.leaders.set(context, other)
    other.messaging.relay.epoch = undefined
    going(
      world,
      passOf(other, true).then(() => passOf(paused, world.surprises.chance(0.5))),
    )
  },
}

function* deliverable(world: World): Generator<{ consumer: BrokerConsumer; one: Pending }> {
  for (const consumer of world.broker.consumers.values()) {
    if (world.alive(consumer.context as Context).length === 0) continue
    for (const one of consumer.pending) yield { consumer, one }
  }
}

const nth = (world: World, index: number) => deliverable(world).drop(index).next().value ?? undefined

const delivers: Move = {
  kind: 'deliver',
  weight: 60,
  count(world) {
    let count = 0
    for (const consumer of world.broker.consumers.values()) {
      if (world.alive(consumer.context as Context).length > 0) count += consumer.pending.length
    }
    return count
  },
  name(world, index) {
    const found = nth(world, index)
    return found ? `${found.consumer.context} hears ${nameOfEvent(world, found.one.message.event)}` : ''
  },
  run(world, index) {
    const found = nth(world, index)
    if (found) deliver(world, found.consumer, found.one)
  },
}

/** Together with others that are there, in any order; without surprises, alone. */
function deliver(world: World, consumer: BrokerConsumer, first: Pending): void {
  const process = world.any(consumer.context as Context)
  if (process === undefined) return
  const chosen = [first]
  const more = world.surprises.chance(0.7) ? world.surprises.below(8) : 0
  for (let wanted = 0; wanted < more; wanted += 1) {
    const other = world.surprises.pick(consumer.pending)
    if (other && !chosen.includes(other)) chosen.push(other)
  }
  const arrivals = world.broker.deliver(consumer, chosen, process.life)
  going(world, handleBatch(process.messaging, arrivals))
}

/** Everything that waits, in one batch and in the order of the stream: how it goes when nothing goes wrong. */
export function deliverAll(world: World, context: Context): void {
  const consumer = world.broker.consumers.get(context)
  const [process] = world.alive(context)
  if (!consumer || !process || consumer.pending.length === 0) return
  const arrivals = world.broker.deliver(consumer, consumer.pending, process.life)
  going(world, handleBatch(process.messaging, arrivals))
}

function* repeatable(world: World): Generator<{ consumer: BrokerConsumer; message: StreamMessage }> {
  for (const consumer of world.broker.consumers.values()) {
    for (const message of world.broker.messages) {
      if (consumer.producers.includes(message.producer)) yield { consumer, message }
    }
  }
}

const nthRepeatable = (world: World, index: number) => repeatable(world).drop(index).next().value ?? undefined

const repeats: Move = {
  kind: 'repeat',
  weight: 4,
  count(world) {
    let count = 0
    for (const { producers } of world.broker.consumers.values()) {
      for (const producer of producers) count += world.broker.countOf(producer)
    }
    return count
  },
  name(world, index) {
    const found = nthRepeatable(world, index)
    return found ? `${found.consumer.context} is sent ${nameOfEvent(world, found.message.event)} once more` : ''
  },
  run(world, index) {
    const found = nthRepeatable(world, index)
    if (found) world.broker.repeat(found.consumer, found.message, world.surprises.chance(0.5))
  },
}

const loses: Move = {
  kind: 'lose',
  weight: 0.6,
  count: delivers.count,
  name(world, index) {
    const found = nth(world, index)
    return found ? `the broker loses ${nameOfEvent(world, found.one.message.event)} for ${found.consumer.context}` : ''
  },
  run(world, index) {
    const found = nth(world, index)
    if (found) world.broker.lose(found.consumer, found.one)
  },
}

const forgets: Move = {
  kind: 'forget',
  weight: 0.15,
  count: () => 2,
  name: (_, index) =>
    index === 0 ? 'the duplicate window passes' : 'the store of the broker is deleted and everything in it is gone',
  run(world, index) {
    if (index === 0) world.broker.forgetIds()
    else world.broker.forgetEverything()
  },
}

/** As nats/messaging.ts does it once a second. Without an answer there is no repair, and it looks again. */
async function tick({ messaging: { gaps, caughtUp, inbox } }: Process): Promise<void> {
  await gaps.check(caughtUp).catch(() => undefined)
  await releaseParked(inbox)
}

const looks: Move = {
  kind: 'look for holes',
  weight: 3,
  count: (world) => CONTEXTS.filter((context) => world.alive(context).length > 0).length,
  name: (world, index) =>
    `${CONTEXTS.filter((context) => world.alive(context).length > 0)[index]} looks for holes in what it heard`,
  run(world, index) {
    const context = CONTEXTS.filter((one) => world.alive(one).length > 0)[index]
    const process = context && world.any(context)
    if (process) going(world, tick(process))
  },
}

export const messageMoves: readonly Move[] = [publishes, twoLeaders, delivers, repeats, loses, forgets, looks]
