import { sql } from 'kysely'
import { expect } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { command, natsRuns, type RoadCommand } from './road-command.ts'
import { arrives, nextNumber, note, type RoadModel } from './road-model.ts'
import type { Saying, TroubledRoad } from './troubled-road.ts'

const saying = (model: Readonly<RoadModel>, aggregate: number): Saying => ({
  aggregate: `${model.prefix}${aggregate}`,
  n: nextNumber(),
})
const isHeld = ({ held, prefix }: Readonly<RoadModel>, aggregate: number) =>
  held?.saying.aggregate === `${prefix}${aggregate}`

export function says(aggregates: readonly number[]): RoadCommand {
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
export function begins(aggregate: number): RoadCommand {
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

export function saysNothing(aggregate: number): RoadCommand {
  return command(
    `takes back what it said about ${aggregate}`,
    async (model, road) => {
      const back = new Error('taken back')
      await expect(road.say([saying(model, aggregate)], () => Promise.reject(back))).rejects.toThrow(back)
    },
    (model) => !isHeld(model, aggregate),
  )
}

export function saysSpelled(aggregate: number, kind: 'fails' | 'kills', times: number): RoadCommand {
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

export function saysPoison(aggregate: number): RoadCommand {
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
export function losesTheAcknowledgement(aggregate: number): RoadCommand {
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
export function saysIntoSilence(aggregate: number, kill: boolean): RoadCommand {
  return command(
    `says about ${aggregate} while NATS is silent${kill ? ', and is killed' : ''}`,
    async (model, road) => {
      // One that begins now could not number anything before NATS answers.
      await road.rent.processes[0].untilReady()
      road.nats.process.pause()
      const one = saying(model, aggregate)
      await road.say([one])
      note(model, one)
      const newest = () =>
        road.rent.db
          .selectFrom('outbox')
          .leftJoin('unpublished', 'unpublished.event_id', 'outbox.event_id')
          .select(['outbox.pos', 'unpublished.event_id as unpublished'])
          .where('aggregate_id', '=', one.aggregate)
          .orderBy('aggregate_version', 'desc')
          .executeTakeFirstOrThrow()
      await eventually(async () => expect((await newest()).pos).not.toBeNull())
      if (kill) await Promise.all(road.rent.processes.map((process) => process.kill()))
      expect((await newest()).unpublished, 'not published before the acknowledgement').not.toBeNull()
      road.nats.process.resume()
    },
    (model) => natsRuns(model) && !model.asleep.size && !isHeld(model, aggregate),
  )
}
