import { sql } from 'kysely'
import type { DashboardFile } from './file.ts'

/** What was seen of the road at the last look. */
export interface Seen {
  /** Messages of the stream that are not in the file; undefined when NATS did not say. */
  readonly pending: number | undefined
  /** Per producer that is alive: positions between the file and what it announced. */
  readonly behind: ReadonlyMap<string, number>
}

/** Beyond this the view is too old to be shown: a few seconds of a busy day. */
const MOST_BEHIND = 1_000

/**
 * Ready means: caught up once since the start, not far behind now, and able to write. Producers that are down do not
 * count, and neither does a NATS that has gone away since: an old view that says how old it is beats none.
 */
export class Readiness {
  readonly #file: DashboardFile
  #caughtUp = false
  #seen: Seen = { pending: undefined, behind: new Map() }

  constructor(file: DashboardFile) {
    this.#file = file
  }

  sees(seen: Seen): void {
    this.#seen = seen
    this.#caughtUp ||= seen.pending !== undefined && this.#tooFarBehind() === undefined
  }

  async reasonAgainst(): Promise<string | undefined> {
    const behind = this.#tooFarBehind()
    if (behind !== undefined) return behind
    if (!this.#caughtUp) return 'it is not known yet how far the stream has got: NATS has not answered'
    return this.#cannotWrite()
  }

  #tooFarBehind(): string | undefined {
    const { pending, behind } = this.#seen
    if (pending !== undefined && pending > MOST_BEHIND) return `${pending} messages of the stream are still to be read`
    const [worst] = [...behind].filter(([, positions]) => positions > MOST_BEHIND)
    return worst && `${worst[1]} events of ${worst[0]} are still to be read`
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
