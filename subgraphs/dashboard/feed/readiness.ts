import { sql } from 'kysely'
import type { DashboardFile } from '../file/dashboard-file.ts'

/** What was seen of the road at the last look. */
export interface Seen {
  /** Messages of the stream that are not in the file; undefined when NATS did not say. */
  readonly pending: number | undefined
  /** Producers that have announced far more than the file has and could still give it. */
  readonly awaited: readonly string[]
  /** Why this replica hears nothing of a NATS that is there; undefined when it does, or when NATS is away. */
  readonly deaf: string | undefined
}

/** Beyond this the view is too old to be shown: a few seconds of a busy day. */
export const MOST_BEHIND = 1_000

/**
 * Ready means: caught up once since the start, not far behind the stream now, heard of by NATS if it is there, and able to
 * write. Producers that are down do not count, and neither does a NATS that has gone away since: an old view that says how
 * old it is beats none. Nor does it count later what a producer only claims to have said: that would let any one of them
 * take the view from everybody.
 */
export class Readiness {
  readonly #file: DashboardFile
  #caughtUp = false
  #seen: Seen = { pending: undefined, awaited: [], deaf: undefined }

  constructor(file: DashboardFile) {
    this.#file = file
  }

  sees(seen: Seen): void {
    this.#seen = seen
    this.#caughtUp ||= seen.pending !== undefined && seen.pending <= MOST_BEHIND && seen.awaited.length === 0
  }

  async reasonAgainst(): Promise<string | undefined> {
    const { pending, awaited, deaf } = this.#seen
    if (deaf !== undefined) return deaf
    if (pending !== undefined && pending > MOST_BEHIND) return `${pending} messages of the stream are still to be read`
    if (this.#caughtUp) return this.#cannotWrite()
    if (awaited.length > 0) return `events of ${awaited.join(', ')} are still to be read`
    return 'it is not known yet how far the stream has got: NATS has not answered'
  }

  /** A write that changes nothing: the only proof that the disk is not full and the file still ours. */
  async #cannotWrite(): Promise<string | undefined> {
    try {
      await sql`update feed_state set only = 1`.execute(this.#file.write)
      return undefined
    } catch (error) {
      return `the file ${this.#file.path} cannot be written: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}
