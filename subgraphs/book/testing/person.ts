import { randomUUID } from 'node:crypto'
import { Caller } from '@ebook/chassis/testing/caller'
import type {
  AddLicenceInput,
  AddLicencePayload,
  ApproveRentalPayload,
  Book,
  DecideRentalsPayload,
  EndLicenceInput,
  Maybe,
  PlaceHoldPayload,
  RefusalReason,
  RegisterBookInput,
  RegisterBookPayload,
  RentalDecisionInput,
  RentalRequest,
  ReviseBookInput,
  ReviseBookPayload,
  ReviseLicenceInput,
  WithdrawBookPayload,
} from '../generated/resolvers.ts'

/** What `approveRental` and `refuseRental` answer. */
export type Decided = ApproveRentalPayload

const BOOK = `id title authors isbn13 language rentalFee status seatsTotal seatsFree loanPeriodDays maxRenewals
  registeredDate unlimited holdsWaiting nextLoanEnds`
const REQUEST = `id rentalId status requestedDate decideBy decidedBy decidedDate reasonCode note version
  book { id title } rental { id }`
const HOLD =
  'id status position readyUntil suspended suspendedUntil placedDate book { id title } estimate { likely late }'
const LICENCE =
  'id kind seats seatsInUse expiresAt loansTotal loansLeft loansMade endedDate vendor price download preview'
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

  async withdraws(bookId: string, more: { revoke?: boolean; note?: string } = {}): Promise<WithdrawBookPayload> {
    return this.#mutate('withdrawBook', 'WithdrawBookInput', { bookId, ...more }, `book { ${BOOK} }`)
  }

  async revises(input: ReviseBookInput): Promise<ReviseBookPayload> {
    return this.#mutate('reviseBook', 'ReviseBookInput', input, `book { ${BOOK} approval }`)
  }

  async decides(decisions: RentalDecisionInput[]): Promise<DecideRentalsPayload> {
    const selection = `decided { rentalId request { ${REQUEST} } alreadyDecided ${ERRORS} }`
    return this.#mutate('decideRentals', 'DecideRentalsInput', { decisions }, selection)
  }

  async adds(input: AddLicenceInput): Promise<AddLicencePayload> {
    return this.#mutate('addLicence', 'AddLicenceInput', input, `licence { ${LICENCE} } book { ${BOOK} }`)
  }

  async revisesLicence(input: ReviseLicenceInput): Promise<AddLicencePayload> {
    return this.#mutate('reviseLicence', 'ReviseLicenceInput', input, `licence { ${LICENCE} } book { ${BOOK} }`)
  }

  async ends(input: EndLicenceInput): Promise<AddLicencePayload> {
    return this.#mutate('endLicence', 'EndLicenceInput', input, `licence { ${LICENCE} } book { ${BOOK} }`)
  }

  async waitsFor(bookId: string, idempotencyKey: string = randomUUID()): Promise<PlaceHoldPayload> {
    return this.#mutate('placeHold', 'PlaceHoldInput', { bookId, idempotencyKey }, `hold { ${HOLD} }`)
  }

  /** Waits, and must not be refused. Answers the hold's id. */
  async isInLineFor(bookId: string): Promise<string> {
    const { hold, userErrors } = await this.waitsFor(bookId)
    if (!hold) throw new Error(`refused: ${JSON.stringify(userErrors)}`)
    return hold.id
  }

  async leaves(holdId: string): Promise<PlaceHoldPayload> {
    return this.#mutate('cancelHold', 'CancelHoldInput', { holdId }, `hold { ${HOLD} }`)
  }

  async suspends(holdId: string, until?: string): Promise<PlaceHoldPayload> {
    return this.#mutate('suspendHold', 'SuspendHoldInput', { holdId, until }, `hold { ${HOLD} }`)
  }

  async resumes(holdId: string): Promise<PlaceHoldPayload> {
    return this.#mutate('resumeHold', 'ResumeHoldInput', { holdId }, `hold { ${HOLD} }`)
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
