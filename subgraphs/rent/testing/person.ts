import { randomUUID } from 'node:crypto'
import { Caller } from '@ebook/chassis/testing/caller'
import type {
  BlockMemberInput,
  BlockMemberPayload,
  CancelRentalPayload,
  EraseMemberInput,
  EraseMePayload,
  LookConnection,
  Maybe,
  Member,
  MemberConnection,
  OpenRentalPayload,
  PayRentalInput,
  PayRentalPayload,
  RenewRentalPayload,
  Rental,
  RequestRentalInput,
  RequestRentalPayload,
  ReturnRentalPayload,
  ReviseMemberInput,
  RevokeRentalPayload,
  SetAutoRenewalPayload,
  ViewMemberHistoryInput,
  ViewMemberHistoryPayload,
} from '../generated/resolvers.ts'

const RENTAL = `id userId bookId status paymentState refundState rentalFee rentedDate payUntil retryAfter readable payback
  startsAt dueAt returnedDate canceledDate cancelReason renewalCount
  loanPeriodDays maxRenewals openedDate cancelableUntil serverNow autoRenewal pointsToUse renewal { possible until why { code message } }
  book { id title } payment { id status chargedAmount }`
const MEMBER = `id category openLoans membershipUntil keepsHistory limits { loans holds }
  blocks { id kinds cause reason message until blockedBy }`
const ERRORS = 'userErrors { code message field }'

/** A member, or a librarian, at rent. */
export class Person extends Caller {
  async requests(bookId: string, input: Partial<RequestRentalInput> = {}) {
    const full = { bookId, idempotencyKey: randomUUID(), ...input }
    return this.#mutate<RequestRentalPayload>('requestRental', 'RequestRentalInput', full)
  }

  /** Requests a title that must not be refused. */
  async rents(bookId: string, input: Partial<RequestRentalInput> = {}): Promise<Rental> {
    const { rental, userErrors } = await this.requests(bookId, input)
    if (!rental) throw new Error(`refused: ${JSON.stringify(userErrors)}`)
    return rental
  }

  async pays(rentalId: string, input: Partial<PayRentalInput> = {}) {
    return this.#mutate<PayRentalPayload>('payRental', 'PayRentalInput', { rentalId, ...input })
  }

  async cancels(rentalId: string) {
    return this.#mutate<CancelRentalPayload>('cancelRental', 'CancelRentalInput', { rentalId }, 'outcome')
  }

  async returns(rentalId: string) {
    return this.#mutate<ReturnRentalPayload>('returnRental', 'ReturnRentalInput', { rentalId }, 'outcome')
  }

  async lets(rentalId: string, on: boolean) {
    return this.#mutate<SetAutoRenewalPayload>('setAutoRenewal', 'SetAutoRenewalInput', { rentalId, on })
  }

  async opens(rentalId: string) {
    return this.#mutate<OpenRentalPayload>('openRental', 'OpenRentalInput', { rentalId })
  }

  async renews(rentalId: string, expectedDueAt?: unknown) {
    return this.#mutate<RenewRentalPayload>('renewRental', 'RenewRentalInput', { rentalId, expectedDueAt }, 'outcome')
  }

  async revokes(rentalId: string, note?: string) {
    return this.#mutate<RevokeRentalPayload>('revokeRental', 'RevokeRentalInput', { rentalId, note }, 'outcome')
  }

  async blocks(userId: string, input: Partial<BlockMemberInput> = {}): Promise<BlockMemberPayload> {
    const full = { userId, kinds: ['BORROW'], reason: 'A stolen card', message: 'Please call us.', ...input }
    return this.#tells('blockMember', 'BlockMemberInput', full)
  }

  async unblocks(userId: string, blockId: string): Promise<BlockMemberPayload> {
    return this.#tells('unblockMember', 'UnblockMemberInput', { userId, blockId })
  }

  async revises(userId: string, input: Omit<ReviseMemberInput, 'userId'>): Promise<BlockMemberPayload> {
    return this.#tells('reviseMember', 'ReviseMemberInput', { userId, ...input })
  }

  async keeps(keep: boolean): Promise<BlockMemberPayload> {
    return this.#tells('keepMyHistory', 'KeepMyHistoryInput', { keep })
  }

  async erases(confirm = true): Promise<EraseMePayload> {
    const query = `mutation ($input: EraseMeInput!) {
      eraseMe(input: $input) { erased inTheWay { kind title rentalId until points } ${ERRORS} } }`
    return this.asks(query, { input: { confirm } })
  }

  async erasesMember(userId: string, input: Partial<EraseMemberInput> = {}): Promise<EraseMePayload> {
    const query = `mutation ($input: EraseMemberInput!) {
      eraseMember(input: $input) { erased inTheWay { kind title rentalId until points } ${ERRORS} } }`
    return this.asks(query, { input: { userId, asked: 'IN_WRITING', confirm: true, ...input } })
  }

  async looksAt(userId: string): Promise<Member> {
    return this.asks(`query ($id: ID!) { member(id: $id) { ${MEMBER} } }`, { id: userId })
  }

  async views(userId: string, input: Partial<ViewMemberHistoryInput> = {}): Promise<ViewMemberHistoryPayload> {
    const query = `mutation ($input: ViewMemberHistoryInput!) { viewMemberHistory(input: $input) {
      rentals { edges { cursor node { ${RENTAL} } } pageInfo { hasNextPage } totalCount } ${ERRORS} } }`
    return this.asks(query, { input: { userId, reason: 'They asked which edition it was', ...input } })
  }

  async seesWhoLooked(args = 'first: 100'): Promise<LookConnection> {
    return this.asks(`{ looksAtMe(${args}) {
      edges { cursor node { id kind lookedBy reason lookedDate } } pageInfo { hasNextPage } totalCount } }`)
  }

  async me(): Promise<Member> {
    return this.asks(`{ me { ${MEMBER} } }`)
  }

  async looksFor(args: string): Promise<MemberConnection> {
    return this.asks(`{ members(${args}) { edges { cursor node { ${MEMBER} } } pageInfo { hasNextPage } totalCount } }`)
  }

  async #tells(name: string, inputType: string, input: object): Promise<BlockMemberPayload> {
    const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) { member { ${MEMBER} } ${ERRORS} } }`
    return this.asks(query, { input })
  }

  async sees(rentalId: string): Promise<Maybe<Rental>> {
    return this.asks(`query ($id: ID!) { rental(id: $id) { ${RENTAL} } }`, { id: rentalId })
  }

  async #mutate<Payload>(name: string, inputType: string, input: object, more = ''): Promise<Payload> {
    const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) { rental { ${RENTAL} } ${more} ${ERRORS} } }`
    return this.asks(query, { input })
  }
}
