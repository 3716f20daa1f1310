import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@ebook/chassis/log'
import type { NatsConnection } from '@ebook/nats/connection'
import { startOrderedConsumer } from '@ebook/nats/ordered-consumer'
import { repair } from '@ebook/nats/repair'
import { isNotFound } from '@ebook/nats/stream'
import { OWNERS } from '../../subgraphs.ts'
import { applyEvents } from '../feed/apply.ts'
import type { Arrival } from '../feed/keep-events.ts'
import { positionsOf, streamPlace } from '../feed/positions.ts'
import { repairableFile } from '../feed/repairable-file.ts'
import type { DashboardFile } from '../file/dashboard-file.ts'

export interface Goal {
  /** The position of each producer that is to be reached without a hole. */
  readonly upTo: ReadonlyMap<string, number>
  /** Take in nothing beyond: the file ends with exactly these positions. Otherwise the stream is read to its end. */
  readonly exactly: boolean
}

export interface FillSettings {
  readonly file: DashboardFile
  readonly nats: NatsConnection
  readonly log: Logger
  /** Ends the waiting. */
  readonly signal: AbortSignal
  /** How many events the file has by now. */
  readonly onProgress?: (events: number) => void
}

/** The goal was not reached in time: the stream does not have the events, and their producers do not give them. */
export class Incomplete extends Error {
  override readonly name = 'Incomplete'
  readonly missing: readonly Missing[]
  constructor(missing: readonly Missing[], cause: unknown) {
    const places = missing.map(({ producer, reached, upTo }) => `${producer} beyond ${reached} of ${upTo}`)
    super(
      `events are missing: ${places.join(', ') || 'the stream was not read to its end'}. ` +
        'The stream does not have them; their producers must run to be asked.',
      { cause },
    )
    this.missing = missing
  }
}

export interface Missing {
  readonly producer: string
  /** Everything up to here is in the file. */
  readonly reached: number
  readonly upTo: number
}

const LOOK_MS = 50
const ASK_AGAIN_MS = 500
/** While the place in the stream stays, no event has one. */
const withoutPlace = ({ event }: Arrival): Arrival => ({ event })
/** One batch of the stream: with no more to go, what is missing is not merely still to come. */
const NEARLY_THERE = 500

/** Fills a file from the stream, and from the outboxes with what the stream has lost. Throws Incomplete. */
export async function fill(settings: FillSettings, goal: Goal): Promise<void> {
  const { file, nats, log, signal } = settings
  const within = ({ producer, pos }: { producer: string; pos: number }) =>
    !goal.exactly || pos <= (goal.upTo.get(producer) ?? 0)
  // Once an event was left out, the place in the stream stays: a later goal must find it.
  let whole = true
  const consumer = startOrderedConsumer({
    nats,
    jsm: await nats.jetstreamManager({ checkAPI: false }),
    log,
    owners: OWNERS,
    from: await streamPlace(file.write),
    onBatch: async (delivered, place) => {
      const taken = delivered.filter(({ event }) => within(event))
      whole &&= taken.length === delivered.length
      if (whole) await applyEvents(file, taken, place)
      else await applyEvents(file, taken.map(withoutPlace))
    },
    onRefused: () => undefined,
  })
  let trouble: unknown
  try {
    for (;;) {
      // In this order: when nothing is pending any more, what is missing is missing in all that the stream has.
      const pending = await consumer.pending().catch((error: unknown) => (isNotFound(error) ? 0 : Infinity))
      const missing = await missingOf(file, goal)
      if (missing.length === 0 && (goal.exactly || pending === 0)) return
      if (signal.aborted) throw new Incomplete(missing, trouble)
      if (pending <= NEARLY_THERE) trouble = await repairAll(settings, missing)
      settings.onProgress?.(await eventsIn(file))
      await delay(trouble === undefined ? LOOK_MS : ASK_AGAIN_MS)
    }
  } finally {
    await consumer.stop()
  }
}

/** Returns why a producer could not be asked, if one could not. */
async function repairAll({ file, nats, log }: FillSettings, missing: readonly Missing[]): Promise<unknown> {
  const repairable = repairableFile(file, (arrivals) => applyEvents(file, arrivals))
  let trouble: unknown
  for (const { producer, reached, upTo } of missing) {
    await repair(repairable, { nats, log, owners: OWNERS }, producer, { from: reached + 1, to: upTo }).catch(
      (error: unknown) => {
        trouble = error
      },
    )
  }
  return trouble
}

async function missingOf(file: DashboardFile, { upTo, exactly }: Goal): Promise<Missing[]> {
  const known = new Map((await positionsOf(file.read, upTo)).map((position) => [position.producer, position]))
  const producers = exactly ? upTo.keys() : new Set([...upTo.keys(), ...known.keys()])
  return [...producers].flatMap((producer) => {
    const { contiguous, highest } = known.get(producer) ?? { contiguous: 0, highest: 0 }
    const to = exactly ? (upTo.get(producer) ?? 0) : Math.max(upTo.get(producer) ?? 0, highest)
    return contiguous < to ? [{ producer, reached: contiguous, upTo: to }] : []
  })
}

async function eventsIn(file: DashboardFile): Promise<number> {
  const { events } = await file.read
    .selectFrom('event')
    .select((select) => select.fn.countAll<number>().as('events'))
    .executeTakeFirstOrThrow()
  return events
}
