import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@ebook/clients/people'
import type { Stack, StackSettings } from '@ebook/stack/stack'
import { acknowledged, booksBalance } from './books.ts'
import { tally, tenths } from './figures.ts'
import { CLIENTS, count, installed, rentClock, type Installation } from './installation.ts'
import { connect, registerTitles, type Answer, type Router } from './people.ts'
import { APPROVE, REQUEST } from './request.ts'
import { Told } from './told.ts'

/** Of which a lane has so many for itself: a title has a thousand seats, and nobody gives theirs back. */
const TITLES_OF_A_LANE = 4
/** Before something is asked again that was not answered. */
const PAUSE_MS = 100
const PATIENCE_MS = 120_000
const TTL_S = 12 * 3_600
const LOOK_MS = 20
/** The same however often it is asked: what was not answered may have been done. */
const KEY = 'once'

/** A rental that came to be APPROVED; `at` in milliseconds of the epoch. */
export interface Saga {
  readonly rentalId: string
  readonly member: string
  readonly at: number
  readonly paidAtOnce: boolean
  /** Until the answer to the request for it. */
  readonly requestMs: number
}

/** What a client was told instead of an answer. */
export interface Refusal {
  readonly at: number
  readonly code: string
}

type Answered = Pick<Answer, 'ms'> & { readonly payload: NonNullable<Answer['payload']> }

/**
 * Rentals from request to APPROVED, as the pages have it: the dashboard tells when one is paid, and a librarian presses, and
 * tells when it is approved. Whoever is not answered asks again, so that each that is begun is brought to its end.
 */
export class SagaLoad {
  readonly ended: Saga[] = []
  readonly refusals: Refusal[] = []
  readonly #stack: Stack
  /** The librarian's, who approves what is paid for. */
  readonly #told: Told
  readonly #titles: readonly string[]
  #router: Router
  #begun = 0

  private constructor(stack: Stack, router: Router, told: Told, titles: readonly string[]) {
    this.#stack = stack
    this.#router = router
    this.#told = told
    this.#titles = titles
  }

  static async open(stack: Stack): Promise<SagaLoad> {
    const router = connect(stack, CLIENTS)
    const titles = await registerTitles(stack, router, CLIENTS * TITLES_OF_A_LANE)
    return new SagaLoad(stack, router, await Told.open(stack), titles)
  }

  /** All clients go on from before the work until after it; every saga that was begun is brought to its end. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    let enough = false
    const lanes = Array.from({ length: CLIENTS }, async (_, lane) => {
      while (!enough) await this.one(lane)
    })
    const all = Promise.all(lanes)
    try {
      // A saga that does not move on ends the measurement at once, and not after the work.
      return await Promise.race([work(), all.then(() => Promise.reject(new Error('the clients ended by themselves')))])
    } finally {
      enough = true
      await all
    }
  }

  /** What comes to its end within so many seconds, while the clients go on before and after. */
  async rate(seconds: number) {
    const [ended, refusals, began] = [this.ended.length, this.refusals.length, performance.now()]
    await delay(seconds * 1_000)
    const done = this.ended.slice(ended)
    const sagasPerSecond = tenths(done.length / ((performance.now() - began) / 1_000))
    return { done, sagasPerSecond, askedAgain: tally(this.refusals.slice(refusals).map(({ code }) => code)) }
  }

  /** The next so many that come to their end, while the clients go on before and after. */
  async next(rentals: number): Promise<readonly Saga[]> {
    const from = this.ended.length
    const patienceMs = PATIENCE_MS + rentals * 1_000
    const done = async () => {
      const ended = this.ended.slice(from)
      if (ended.length < rentals) throw new Error(`${ended.length} have`)
      return ended
    }
    return eventually(`${rentals} more have ended`, done, patienceMs, LOOK_MS)
  }

  get begun(): number {
    return this.#begun
  }

  /** Every rental is another member's, because one may have only one of a title. */
  async one(lane: number): Promise<void> {
    const number = (this.#begun += 1)
    const member = `saga-${number}`
    const token = await this.#stack.token(member, 'MEMBER', { ttl: TTL_S })
    const bookId = this.#titles[lane + CLIENTS * (number % TITLES_OF_A_LANE)]
    const input = { bookId, idempotencyKey: KEY }
    const { payload, ms: requestMs } = await this.#insist(() => this.#router.ask(token, REQUEST, { input }))
    const { rental } = payload
    const rentalId: string = rental.id
    await this.#told.of(rentalId, 'PAID')
    await this.#insist(() => this.#router.ask(this.#told.token, APPROVE, { input: { rentalId } }))
    await this.#told.of(rentalId, 'LENT')
    this.ended.push({ rentalId, member, at: Date.now(), paidAtOnce: rental.paymentState === 'PAID', requestMs })
  }

  /** After the router was started again: on new connections, which a balancer spreads over those that are there now. */
  async reconnect(): Promise<void> {
    await this.#router.close()
    this.#router = connect(this.#stack, CLIENTS)
  }

  close(): Promise<void> {
    this.#told.close()
    return this.#router.close()
  }

  async #insist(ask: () => Promise<Answer>): Promise<Answered> {
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      const { payload, codes, ms } = await ask()
      if (payload && codes.length === 0) return { payload, ms }
      for (const code of codes) this.refusals.push({ at: Date.now(), code })
      if (performance.now() > deadline) throw new Error(`a saga does not move on: ${codes.join(', ')}`)
      await delay(PAUSE_MS)
    }
  }
}

/**
 * Measures sagas on an installation of its own. Throws when, after all, anything was lost or done twice: speed counts only
 * together with correctness.
 */
export async function underSagas<T>(
  settings: StackSettings,
  work: (installation: Installation, sagas: SagaLoad) => Promise<T>,
): Promise<{ readonly measured: T; readonly sagas: SagaLoad; readonly checked: object }> {
  return installed(settings, async (installation) => {
    const { stack } = installation
    const sagas = await SagaLoad.open(stack)
    try {
      const since = await rentClock(stack)
      const measured = await work(installation, sagas)
      console.error('checking that nothing was lost …')
      const told = sagas.ended.map(({ member, rentalId }) => acknowledged('RequestRental', member, rentalId, KEY))
      const checked = { ...(await everySagaCounts(stack, sagas, since)), ...(await booksBalance(stack, told)) }
      return { measured, sagas, checked }
    } finally {
      await sagas.close()
    }
  })
}

/** Nothing lost and nothing done twice: as many rentals as sagas, every one APPROVED. Throws otherwise. */
async function everySagaCounts(stack: Stack, { ended, begun }: SagaLoad, since: Date) {
  const rentals = await count(stack, 'rent', 'select count(*) from rental where rented_date >= $1', [since])
  const approved = await count(
    stack,
    'rent',
    `select count(*) from rental where rented_date >= $1 and status = 'APPROVED'`,
    [since],
  )
  if (new Set([begun, ended.length, rentals, approved]).size > 1)
    throw new Error(`${begun} sagas begun, ${ended.length} ended, ${rentals} rentals, ${approved} APPROVED`)
  return { rentals, approved }
}
