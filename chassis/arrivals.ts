import { setTimeout as delay } from 'node:timers/promises'
import { Quota } from './quota.ts'
import type { RequestContext } from './request.ts'

const PATIENCE_MS = 2_000
/** After somebody came. What others do is heard of within milliseconds, so the first look is soon. */
const FIRST_LOOK_MS = 20
/** As many as a member asks for at once who takes what a librarian has just registered. */
const WAITS_OF_ONE = 10
/** Each holds one of the connections through which a router asks; some of its 128 are always left to others. */
const WAITS_OF_ALL = 100

interface Waiter {
  readonly id: string
  readonly until: number
  readonly end: (turnedUp: boolean) => void
  readonly fail: (error: unknown) => void
}

/**
 * What another subgraph has told of a moment ago, and may still be on its way: who registers a title is not who requests it,
 * and who pays is not who approves, so nothing that somebody brings says that there is one. So waiting for it is made cheap
 * instead: one statement looks for everybody who waits, each time after twice as long, and of the others' patience only
 * little can be taken.
 */
export class Arrivals {
  readonly #known: (ids: readonly string[]) => Promise<ReadonlySet<string>>
  readonly #room: Quota
  readonly #waiting = new Set<Waiter>()
  readonly #haveWaited = new WeakSet<RequestContext>()
  #lookAfterMs = FIRST_LOOK_MS
  #looking = false

  /** @param known those of the ids that have arrived */
  constructor(known: (ids: readonly string[]) => Promise<ReadonlySet<string>>, waitsOfOne = WAITS_OF_ONE) {
    this.#known = known
    this.#room = new Quota(waitsOfOne, WAITS_OF_ALL)
  }

  /**
   * Whether it has turned up within about two seconds. No request waits twice, nobody with more requests than one may, and
   * none longer than it is wanted.
   */
  async turnsUp(id: string, who: string, context: RequestContext): Promise<boolean> {
    const { signal } = context
    const giveBack = this.#haveWaited.has(context) || signal.aborted ? undefined : this.#room.take(who)
    if (giveBack === undefined) return false
    this.#haveWaited.add(context)
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    const waiter = { id, until: performance.now() + PATIENCE_MS, end: resolve, fail: reject }
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
        const known = await this.#known([...new Set([...this.#waiting].map(({ id }) => id))])
        for (const waiter of this.#waiting) {
          const turnedUp = known.has(waiter.id)
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
