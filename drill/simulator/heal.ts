import { releaseParked } from '@ebook/nats/inbox'
import { CONTEXTS, listensTo, type Context } from './context.ts'
import { deliverAll, hasNewStream, hasToPublish } from './moves/messages.ts'
import { retriesRefund } from './moves/people.ts'
import { isDue, tellOfLateFailure, TIMERS, type Timer } from './moves/time.ts'
import { relay } from './opening.ts'
import { settled } from './own-time.ts'
import { Surprises } from './surprises.ts'
import type { World } from './world.ts'

/** Statement 26: whatever happened, everything is done after so many rounds. */
const ROUNDS = 200
/** The patience of nats/gap-watch.ts, and a little. */
const GAP_PATIENCE_MS = 3_000

/** It did not come to rest within its bound. */
export class NeverQuiet extends Error {
  override readonly name = 'NeverQuiet'
}

/** No more faults: everybody is back, whatever was under way arrives, and what is to be done at this time is done. */
export async function heal(world: World): Promise<void> {
  world.surprises = new Surprises(0)
  await world.startAll()
  await quiet(world, RETRIES)
}

/** All deadlines pass, and librarians try again what failed: every rental comes to its end. */
export async function end(world: World): Promise<void> {
  await quiet(world, ENDS)
  for (let round = 0; round < ROUNDS; round += 1) {
    const failed = world.databases.payment.tables.payment.rows.filter(({ status }) => status === 'REFUND_FAILED')
    if (failed.length === 0) return
    for (const { id } of failed) retriesRefund(world, id)
    await settled()
    await quiet(world, ENDS)
  }
  throw new NeverQuiet('a refund fails for ever')
}

/** What comes again by itself within seconds. */
const RETRIES = TIMERS.filter(({ kind }) => kind === 'retry')
const ENDS = TIMERS.filter(({ kind }) => kind !== 'forgetting')

/** So long after that all of it is nobody's. */
export const forget = (world: World): Promise<void> => quiet(world, TIMERS)

async function quiet(world: World, timers: readonly Timer[]): Promise<void> {
  await beats(world)
  for (let round = 0; round < ROUNDS; round += 1) {
    if (await instant(world)) continue
    if (await mended(world)) continue
    const next = nextDue(world, timers)
    if (next === undefined) return
    world.clock.now = Math.max(world.clock.now, next)
    await beats(world)
  }
  throw new NeverQuiet(`something is still going on after ${ROUNDS} rounds`)
}

/** As once a second: every relay announces its newest position, and everybody looks whether that is here. */
async function beats(world: World): Promise<void> {
  for (const context of CONTEXTS) await relay(world, context, true)
  for (const context of CONTEXTS) {
    const [process] = world.alive(context)
    await process?.messaging.gaps.check(process.messaging.caughtUp)
  }
}

/** Nothing fails for a while: whatever is under way arrives, and everybody looks whether it is all there. */
export async function calm(world: World): Promise<void> {
  world.surprises = new Surprises(0)
  for (const context of CONTEXTS) for (const { life } of world.alive(context)) life.fuse = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS && (await arrivals(world)); round += 1);
  await beats(world)
}

/** Everything that can happen without the clock. Returns whether anything did. */
async function instant(world: World): Promise<boolean> {
  let happened = await arrivals(world)
  for (const timer of TIMERS) {
    if (!isDue(world, timer)) continue
    await timer.run(world)
    await settled()
    happened = true
  }
  return happened
}

/** What is said, asked and answered comes to whom it is for. Returns whether anything did. */
async function arrivals(world: World): Promise<boolean> {
  let happened = false
  const went = async () => {
    happened = true
    await settled()
  }
  while (world.exchanges.underway.length > 0) {
    const [exchange] = world.exchanges.underway
    if (exchange?.stage === 'asked') exchange.arrive()
    else if (exchange?.stage === 'answered') exchange.reply()
    else exchange?.giveUp()
    await went()
  }
  while (world.provider.notices.length > 0) {
    tellOfLateFailure(world, world.provider.notices[0])
    await went()
  }
  for (const context of CONTEXTS) {
    if (!hasToPublish(world, context)) continue
    await relay(world, context, hasNewStream(world, context))
    await went()
  }
  for (const context of CONTEXTS) {
    if ((world.broker.consumers.get(context)?.pending.length ?? 0) === 0) continue
    deliverAll(world, context)
    await went()
  }
  for (const context of CONTEXTS) {
    const [process] = world.alive(context)
    if (process && world.databases[context].tables.parked_message.rows.length > 0) {
      happened = (await releaseParked(process.messaging.inbox)) > 0 || happened
    }
  }
  return happened
}

function nextDue(world: World, timers: readonly Timer[]): number | undefined {
  const dates = timers.flatMap((timer) => timer.dates(world))
  return dates.length === 0 ? undefined : Math.min(...dates)
}

/** What the broker lost is found by the watermarks and pulled from the outboxes. Returns whether anything was missing. */
async function mended(world: World): Promise<boolean> {
  const missing = CONTEXTS.filter((context) => lacks(world, context))
  if (missing.length === 0) return false
  // Every relay announces its newest position.
  for (const context of CONTEXTS) await relay(world, context, true)
  for (let look = 0; look < 3; look += 1) {
    for (const context of missing) {
      const [process] = world.alive(context)
      await process?.messaging.gaps.check(process.messaging.caughtUp)
    }
    world.clock.now += GAP_PATIENCE_MS
  }
  return true
}

function lacks({ databases }: World, context: Context): boolean {
  const said = listensTo[context].reduce((sum, producer) => sum + databases[producer].tables.outbox.rows.length, 0)
  return databases[context].tables.inbox.rows.length < said
}
