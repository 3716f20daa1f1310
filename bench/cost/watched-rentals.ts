import { setTimeout as delay } from 'node:timers/promises'
import type { Installation } from '../installation.ts'
import { registerTitles } from '../people.ts'
import { APPROVE, REQUEST } from '../request.ts'
import { Told } from '../told.ts'

const RETURN = `mutation ($input: ReturnRentalInput!) { returnRental(input: $input) { rental { status } userErrors { code } } }`
/** Before the librarian presses again: the dashboard may hear of the payment sooner than who keeps the case. */
const PAUSE_MS = 5
const PATIENCE_MS = 30_000

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
  readonly #told: Told
  #begun = 0

  private constructor(installation: Installation, titles: readonly string[], told: Told) {
    this.#installation = installation
    this.#titles = titles
    this.#told = told
  }

  /** Of so many titles in turn. */
  static async open(installation: Installation, titles = 1): Promise<WatchedRentals> {
    const ids = await registerTitles(installation.stack, installation.router, titles)
    return new WatchedRentals(installation, ids, await Told.open(installation.stack))
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
    await this.#told.of(rentalId, 'PAID')
    await this.#approve(rentalId)
    const at = await this.#told.of(rentalId, 'APPROVED')
    await this.#told.of(rentalId, 'SETTLED')
    return { rentalId, user, ms: at - began }
  }

  /** One more, which its member has given back. */
  async oneGivenBack(): Promise<WatchedRental> {
    const { stack, router } = this.#installation
    const rental = await this.one()
    const member = await stack.token(rental.user, 'MEMBER')
    await router.answered(member, RETURN, { input: { rentalId: rental.rentalId } })
    await this.#told.of(rental.rentalId, 'RETURNED')
    return rental
  }

  close(): void {
    this.#told.close()
  }

  async #approve(rentalId: string): Promise<void> {
    const { router } = this.#installation
    const input = { rentalId }
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      const { codes } = await router.ask(this.#told.token, APPROVE, { input })
      if (codes.length === 0) return
      if (performance.now() > deadline) throw new Error(`rental ${rentalId} cannot be approved: ${codes.join(', ')}`)
      await delay(PAUSE_MS)
    }
  }
}
