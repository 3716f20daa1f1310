import { readFile, stat } from 'node:fs/promises'
import type { Logger } from '@ebook/chassis/log'
import { every } from '@ebook/chassis/timer'
import type { RouterMetrics } from './metrics.ts'
import { versionOf } from './supergraph.ts'

export interface WatchSettings {
  readonly file: string
  /** What is running. */
  readonly supergraphSdl: string
  readonly pollMs: number
  /** Takes a supergraph, or rejects with why it cannot be served; then the old one stays. */
  readonly take: (supergraphSdl: string, signal: AbortSignal) => Promise<void>
  readonly metrics: Pick<RouterMetrics, 'supergraphReloads'>
  readonly log: Logger
}

export interface Watch {
  /** Looks at the file now. */
  look(): Promise<void>
  stop(): Promise<void>
}

/**
 * Takes a new supergraph from its file without a restart. The file is looked at again and again, because not every file
 * system tells of changes, and taken when it has been the same at two looks: one that is being written is left alone.
 * It is not read again while nothing about it says that it was written.
 * What was refused is not tried again until the file changes.
 */
export function watchSupergraph({ file, supergraphSdl, pollMs, take, metrics, log }: WatchSettings): Watch {
  let running = supergraphSdl
  let refused: string | undefined
  let lastSeen = supergraphSdl
  let missing = false
  /** When it was read last, and was settled. */
  let written: string | undefined

  const look = async (signal: AbortSignal) => {
    const writtenNow = await lastWritten(file).catch(() => undefined)
    if (writtenNow !== undefined && writtenNow === written) return
    written = undefined
    const seen = await readFile(file, 'utf8').catch((error: unknown) => {
      if (!missing) log.error({ err: error, file }, 'the supergraph cannot be read; the last one goes on')
      missing = true
      return undefined
    })
    if (seen === undefined) return
    missing = false
    const isSettled = seen === lastSeen
    if (isSettled) written = writtenNow
    lastSeen = seen
    if (!isSettled || seen === running || seen === refused) return
    const version = versionOf(seen)
    try {
      await take(seen, signal)
      running = seen
      refused = undefined
      metrics.supergraphReloads.inc({ outcome: 'taken' })
      log.info({ file, version }, 'a new supergraph is served')
    } catch (error) {
      if (signal.aborted) return
      refused = seen
      metrics.supergraphReloads.inc({ outcome: 'refused' })
      log.error({ err: error, file, version }, 'a new supergraph is refused; the last one goes on')
    }
  }
  const looking = every(pollMs, 'look-at-the-supergraph', look, log)
  return { look: () => looking.runNow(), stop: () => looking.stop() }
}

/** Another text after each writing, and after each exchange by another file, also behind a link. */
async function lastWritten(file: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
  return [ino, size, mtimeNs, ctimeNs].join()
}
