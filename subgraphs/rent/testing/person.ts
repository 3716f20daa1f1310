import { randomUUID } from 'node:crypto'
import { Caller } from '@ebook/chassis/testing/caller'
import type {
  CancelRentalPayload,
  Maybe,
  OpenRentalPayload,
  PayRentalPayload,
  RenewRentalPayload,
  Rental,
  RequestRentalPayload,
  ReturnRentalPayload,
} from '../generated/resolvers.ts'

const RENTAL = `id userId bookId status paymentState refundState rentalFee rentedDate payUntil retryAfter readable payback
  startsAt dueAt returnedDate canceledDate cancelReason renewalCount
  loanPeriodDays maxRenewals openedDate cancelableUntil serverNow renewal { possible until why { code message } }
  book { id title } payment { id status chargedAmount }`
const ERRORS = 'userErrors { code message field }'

/** A member, or a librarian, at rent. */
export class Person extends Caller {
  async requests(bookId: string, input: { idempotencyKey?: string; expectedFee?: number } = {}) {
    const full = { bookId, idempotencyKey: randomUUID(), ...input }
    return this.#mutate<RequestRentalPayload>('requestRental', 'RequestRentalInput', full)
  }

  /** Requests a title that must not be refused. */
  async rents(bookId: string, input: { idempotencyKey?: string; expectedFee?: number } = {}): Promise<Rental> {
    const { rental, userErrors } = await this.requests(bookId, input)
    if (!rental) throw new Error(`refused: ${JSON.stringify(userErrors)}`)
    return rental
  }

  async pays(rentalId: string) {
    return this.#mutate<PayRentalPayload>('payRental', 'PayRentalInput', { rentalId })
  }

  async cancels(rentalId: string) {
    return this.#mutate<CancelRentalPayload>('cancelRental', 'CancelRentalInput', { rentalId }, 'outcome')
  }

  async returns(rentalId: string) {
    return this.#mutate<ReturnRentalPayload>('returnRental', 'ReturnRentalInput', { rentalId }, 'outcome')
  }

  async opens(rentalId: string) {
    return this.#mutate<OpenRentalPayload>('openRental', 'OpenRentalInput', { rentalId })
  }

  async renews(rentalId: string, expectedDueAt?: unknown) {
    return this.#mutate<RenewRentalPayload>('renewRental', 'RenewRentalInput', { rentalId, expectedDueAt }, 'outcome')
  }

  async sees(rentalId: string): Promise<Maybe<Rental>> {
    return this.asks(`query ($id: ID!) { rental(id: $id) { ${RENTAL} } }`, { id: rentalId })
  }

  async #mutate<Payload>(name: string, inputType: string, input: object, more = ''): Promise<Payload> {
    const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) { rental { ${RENTAL} } ${more} ${ERRORS} } }`
    return this.asks(query, { input })
  }
}
