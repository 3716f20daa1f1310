import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { ClientLog, Entry } from '@ebook/reconcile/client-log'

/** Writes the client log as things happen, so that what a drill that was cut off had seen is there too. */
export interface Recorder {
  record(entry: Entry): void
  readonly entries: ClientLog
  /** Everything is in the file. */
  close(): Promise<void>
}

/** One JSON object a line. */
export function recordTo(path: string): Recorder {
  const file = createWriteStream(path, { flags: 'a' })
  // A full disk is one of the faults: what was seen is kept in memory as well.
  file.on('error', () => undefined)
  const entries: Entry[] = []
  return {
    entries,
    record(entry) {
      entries.push(entry)
      if (!file.destroyed) file.write(`${JSON.stringify(entry)}\n`)
    },
    async close() {
      if (file.destroyed) return
      file.end()
      await once(file, 'close')
    },
  }
}
