import fc, { type AsyncCommand } from 'fast-check'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { alwaysHolds, arrives, eventually, nextNumber, note, type End, type RoadModel } from './road-model.ts'
import type { Saying, TroubledRoad } from './troubled-road.ts'

export type RoadCommand = AsyncCommand<RoadModel, TroubledRoad>
type Run = (model: RoadModel, road: TroubledRoad) => Promise<unknown>
type When = (model: Readonly<RoadModel>) => boolean

/** Something that happens, after which everything must still be as it always is. */
function command(name: string, run: Run, when: When = () => true): RoadCommand {
  return {
    check: when,
    async run(model, road) {
      await run(model, road)
      await alwaysHolds(model, road)
    },
    toString: () => name,
  }
}

const natsRuns: When = ({ natsPaused }) => !natsPaused
const saying = (model: Readonly<RoadModel>, aggregate: number): Saying => ({
  aggregate: `${model.prefix}${aggregate}`,
  n: nextNumber(),
})
const isHeld = ({ held, prefix }: Readonly<RoadModel>, aggregate: number) =>
  held?.saying.aggregate === `${prefix}${aggregate}`

function says(aggregates: readonly number[]): RoadCommand {
  return command(
    `says about ${aggregates.join(' ')}`,
    async (model, road) => {
      const sayings = aggregates.map((aggregate) => saying(model, aggregate))
      await road.say(sayings)
      for (const one of sayings) note(model, one)
    },
    // Its lock would be waited for.
    (model) => !aggregates.some((aggregate) => isHeld(model, aggregate)),
  )
}

/** Begins now and commits later: others that began after it are said before it. */
function begins(aggregate: number): RoadCommand {
  return command(
    `begins to say about ${aggregate}`,
    async (model, road) => {
      const one = saying(model, aggregate)
      const { promise, resolve } = Promise.withResolvers<void>()
      const said = road.say([one], () => promise)
      model.held = {
        saying: one,
        commit: () => {
          resolve()
          return said
        },
      }
    },
    ({ held }) => held === undefined,
  )
}

export async function commitHeld(model: RoadModel): Promise<void> {
  if (!model.held) return
  const { saying: one, commit } = model.held
  await commit()
  note(model, one)
  model.held = undefined
}

function saysNothing(aggregate: number): RoadCommand {
  return command(
    `takes back what it said about ${aggregate}`,
    async (model, road) => {
      const back = new Error('taken back')
      await expect(road.say([saying(model, aggregate)], () => Promise.reject(back))).rejects.toThrow(back)
    },
    (model) => !isHeld(model, aggregate),
  )
}

function saysSpelled(aggregate: number, kind: 'fails' | 'kills', times: number): RoadCommand {
  return command(
    `says about ${aggregate} what ${kind} ${times} times`,
    async (model, road) => {
      const one = saying(model, aggregate)
      await road.cast(one.n, kind, times)
      model.spelled.add(one.n)
      await road.say([one])
      note(model, one)
    },
    (model) => !isHeld(model, aggregate),
  )
}

function saysPoison(aggregate: number): RoadCommand {
  return command(
    `says about ${aggregate} what cannot be read`,
    async (model, road) => {
      const one = saying(model, aggregate)
      await road.cast(one.n, 'cannot be read', 1_000)
      model.poison.add(one.n)
      await road.say([one])
      note(model, one)
    },
    (model) => !isHeld(model, aggregate),
  )
}

