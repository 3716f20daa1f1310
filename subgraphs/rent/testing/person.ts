import { randomUUID } from 'node:crypto'
import type {
  CancelRentalPayload,
  Maybe,
  PayRentalPayload,
  Rental,
  RequestRentalPayload,
  ReturnRentalPayload,
} from '../generated/resolvers.ts'

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly extensions?: { readonly consistency?: readonly string[] }
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

const RENTAL = `id userId bookId status paymentState refundState rentalFee rentedDate payUntil retryAfter readable payback
  startsAt dueAt returnedDate canceledDate cancelReason renewalCount
  book { id title } payment { id status chargedAmount }`
const ERRORS = 'userErrors { code message field }'

/** Somebody as the router lets them through: with their token, over HTTP. */
export class Person {
  readonly sub: string
  readonly #url: () => string
  readonly #token: () => Promise<string | undefined>
  readonly #routerSecret: string

  constructor(sub: string, url: () => string, token: () => Promise<string | undefined>, routerSecret: string) {
    this.sub = sub
    this.#url = url
    this.#token = token
    this.#routerSecret = routerSecret
  }

  async answer(query: string, variables: object = {}): Promise<Answer> {
    const token = await this.#token()
    const response = await fetch(this.#url(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-router-secret': this.#routerSecret,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer
  }

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

  async sees(rentalId: string): Promise<Maybe<Rental>> {
    const { data, errors } = await this.answer(`query ($id: ID!) { rental(id: $id) { ${RENTAL} } }`, { id: rentalId })
    if (errors) throw new Error(JSON.stringify(errors))
    return data?.['rental'] as Maybe<Rental>
  }

  async #mutate<Payload>(name: string, inputType: string, input: object, more = ''): Promise<Payload> {
    const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) { rental { ${RENTAL} } ${more} ${ERRORS} } }`
    const { data, errors } = await this.answer(query, { input })
    if (errors) throw new Error(JSON.stringify(errors))
    return data?.[name] as Payload
  }
}
