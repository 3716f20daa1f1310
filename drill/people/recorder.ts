import { appendFileSync } from 'node:fs'
import type { ClientLog, Entry } from '@ebook/reconcile/client-log'

/** Writes the client log as things happen, so that what a drill that was cut off had seen is there too. */
export interface Recorder {
  record(entry: Entry): void
  readonly entries: ClientLog
}

/** One JSON object a line. */
export function recordTo(path: string): Recorder {
  const entries: Entry[] = []
  return {
    entries,
    record(entry) {
      entries.push(entry)
      try {
        appendFileSync(path, `${JSON.stringify(entry)}\n`)
      } catch {
        // A full disk is one of the faults: what was seen is kept in memory as well.
      }
    },
  }
}
