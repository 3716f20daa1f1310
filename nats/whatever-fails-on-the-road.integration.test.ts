import fc from 'fast-check'
import { afterAll, expect, inject, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { inFull } from '@ebook/testkit/in-full'
import { SEED } from '@ebook/testkit/seed'
import { roadCommands } from './testing/road-commands.ts'
import { alwaysHolds, arrives, commitHeld, heal, newModel, wake, type RoadModel } from './testing/road-model.ts'
import { TroubledRoad } from './testing/troubled-road.ts'

// What happens is decided by TEST_SEED, as far as processes can be repeated, and RUNS=… makes more of it.
// SEED_PATH and REPLAY_PATH are `path` and `replayPath` of a failure; SHRINK=no tells it as it was, TELL=1 tells every run.
/** What fast-check is given only when the environment says it. */
const given = <Name extends string>(name: Name, value: string | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: string })

const RUNS = Number(process.env['RUNS'] || (inFull ? 80 : 2))
/** What a failed run is made smaller in. */
const SHRINKING_MS = 120_000

let road: TroubledRoad | undefined
let runs = 0
afterAll(() => road?.close())

/** Everything works again, and then nothing is left to do. */
async function settles(model: RoadModel, real: TroubledRoad): Promise<void> {
  wake(model, real)
  await commitHeld(model)
  const processes = [real.nats.process, ...real.rent.processes, ...real.payment.processes]
  await Promise.all(processes.filter(({ pid }) => pid !== undefined).map((one) => one.untilReady()))
  await heal(model, real)
  await arrives(model, real)
  await eventually(() => isQuiet(real))
  await alwaysHolds(model, real)
  await arrives(model, real)
  // A relay learns within a second that the stream is a new one.
  if (!model.purged) await eventually(() => isPublished(model, real))
}

/** Positions dense and published, heard at the other end, and nothing parked, dead or unacknowledged. */
async function isQuiet({ rent, payment }: TroubledRoad): Promise<void> {
  for (const [from, to] of [
    [rent, payment],
    [payment, rent],
  ] as const) {
    const outbox = await from.db.selectFrom('outbox').select('pos').orderBy('pos').execute()
    expect(outbox.map(({ pos }) => Number(pos))).toEqual(outbox.map((_, index) => index + 1))
    expect(await from.db.selectFrom('unpublished').selectAll().execute()).toEqual([])
    const heard = await to.db.selectFrom('inbox_position').select(['producer', 'pos']).execute()
    expect(heard).toEqual([{ producer: from.context, pos: String(outbox.length) }])
    expect(await to.db.selectFrom('parked_message').select('event_id').execute()).toEqual([])
    expect(await to.db.selectFrom('dead_letter').select('error').where('status', '=', 'DEAD').execute()).toEqual([])
    expect(await to.db.selectFrom('delivery_attempt').select('event_id').execute()).toEqual([])
  }
}

/** Every event is in the stream, under its own id, and once (V6). */
async function isPublished(model: RoadModel, real: TroubledRoad): Promise<void> {
  const published = await real.published(model.prefix)
  for (const { messageId, eventId } of published) expect(messageId).toBe(eventId)
  const ids = await Promise.all(
    [real.rent, real.payment].map(({ db }) =>
      db.selectFrom('outbox').select('event_id').where('aggregate_id', 'like', `${model.prefix}%`).execute(),
    ),
  )
  expect(published.map(({ eventId }) => eventId).toSorted()).toEqual(
    ids
      .flat()
      .map(({ event_id }) => event_id)
      .toSorted(),
  )
}

test(
  `C22 C23 G2 G3 G4 H5 H6 H7 V6, TEST_SEED=${SEED}: whatever is killed, severed, silenced, lost or repeated, everything said is done once and in order`,
  async () => {
    const happenings = fc.commands(roadCommands, {
      size: '+1',
      maxCommands: 25,
      ...given('replayPath', process.env['REPLAY_PATH']),
    })
    const whatever = fc.asyncProperty(happenings, async (commands) => {
      runs += 1
      const begun = performance.now()
      const real = (road ??= await TroubledRoad.open(inject('postgresAdminUrl')))
      const model = newModel(`${runs}-`)
      try {
        await fc.asyncModelRun(() => ({ model, real }), commands)
        await settles(model, real)
        if (process.env['TELL']) console.log(`${Math.round(performance.now() - begun)} ms: ${String(commands)}`)
      } catch (error) {
        // What is lost stays lost: the next run must not fail of it.
        wake(model, real)
        await model.held?.commit()
        road = undefined
        await real.close()
        throw error
      }
    })
    await fc.assert(whatever, {
      seed: SEED,
      numRuns: RUNS,
      ...given('path', process.env['SEED_PATH']),
      endOnFailure: process.env['SHRINK'] === 'no',
      plugins: [fc.interruptAfterTimeLimit(SHRINKING_MS + RUNS * 10_000)],
    })
  },
  SHRINKING_MS + RUNS * 10_000 + 60_000,
)