/** Committed, and killed before the broker heard of it. */
function losesTheAcknowledgement(aggregate: number): RoadCommand {
  return command(
    `loses an acknowledgement of what is said about ${aggregate}`,
    async (model, road) => {
      await arrives(model, road)
      const one = saying(model, aggregate)
      await road.cast(one.n, 'waits', 1)
      model.spelled.add(one.n)
      const { promise: opened, resolve: open } = Promise.withResolvers<void>()
      const gate = road.payment.db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(${one.n})`.execute(tx)
        await road.say([one])
        note(model, one)
        await eventually(async () => expect(await waitingAt(road, one.n)).toBe(1))
        expect(await road.unacknowledged('payment'), 'not acknowledged before the commit').toBeGreaterThan(0)
        road.nats.process.pause()
        await opened
      })
      const committed = eventually(async () =>
        expect((await road.kept('payment', model.prefix)).get(one.aggregate)).toContain(one.n),
      )
      open()
      await gate
      await committed
      await Promise.all(road.payment.processes.map((process) => process.kill()))
      road.nats.process.resume()
    },
    (model) =>
      natsRuns(model) &&
      model.asleep.size === 0 &&
      !isHeld(model, aggregate) &&
      !(model.said.get(`${model.prefix}${aggregate}`) ?? []).some((n) => model.poison.has(n)),
  )
}

async function waitingAt(road: TroubledRoad, n: number): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_locks
    where locktype = 'advisory' and not granted and objid = ${n}
      and database = (select oid from pg_database where datname = current_database())`.execute(road.payment.db)
  return rows[0]?.waiting ?? 0
}

/** While the broker does not answer nothing counts as published, whoever is killed meanwhile. */
function saysIntoSilence(aggregate: number, kill: boolean): RoadCommand {
  return command(
    `says about ${aggregate} while NATS is silent${kill ? ', and is killed' : ''}`,
    async (model, road) => {
      // One that begins now could not number anything before NATS answers.
      await road.rent.processes[0].untilReady()
      road.nats.process.pause()
      const one = saying(model, aggregate)
      await road.say([one])
      note(model, one)
      const row = () =>
        road.rent.db
          .selectFrom('outbox')
          .select(['pos', 'published_at'])
          .where('aggregate_id', '=', one.aggregate)
          .orderBy('aggregate_version', 'desc')
          .executeTakeFirstOrThrow()
      await eventually(async () => expect((await row()).pos).not.toBeNull())
      if (kill) await Promise.all(road.rent.processes.map((process) => process.kill()))
      expect((await row()).published_at, 'not published before the acknowledgement').toBeNull()
      road.nats.process.resume()
    },
    (model) => natsRuns(model) && !model.asleep.size && !isHeld(model, aggregate),
  )
}

const kills = (end: End, replica: 0 | 1) =>
  command(`kills ${end} ${replica + 1}`, (_, road) => road.site(end).processes[replica].kill())

const startsSecond = (end: End) =>
  command(
    `starts ${end} 2`,
    async (model, road) => {
      await road.site(end).processes[1].start()
      model.second.add(end)
    },
    (model) => natsRuns(model) && !model.second.has(end),
  )

const stopsSecond = (end: End) =>
  command(
    `stops ${end} 2`,
    async (model, road) => {
      await road.site(end).processes[1].stop()
      model.second.delete(end)
    },
    (model) => natsRuns(model) && model.second.has(end) && !model.asleep.has(`${end} 2`),
  )

const severs = (end: End, whose: 'relay' | 'work') =>
  command(`severs ${whose} of ${end}`, (_, road) => road.site(end).sever(whose))

/** It holds what it holds, and its relay's lock goes to another, until it wakes up and thinks that nothing happened. */
const sleeps = (end: End) =>
  command(
    `puts ${end} 1 to sleep`,
    async (model, road) => {
      road.site(end).processes[0].pause()
      model.asleep.add(`${end} 1`)
      await road.site(end).sever('relay')
    },
    ({ asleep }) => !asleep.has(`${end} 1`),
  )

export function wake(model: RoadModel, road: TroubledRoad): void {
  for (const end of ['rent', 'payment'] as const) {
    if (model.asleep.delete(`${end} 1`)) road.site(end).processes[0].resume()
  }
  if (model.natsPaused) road.nats.process.resume()
  model.natsPaused = false
}

const silencesNats = command(
  'silences NATS',
  async (model, road) => {
    road.nats.process.pause()
    model.natsPaused = true
  },
  natsRuns,
)

const restartsNats = command(
  'kills NATS',
  async (_, road) => {
    await road.nats.kill()
    await road.nats.restart()
  },
  natsRuns,
)

const wipesNats = command(
  'wipes NATS',
  async (model, road) => {
    await road.nats.wipe()
    await road.nats.restart()
    model.purged = false
  },
  natsRuns,
)

const purges = command(
  'loses what NATS acknowledged',
  async (model, road) => {
    // The stream may not be there again yet.
    await eventually(() => road.purge())
    model.purged = true
  },
  natsRuns,
)

const deliversAgain = (backwards: boolean) =>
  command(
    `delivers again${backwards ? ' backwards' : ''}`,
    (model, road) =>
      eventually(() => road.deliverAgain(model.prefix, (events) => (backwards ? events.toReversed() : events))),
    natsRuns,
  )

const wakes = command('wakes all', async (model, road) => wake(model, road))
const commits = command(
  'commits',
  (model) => commitHeld(model),
  ({ held }) => held !== undefined,
)

const waits = command('waits until all arrived', async (model, road) => {
  wake(model, road)
  await arrives(model, road)
})

const heals = command(
  'breaks the spells',
  async (model, road) => {
    wake(model, road)
    await heal(model, road)
  },
  ({ poison }) => poison.size > 0,
)

export async function heal(model: RoadModel, road: TroubledRoad): Promise<void> {
  await road.breakSpells()
  model.poison.clear()
  await eventually(async () => {
    await road.replayDeadLetters()
    await arrivesNow(model, road)
  })
}

async function arrivesNow(model: RoadModel, road: TroubledRoad): Promise<void> {
  expect(await road.kept('payment', model.prefix)).toEqual(new Map(model.said))
}

const AGGREGATES = 3
const aggregate = fc.nat(AGGREGATES - 1)
const end = fc.constantFrom<End>('rent', 'payment')
const replica = fc.constantFrom<0 | 1>(0, 1)

/** Everything that may happen, the more ordinary more often. */
export const roadCommands: fc.Arbitrary<RoadCommand>[] = [
  ...Array.from({ length: 6 }, () => fc.array(aggregate, { minLength: 1, maxLength: 12 }).map(says)),
  aggregate.map(begins),
  fc.constant(commits),
  aggregate.map(saysNothing),
  fc
    .tuple(aggregate, fc.constantFrom('fails' as const, 'kills' as const), fc.integer({ min: 1, max: 2 }))
    .map((args) => saysSpelled(...args)),
  aggregate.map(saysPoison),
  fc.constant(heals),
  aggregate.map(losesTheAcknowledgement),
  fc.tuple(aggregate, fc.boolean()).map((args) => saysIntoSilence(...args)),
  fc.tuple(end, replica).map((args) => kills(...args)),
  fc.tuple(end, replica).map((args) => kills(...args)),
  end.map(startsSecond),
  end.map(stopsSecond),
  fc.tuple(end, fc.constantFrom('relay' as const, 'work' as const)).map((args) => severs(...args)),
  end.map(sleeps),
  fc.constant(silencesNats),
  fc.constant(wakes),
  fc.constant(restartsNats),
  fc.constant(wipesNats),
  fc.constant(purges),
  fc.boolean().map(deliversAgain),
  fc.constant(waits),
]
