import { renameSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Logger } from '@ebook/chassis/log'
import type { NatsConnection } from '@ebook/nats/connection'
import { listenToWatermarks, type Watermarks } from '@ebook/nats/watermark'
import { positionsOf, streamPlace } from '../feed/positions.ts'
import { openFile, openForReading, removeFile, successorOf, type DashboardFile } from '../file/dashboard-file.ts'
import type { Tables } from '../file/tables.ts'
import { compareFiles, type Comparison } from './compare.ts'
import { fill } from './fill.ts'

export interface RebuildSettings {
  /** The live replica's file. */
  readonly path: string
  readonly nats: NatsConnection
  readonly log: Logger
  /** Ends the waiting. */
  readonly signal: AbortSignal
  readonly onProgress?: (events: number) => void
}

/** The live file has holes that nobody repairs, so there is no position at which two files could be compared. */
export class LiveFileIncomplete extends Error {
  override readonly name = 'LiveFileIncomplete'
}

export interface Verdict extends Comparison {
  /** How far both had read: per producer, the position in its outbox. */
  readonly positions: Readonly<Record<string, number>>
  /** The live file's place in the stream. */
  readonly sequence: number
}

const LOOK_MS = 200
/** Producers announce their newest position once a second. */
const LISTEN_MS = 2_500

/**
 * Rebuilds the read model from nothing, beside the live file, and compares the two at the same position: the live
 * file's, per producer, which is exact whether an event came by the stream or from an outbox. Most of it is built
 * first; then the live file is looked at in one snapshot, and what came in meanwhile is added. The live file is only
 * read. Throws FileUnusable, LiveFileIncomplete and Incomplete.
 */
export async function verify(settings: RebuildSettings): Promise<Verdict> {
  const live = await openForReading(settings.path)
  const watermarks = listenToWatermarks(settings.nats, ['*'])
  try {
    // Who cannot wait even for that is told what is missing.
    await delay(LISTEN_MS, undefined, { signal: settings.signal }).catch(() => undefined)
    return await withFreshFile(settings, async (file) => {
      const filling = { ...settings, file }
      await fill(filling, { upTo: await withoutHoles(live, watermarks, settings.signal), exactly: true })
      await withoutHoles(live, watermarks, settings.signal)
      return live.transaction().execute(async (snapshot) => {
        const upTo = await positionsWithoutHoles(snapshot, watermarks)
        if (!upTo) throw new LiveFileIncomplete(`${settings.path} got a new hole just now; try again`)
        await fill(filling, { upTo, exactly: true })
        const sequence = (await streamPlace(snapshot))?.sequence ?? 0
        return { ...(await compareFiles(snapshot, file.read)), positions: Object.fromEntries(upTo), sequence }
      })
    })
  } finally {
    watermarks.stop()
    await live.destroy()
  }
}

/**
 * Rebuilds the read model from nothing and leaves it where the replica takes it over at its next start. The live
 * file is not touched: a process that has it open would go on writing into a file that nobody sees. Throws
 * Incomplete, and then leaves nothing.
 */
export async function replace(settings: RebuildSettings): Promise<{ rows: number }> {
  const watermarks = listenToWatermarks(settings.nats, ['*'])
  try {
    await delay(LISTEN_MS, undefined, { signal: settings.signal })
    return await withFreshFile(settings, async (file, rebuiltPath) => {
      await fill({ ...settings, file }, { upTo: watermarks.fresh(), exactly: false })
      const { rows } = await file.read
        .selectFrom('dashboard_row')
        .select((select) => select.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      // Closing folds the write-ahead log into the file, so that one rename moves all of it.
      await file.close()
      renameSync(rebuiltPath, successorOf(settings.path))
      return { rows }
    })
  } finally {
    watermarks.stop()
  }
}

async function withFreshFile<Result>(
  { path }: RebuildSettings,
  use: (file: DashboardFile, path: string) => Promise<Result>,
): Promise<Result> {
  const rebuiltPath = `${path}.rebuild-${process.pid}`
  removeFile(rebuiltPath)
  const file = await openFile(rebuiltPath)
  try {
    return await use(file, rebuiltPath)
  } finally {
    await file.close()
    removeFile(rebuiltPath)
  }
}

/** Waits for the replica to repair its holes. */
async function withoutHoles(
  live: Kysely<Tables>,
  watermarks: Watermarks,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  for (;;) {
    const positions = await positionsWithoutHoles(live, watermarks)
    if (positions) return positions
    if (signal.aborted) {
      const holes = (await positionsOf(live, watermarks.fresh())).filter(
        ({ contiguous, highest }) => contiguous < highest,
      )
      const places = holes.map(({ producer, contiguous }) => `${producer} after ${contiguous}`)
      throw new LiveFileIncomplete(
        `the live file has holes (${places.join(', ')}). Is the replica running, and are these producers?`,
      )
    }
    await delay(LOOK_MS)
  }
}

async function positionsWithoutHoles(
  db: Kysely<Tables> | Transaction<Tables>,
  watermarks: Watermarks,
): Promise<ReadonlyMap<string, number> | undefined> {
  const positions = await positionsOf(db, watermarks.fresh())
  if (positions.some(({ contiguous, highest }) => contiguous < highest)) return undefined
  return new Map(positions.map(({ producer, contiguous }) => [producer, contiguous]))
}
