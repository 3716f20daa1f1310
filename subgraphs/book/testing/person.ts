import { Caller } from '@ebook/chassis/testing/caller'
import type {
  ApproveRentalPayload,
  Book,
  Maybe,
  RefusalReason,
  RegisterBookInput,
  RegisterBookPayload,
  RentalRequest,
  WithdrawBookPayload,
} from '../generated/resolvers.ts'

/** What `approveRental` and `refuseRental` answer. */
export type Decided = ApproveRentalPayload

const BOOK = `id title authors isbn13 language rentalFee status seatsTotal seatsFree loanPeriodDays maxRenewals
  registeredDate`
const REQUEST = `id rentalId status requestedDate decideBy decidedBy decidedDate reasonCode note version
  book { id title } rental { id }`
const ERRORS = 'userErrors { code message field }'

/** A member, or a librarian, at book. */
export class Person extends Caller {
  async tries(input: Partial<RegisterBookInput>): Promise<RegisterBookPayload> {
    const full = { title: 'Dune', authors: ['Frank Herbert'], rentalFee: 3_000, ...input }
    return this.#mutate('registerBook', 'RegisterBookInput', full, `book { ${BOOK} }`)
  }

  /** Registers a title that must not be refused. */
  async registers(input: Partial<RegisterBookInput> = {}): Promise<Book> {
    const { book, userErrors } = await this.tries(input)
    if (!book) throw new Error(`refused: ${JSON.stringify(userErrors)}`)
    return book
  }

  async withdraws(bookId: string): Promise<WithdrawBookPayload> {
    return this.#mutate('withdrawBook', 'WithdrawBookInput', { bookId }, `book { ${BOOK} }`)
  }

  async approves(rentalId: string, expectedVersion?: number): Promise<Decided> {
    const input = { rentalId, expectedVersion }
    return this.#mutate('approveRental', 'ApproveRentalInput', input, `request { ${REQUEST} } alreadyDecided`)
  }

  async refuses(
    rentalId: string,
    more: { reasonCode?: RefusalReason; note?: string; expectedVersion?: number } = {},
  ): Promise<Decided> {
    const input = { rentalId, reasonCode: 'POLICY', ...more }
    return this.#mutate('refuseRental', 'RefuseRentalInput', input, `request { ${REQUEST} } alreadyDecided`)
  }

  async book(id: string): Promise<Maybe<Book>> {
    return this.asks(`query ($id: ID!) { book(id: $id) { ${BOOK} } }`, { id })
  }

  /** The request of a rental, by way of the entity that rent refers to. */
  async requestOf(rentalId: string): Promise<Maybe<RentalRequest>> {
    const [rental] = await this.entities<{ request: Maybe<RentalRequest> }>(
      [{ __typename: 'Rental', id: rentalId }],
      `... on Rental { request { ${REQUEST} } }`,
    )
    return rental?.request
  }

  async entities<Entity>(representations: readonly object[], selection: string): Promise<(Entity | null)[]> {
    return this.asks(`query ($of: [_Any!]!) { _entities(representations: $of) { ${selection} } }`, {
      of: representations,
    })
  }

  async #mutate<Payload>(name: string, inputType: string, input: object, selection: string): Promise<Payload> {
    return this.asks(`mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} ${ERRORS} } }`, {
      input,
    })
  }
}
