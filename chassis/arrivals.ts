import { setTimeout as delay } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { Quota } from '@ebook/chassis/quota'
import type { RequestContext } from '@ebook/chassis/request'
import type { RentDatabase } from './database.ts'
import { knownBooks } from './sql/books.ts'

const PATIENCE_MS = 2_000
/** After somebody came. A title is heard of within milliseconds, so the first look is soon. */
const FIRST_LOOK_MS = 50
/** As many as a member asks for at once who takes what a librarian has just registered. */
const WAITS_OF_A_MEMBER = 10
/** Each holds one of the connections through which a router asks; some of its 128 are always left to others. */
const WAITS_OF_ALL = 100

interface Waiter {
  readonly bookId: string
  readonly until: number
  readonly end: (turnedUp: boolean) => void
  readonly fail: (error: unknown) => void
}

/**
 * Titles that were registered a moment ago and may still be on their way: who registers a title is not who requests it,
 * so nothing that a member brings says that there is one. So waiting for it is made cheap instead: one statement looks
 * for everybody who waits, each time after twice as long, and of the others' patience only little can be taken.
 */
export class BookArrivals {
  readonly #db: Kysely<RentDatabase>
  readonly #room = new Quota(WAITS_OF_A_MEMBER, WAITS_OF_ALL)
  readonly #waiting = new Set<Waiter>()
  readonly #haveWaited = new WeakSet<RequestContext>()
  #lookAfterMs = FIRST_LOOK_MS
  #looking = false

  constructor(db: Kysely<RentDatabase>) {
    this.#db = db
  }

  /**
   * Whether the title has turned up within about two seconds. No request waits twice, no member with more than ten requests,
   * and nobody longer than their request is wanted.
   */
  async turnsUp(bookId: string, member: string, context: RequestContext): Promise<boolean> {
    const { signal } = context
    const giveBack = this.#haveWaited.has(context) || signal.aborted ? undefined : this.#room.take(member)
    if (giveBack === undefined) return false
    this.#haveWaited.add(context)
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    const waiter = { bookId, until: performance.now() + PATIENCE_MS, end: resolve, fail: reject }
    const leave = () => resolve(false)
    signal.addEventListener('abort', leave, { once: true })
    this.#waiting.add(waiter)
    this.#lookAfterMs = FIRST_LOOK_MS
    this.#look().catch((error: unknown) => {
      for (const { fail } of this.#waiting) fail(error)
    })
    try {
      return await promise
    } finally {
      this.#waiting.delete(waiter)
      signal.removeEventListener('abort', leave)
      giveBack()
    }
  }

  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    try {
      while (this.#waiting.size > 0) {
        await delay(this.#lookAfterMs)
        this.#lookAfterMs = Math.min(this.#lookAfterMs * 2, PATIENCE_MS / 2)
        const known = await knownBooks(this.#db, [...new Set([...this.#waiting].map(({ bookId }) => bookId))])
        for (const waiter of this.#waiting) {
          const turnedUp = known.has(waiter.bookId)
          if (!turnedUp && performance.now() < waiter.until) continue
          this.#waiting.delete(waiter)
          waiter.end(turnedUp)
        }
      }
    } finally {
      this.#looking = false
    }
  }
}
