import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@ebook/clients/people'
import { metric, metricsOf, type Installation } from '../installation.ts'
import { listenTo, type Listener } from '../listener.ts'
import { registerTitles } from '../people.ts'
import { APPROVE, REQUEST } from '../request.ts'

const RETURN = `mutation ($input: ReturnRentalInput!) { returnRental(input: $input) { rental { status } userErrors { code } } }`
/** Before the librarian presses again: the dashboard may hear of the payment sooner than who keeps the case. */
const PAUSE_MS = 5
const PATIENCE_MS = 30_000

/** What the dashboard has told of a rental. */
interface Told {
  readonly paid: PromiseWithResolvers<number>
  readonly approved: PromiseWithResolvers<number>
  /** The loan has begun, and what it earned is known: nothing more happens to it by itself. */
  readonly settled: PromiseWithResolvers<number>
  readonly returned: PromiseWithResolvers<number>
}

export interface WatchedRental {
  readonly rentalId: string
  readonly user: string
  /** From the member's request until the dashboard tells that it is APPROVED. */
  readonly ms: number
}

/** Rentals that nobody asks after: the dashboard tells a librarian of each step. Each is another member's. */
export class WatchedRentals {
  readonly #installation: Installation
  readonly #titles: readonly string[]
  readonly #told = new Map<string, Told>()
  #listener: Listener | undefined
  #begun = 0

  private constructor(installation: Installation, titles: readonly string[]) {
    this.#installation = installation
    this.#titles = titles
  }

  /** Of so many titles in turn. */
  static async open(installation: Installation, titles = 1): Promise<WatchedRentals> {
    const ids = await registerTitles(installation.stack, installation.router, titles)
    const rentals = new WatchedRentals(installation, ids)
    rentals.#listener = await listenTo(installation.stack, 'libby', 'ADMIN', (row, at) => {
      const { paid, approved, settled, returned } = rentals.#of(row.rentalId)
      if (row.status === 'PAID') paid.resolve(at)
      if (row.status === 'APPROVED') approved.resolve(at)
      if (row.status === 'APPROVED' && row.points !== null && row.dueAt !== null) settled.resolve(at)
      if (row.status === 'RETURNED') returned.resolve(at)
    })
    // Who subscribes is not told when that has come to be; the dashboard knows.
    const dashboard = installation.stack.process('dashboard')
    const listeners = async () => metric(await metricsOf(dashboard), 'ebook_dashboard_subscriptions')
    await eventually('the librarian listens', async () => (await listeners()) > 0)
    return rentals
  }

  /** A librarian presses as soon as the dashboard tells of the payment. When this is fulfilled, all that follows is over. */
  async one(): Promise<WatchedRental> {
    const { stack, router } = this.#installation
    const number = (this.#begun += 1)
    const user = `watched-${number}`
    const member = await stack.token(user, 'MEMBER')
    const began = performance.timeOrigin + performance.now()
    const bookId = this.#titles[number % this.#titles.length]
    const input = { bookId, idempotencyKey: bookId }
    const { rental } = await router.answered(member, REQUEST, { input })
    const rentalId: string = rental.id
    const { paid, approved, settled } = this.#of(rentalId)
    await within('the dashboard tells that it is PAID', paid.promise)
    await within('it can be approved', this.#approve(rentalId))
    const at = await within('the dashboard tells that it is APPROVED', approved.promise)
    await within('the dashboard tells of the loan and of what it earned', settled.promise)
    return { rentalId, user, ms: at - began }
  }

  /** One more, which its member has given back. */
  async oneGivenBack(): Promise<WatchedRental> {
    const { stack, router } = this.#installation
    const rental = await this.one()
    const member = await stack.token(rental.user, 'MEMBER')
    await router.answered(member, RETURN, { input: { rentalId: rental.rentalId } })
    await within('the dashboard tells that it is RETURNED', this.#of(rental.rentalId).returned.promise)
    return rental
  }

  close(): void {
    this.#listener?.stop()
  }

  async #approve(rentalId: string): Promise<void> {
    const { router } = this.#installation
    const input = { rentalId }
    for (;;) {
      const { codes } = await router.ask(this.#listener?.token, APPROVE, { input })
      if (codes.length === 0) return
      await delay(PAUSE_MS)
    }
  }

  #of(rentalId: string): Told {
    const known = this.#told.get(rentalId) ?? {
      paid: Promise.withResolvers<number>(),
      approved: Promise.withResolvers<number>(),
      settled: Promise.withResolvers<number>(),
      returned: Promise.withResolvers<number>(),
    }
    this.#told.set(rentalId, known)
    return known
  }
}

async function within<T>(what: string, fact: Promise<T>): Promise<T> {
  const patience = new AbortController()
  const late = delay(PATIENCE_MS, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`not within ${PATIENCE_MS / 1_000} s: ${what}`)
  })
  late.catch(() => undefined)
  try {
    return await Promise.race([fact, late])
  } finally {
    patience.abort()
  }
}
