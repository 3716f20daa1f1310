import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Minute } from './minute.ts'
import { SharedCounts } from './shared-counts.ts'

const news = z.array(z.tuple([z.string(), z.number()])).readonly()
const said = z.object({
  /** A router since its start. */
  from: z.string(),
  /** Counts what it has said, so that who misses something knows it. */
  number: z.int(),
  /** It has missed something, or has just begun. */
  asks: z.boolean(),
  /** Milliseconds of the running minute that are left; clocks of different machines are not compared. */
  left: z.number(),
  used: news,
  held: news,
})

/** A router that has said nothing for so long is away, and what it counted with it. */
const SILENT_MS = 5_000
/** Of 255 characters each they are less than the megabyte that NATS takes. */
const MOST_OF_A_PIECE = 1_000

/**
 * What several routers count as one: how much of the running minute's allowance each member and address has used, and how
 * many connections and subscriptions each member holds. Each says once a second what has changed, and nobody waits for it:
 * a request is held against what was heard last.
 */
export class Together {
  readonly used = new SharedCounts()
  readonly held = new SharedCounts()
  readonly minute = new Minute(() => this.used.beginAgain())
  readonly #id = randomUUID()
  readonly #now: () => number
  readonly #heard = new Map<string, { number: number; at: number }>()
  #number = 0
  #asks = true

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  /** How many other routers there are. */
  get others(): number {
    return this.#heard.size
  }

  /** To be said to the others every second, in these pieces: a message of NATS has a bound. */
  say(): string[] {
    const now = this.#now()
    for (const [router, { at }] of this.#heard) if (now - at > SILENT_MS) this.#isAway(router)
    const [used, held] = [this.used.news(), this.held.news()]
    const pieces = Math.max(1, Math.ceil(Math.max(used.length, held.length) / MOST_OF_A_PIECE))
    const asks = this.#asks
    this.#asks = false
    return Array.from({ length: pieces }, (_, piece) => {
      const [from, to] = [piece * MOST_OF_A_PIECE, (piece + 1) * MOST_OF_A_PIECE]
      const part = { used: used.slice(from, to), held: held.slice(from, to) }
      const left = this.minute.left(now)
      return JSON.stringify({ from: this.#id, number: (this.#number += 1), asks, left, ...part })
    })
  }

  /** What another one said, or this one itself. Throws when it is nothing of that kind. */
  hear(text: string): void {
    const { from, number, asks, left, used, held } = said.parse(JSON.parse(text))
    if (from === this.#id) return
    const now = this.#now()
    if ((this.#heard.get(from)?.number ?? 0) !== number - 1) this.#asks = true
    this.#heard.set(from, { number, at: now })
    // Minutes that end at different moments would give out the whole allowance at each end.
    if (left > 0) this.minute.endsWithin(left, now)
    this.used.hear(from, used)
    this.held.hear(from, held)
    if (!asks) return
    this.used.tellAgain()
    this.held.tellAgain()
  }

  #isAway(router: string): void {
    this.#heard.delete(router)
    this.used.forget(router)
    this.held.forget(router)
  }
}
