import { handleBatch } from '@ebook/nats/consumer'
import { releaseParked } from '@ebook/nats/inbox'
import type { BrokerConsumer, Pending } from '../broker.ts'
import { CONTEXTS, type Context } from '../context.ts'
import { going, moveAbout, type Move } from '../move.ts'
import { nameOfEvent } from '../names.ts'
import { passOf, relay } from '../opening.ts'
import type { Process } from '../processes.ts'
import { unpublishedIn } from '../store/adapters/road.ts'
import type { World } from '../world.ts'

/** The stream is not the one that the relay knows: it lacks everything. */
export const hasNewStream = (world: World, context: Context): boolean =>
  world.databases[context].tables.relay_state.rows[0]?.stream_identity !== world.broker.created

/** Rows that are not acknowledged, or a new stream. */
export function hasToPublish(world: World, context: Context): boolean {
  if (world.alive(context).length === 0) return false
  const { tables } = world.databases[context]
  if (tables.outbox.rows.length === 0) return false
  return hasNewStream(world, context) || unpublishedIn(tables).length > 0
}

const relaying = (world: World) => CONTEXTS.filter((context) => hasToPublish(world, context))

const publishes = moveAbout({
  kind: 'relay',
  weight: 30,
  things: relaying,
  name: (context) => `${context} publishes what waits in its outbox`,
  run: (context, world) =>
    going(world, relay(world, context, hasNewStream(world, context) || world.surprises.chance(0.2))),
})

/** A leader that was paused until its session ended, and wakes up behind the next one. */
const twoLeaders = moveAbout({
  kind: 'second relay',
  weight: 1,
  things: (world) => (world.replicas > 1 ? relaying(world) : []),
  name: (context) => `the relay of ${context} is paused, another one leads, and it wakes up`,
  run(context, world) {
    const paused = world.leaders.get(context)
    const other = world.alive(context).find((process) => process !== paused)
    if (!paused || !other) return
    world.leaders.set(context, other)
    other.messaging.relay.leadership = undefined
    const wakesUp = () => passOf(paused, world.surprises.chance(0.5))
    going(world, passOf(other, true).then(wakesUp))
  },
})

const consumersOf = (world: World) => [...world.broker.consumers.values()]
const hearing = (world: World) => consumersOf(world).filter(({ context }) => world.alive(context).length > 0)

/** What a consumer that is there can be handed now. */
const deliverable = {
  things: (world: World) => hearing(world).flatMap((consumer) => consumer.pending.map((one) => ({ consumer, one }))),
  count: (world: World) => hearing(world).reduce((sum, { pending }) => sum + pending.length, 0),
}

const delivers = moveAbout({
  kind: 'deliver',
  weight: 60,
  ...deliverable,
  name: ({ consumer, one }, world) => `${consumer.context} hears ${nameOfEvent(world, one.message.event)}`,
  run: ({ consumer, one }, world) => deliver(world, consumer, one),
})

/** Together with others that are there, in any order; without surprises, alone. */
function deliver(world: World, consumer: BrokerConsumer, first: Pending): void {
  const process = world.any(consumer.context)
  if (process === undefined) return
  const chosen = [first]
  const more = world.surprises.chance(0.7) ? world.surprises.below(8) : 0
  for (let wanted = 0; wanted < more; wanted += 1) {
    const other = world.surprises.pick(consumer.pending)
    if (other && !chosen.includes(other)) chosen.push(other)
  }
  handle(world, process, consumer, chosen)
}

function handle(world: World, process: Process, consumer: BrokerConsumer, chosen: readonly Pending[]): void {
  going(world, handleBatch(process.messaging, world.broker.deliver(consumer, chosen, process.life)))
}

/** Everything that waits, in one batch and in the order of the stream: how it goes when nothing goes wrong. */
export function deliverAll(world: World, context: Context): void {
  const consumer = world.broker.consumers.get(context)
  const [process] = world.alive(context)
  if (consumer && process && consumer.pending.length > 0) handle(world, process, consumer, consumer.pending)
}

const repeats = moveAbout({
  kind: 'repeat',
  weight: 4,
  things: (world) =>
    consumersOf(world).flatMap((consumer) =>
      world.broker.messages
        .filter(({ producer }) => consumer.producers.includes(producer))
        .map((message) => ({ consumer, message })),
    ),
  count: (world) =>
    consumersOf(world)
      .flatMap(({ producers }) => producers)
      .reduce((sum, producer) => sum + world.broker.countOf(producer), 0),
  name: ({ consumer, message }, world) => `${consumer.context} is sent ${nameOfEvent(world, message.event)} once more`,
  run: ({ consumer, message }, world) => world.broker.repeat(consumer, message, world.surprises.chance(0.5)),
})

const loses = moveAbout({
  kind: 'lose',
  weight: 0.6,
  ...deliverable,
  name: ({ consumer, one }, world) =>
    `the broker loses ${nameOfEvent(world, one.message.event)} for ${consumer.context}`,
  run: ({ consumer, one }, world) => world.broker.lose(consumer, one),
})

const forgets = moveAbout({
  kind: 'forget',
  weight: 0.15,
  things: ({ broker }) => [
    { name: 'the duplicate window passes', forget: () => broker.forgetIds() },
    {
      name: 'the store of the broker is deleted and everything in it is gone',
      forget: () => broker.forgetEverything(),
    },
  ],
  name: ({ name }) => name,
  run: ({ forget }) => forget(),
})

/** As nats/messaging.ts does it once a second. Without an answer there is no repair, and it looks again. */
async function tick({ messaging: { gaps, caughtUp, inbox } }: Process): Promise<void> {
  await gaps.check(caughtUp).catch(() => undefined)
  await releaseParked(inbox)
}

const looks = moveAbout({
  kind: 'look for holes',
  weight: 3,
  things: (world) => CONTEXTS.filter((context) => world.alive(context).length > 0),
  name: (context) => `${context} looks for holes in what it heard`,
  run(context, world) {
    const process = world.any(context)
    going(world, process && tick(process))
  },
})

export const messageMoves: readonly Move[] = [publishes, twoLeaders, delivers, repeats, loses, forgets, looks]
