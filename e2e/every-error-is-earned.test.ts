import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, Person, rentalBecomes, type Json, type Rental } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, `librarian ${randomUUID()}`, 'ADMIN')
})

const member = () => new Person(stack, `member ${randomUUID()}`, 'MEMBER')
const nobody = '01a1fbf2-e916-7438-a628-5795728ceb4e'
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

interface Lent {
  readonly who: Person
  readonly bookId: string
  readonly rental: Rental
}

/** A title of which somebody has paid for a seat. */
async function paid(book: object = {}, more: object = {}): Promise<Lent> {
  const { id: bookId } = await librarian.registers({ ...book })
  return paidBy(member(), bookId as string, more)
}

async function paidBy(who: Person, bookId: string, more: object = {}): Promise<Lent> {
  const { id } = await eventually('rent knows the title', () => who.requests(bookId, { ...more }))
  const rental = await rentalBecomes(who, id, { status: 'PAID' })
  await eventually('it waits for the librarian', () => librarian.waitingRequest(id))
  return { who, bookId, rental }
}

async function lent(book: object = {}, more: object = {}): Promise<Lent> {
  const { who, bookId, rental } = await paid(book, more)
  await librarian.does('ApproveRental', { rentalId: rental.id })
  return { who, bookId, rental: await rentalBecomes(who, rental.id, { status: 'APPROVED' }) }
}

/** A title of which the only seat is lent, and somebody else who wants it. */
async function out(): Promise<Lent & { readonly other: Person }> {
  const loan = await lent({ seats: 1 })
  await eventually('nothing is left', async () => (await read(loan.bookId)).status === 'IMPOSSIBLE')
  return { ...loan, other: member() }
}

async function read(id: string): Promise<Json> {
  const { data } = await librarian.answer(/* GraphQL */ 'query ($id: ID!) { book(id: $id) { status nextLoanEnds } }', {
    id,
  })
  return data?.['book']
}

const waits = (who: Person, bookId: string) => who.does('PlaceHold', { bookId, idempotencyKey: randomUUID() })
const asks = (who: Person, bookId: string, more: object = {}) =>
  who.isRefused('RequestRental', { bookId, idempotencyKey: randomUUID(), ...more })
const isbn = () => {
  const digits = `978${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`
  const sum = [...digits].reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** By code, what earns it. */
const earnedBy: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  INVALID_INPUT: () => librarian.isRefused('RegisterBook', { title: ' ', authors: ['A'], rentalFee: 1 }),
  INVALID_ISBN: () => librarian.isRefused('RegisterBook', { title: 'A', authors: ['A'], rentalFee: 1, isbn13: '978' }),
  async ISBN_TAKEN() {
    const isbn13 = isbn()
    await librarian.registers({ isbn13 })
    return librarian.isRefused('RegisterBook', { title: 'A', authors: ['A'], rentalFee: 1, isbn13 })
  },
  BOOK_NOT_FOUND: () => member().isRefused('PlaceHold', { bookId: nobody, idempotencyKey: 'one' }),
  async BOOK_WITHDRAWN() {
    const { id: bookId } = await librarian.registers()
    await librarian.does('WithdrawBook', { bookId })
    return librarian.isRefused('AddLicence', { bookId, kind: 'ONE_COPY' })
  },
  REQUEST_NOT_FOUND: () => librarian.isRefused('ApproveRental', { rentalId: nobody }),
  async OWN_RENTAL() {
    const { id: bookId } = await librarian.registers()
    const { rental } = await paidBy(new Person(stack, librarian.sub, 'MEMBER'), bookId)
    return librarian.isRefused('ApproveRental', { rentalId: rental.id })
  },
  async ALREADY_DECIDED() {
    const { rental } = await lent()
    return librarian.isRefused('RefuseRental', { rentalId: rental.id, reasonCode: 'POLICY' })
  },
  async REQUEST_WITHDRAWN() {
    const { who, rental } = await paid()
    await who.does('CancelRental', { rentalId: rental.id })
    await rentalBecomes(who, rental.id, { status: 'CANCELED' })
    return eventually('book has heard', async () => {
      const codes = await librarian.isRefused('RefuseRental', { rentalId: rental.id, reasonCode: 'POLICY' })
      return codes.length > 0 && codes
    })
  },
  async VERSION_CONFLICT() {
    const { rental } = await paid()
    return librarian.isRefused('ApproveRental', { rentalId: rental.id, expectedVersion: 99 })
  },
  async IDEMPOTENCY_KEY_REUSED() {
    const { who, bookId, rental } = await paid({}, { idempotencyKey: 'one' })
    expect(await who.requests(bookId, { idempotencyKey: 'one' })).toMatchObject({ id: rental.id })
    return asks(who, (await librarian.registers())['id'], { idempotencyKey: 'one' })
  },
  async CURRENTLY_AVAILABLE() {
    return member().isRefused('PlaceHold', { bookId: (await librarian.registers())['id'], idempotencyKey: 'one' })
  },
  async HOLD_LIMIT_REACHED() {
    const { bookId, other } = await out()
    await librarian.does('ReviseMember', { userId: other.sub, holdLimit: 0 })
    return eventually('book has heard of the limit', async () => {
      const { placeHold } = await other.send('PlaceHold', { input: { bookId, idempotencyKey: randomUUID() } })
      if (placeHold.hold) await other.does('CancelHold', { holdId: placeHold.hold.id })
      return placeHold.userErrors.length > 0 && placeHold.userErrors.map(({ code }: Json) => code)
    })
  },
  async ALREADY_HELD() {
    const { bookId, other } = await out()
    await waits(other, bookId)
    return other.isRefused('PlaceHold', { bookId, idempotencyKey: 'another' })
  },
  async ALREADY_RENTED() {
    const { who, bookId } = await paid()
    return asks(who, bookId)
  },
  HOLD_NOT_FOUND: () => member().isRefused('CancelHold', { holdId: nobody }),
  async HOLD_CLOSED() {
    const { bookId, other } = await out()
    const { hold } = await waits(other, bookId)
    await other.does('CancelHold', { holdId: hold.id })
    return other.isRefused('SuspendHold', { holdId: hold.id })
  },
  async MEMBER_BLOCKED() {
    const [who, { id: bookId }] = [member(), await librarian.registers()]
    await librarian.does('BlockMember', { userId: who.sub, kinds: ['BORROW'], reason: 'A test' })
    return eventually('rent knows the title', async () => {
      const codes = await asks(who, bookId)
      return !codes.includes('BOOK_NOT_FOUND') && codes
    })
  },
  async LICENCE_NOT_FOUND() {
    const { id: bookId } = await librarian.registers()
    return librarian.isRefused('EndLicence', { bookId, licenceId: nobody })
  },
  async LICENCE_IN_USE() {
    const { bookId } = await paid()
    return librarian.isRefused('EndLicence', { bookId, licenceId: bookId })
  },
  TOO_MANY_DECISIONS: () =>
    librarian.isRefused('DecideRentals', {
      decisions: Array.from({ length: 101 }, () => ({ rentalId: randomUUID(), decision: 'APPROVE' })),
    }),
  DEAD_LETTER_NOT_FOUND: () => librarian.isRefused('ReplayDeadLetter', { id: nobody }),
  PAYMENT_NOT_FOUND: () => librarian.isRefused('RefundPayment', { paymentId: nobody }),
  async REFUND_NOT_FAILED() {
    const { rental } = await paid()
    return librarian.isRefused('RetryRefund', { paymentId: rental['payment'].id })
  },
  async BOOK_NOT_AVAILABLE() {
    const { bookId, other } = await out()
    return eventually('rent has heard that it is out', async () => {
      const { requestRental } = await other.send('RequestRental', { input: { bookId, idempotencyKey: randomUUID() } })
      if (requestRental.rental) await other.does('CancelRental', { rentalId: requestRental.rental.id })
      const codes: string[] = requestRental.userErrors.map(({ code }: Json) => code)
      return codes.includes('BOOK_NOT_AVAILABLE') && codes
    })
  },
  async PRICE_CHANGED() {
    const { bookId } = await paid({ seats: 2 })
    return asks(member(), bookId, { expectedFee: 1 })
  },
  RENTAL_NOT_FOUND: () => member().isRefused('CancelRental', { rentalId: nobody }),
  async NOT_PAYABLE() {
    const { who, rental } = await paid()
    return who.isRefused('PayRental', { rentalId: rental.id })
  },
  async CANCEL_WINDOW_CLOSED() {
    const { who, rental } = await lent()
    await who.does('OpenRental', { rentalId: rental.id })
    return who.isRefused('CancelRental', { rentalId: rental.id })
  },
  async NOT_ON_LOAN() {
    const { who, rental } = await paid()
    return who.isRefused('ReturnRental', { rentalId: rental.id })
  },
  async NOT_READABLE_YET() {
    const { who, rental } = await paid()
    return who.isRefused('OpenRental', { rentalId: rental.id })
  },
  async NOT_READABLE() {
    const { who, rental } = await lent()
    await who.does('ReturnRental', { rentalId: rental.id })
    return who.isRefused('OpenRental', { rentalId: rental.id })
  },
  async MEMBERSHIP_ENDED() {
    const [who, { bookId }] = [member(), await paid({ seats: 2 })]
    await librarian.does('ReviseMember', { userId: who.sub, membershipUntil: inDays(-1) })
    return asks(who, bookId)
  },
  async LOAN_LIMIT_REACHED() {
    const [who, { bookId }] = [member(), await paid({ seats: 2 })]
    await librarian.does('ReviseMember', { userId: who.sub, loanLimit: 0 })
    return asks(who, bookId)
  },
  BLOCK_NOT_FOUND: () => librarian.isRefused('UnblockMember', { userId: member().sub, blockId: nobody }),
  async TOO_MANY_BLOCKS() {
    const block = (n: number) => ({ userId, kinds: ['HOLD'], reason: `Reason ${n}` })
    const userId = member().sub
    for (let n = 0; n < 50; n += 1) await librarian.does('BlockMember', block(n))
    return librarian.isRefused('BlockMember', block(50))
  },
  async ERASURE_BLOCKED() {
    const { who } = await lent()
    return who.isRefused('EraseMe', { confirm: true })
  },
  async LOAN_WOULD_BE_SHORT() {
    const { bookId, other } = await out()
    await librarian.does('AddLicence', { bookId, kind: 'TIME_LIMITED', seats: 1, expiresAt: inDays(12) })
    return eventually('rent has heard when the next loan ends', async () => {
      const codes = await asks(other, bookId)
      return codes.includes('LOAN_WOULD_BE_SHORT') && codes
    })
  },
  async LOAN_ENDED() {
    const { who, rental } = await lent()
    await who.does('ReturnRental', { rentalId: rental.id })
    return who.isRefused('SetAutoRenewal', { rentalId: rental.id, on: true })
  },
  async POINTS_EXCEED_FEE() {
    const { bookId } = await paid({ seats: 2 })
    return asks(member(), bookId, { pointsToUse: 3_001 })
  },
  async POINTS_LEAVE_TOO_LITTLE() {
    const { bookId } = await paid({ seats: 2 })
    return asks(member(), bookId, { pointsToUse: 2_950 })
  },
  async POINTS_INSUFFICIENT() {
    const { bookId } = await paid({ seats: 2 })
    return asks(member(), bookId, { pointsToUse: 1_000 })
  },
  async RENEWAL_LIMIT() {
    const { who, rental } = await lent({ maxRenewals: 0 })
    return who.isRefused('RenewRental', { rentalId: rental.id })
  },
  async LICENCE_ENDS() {
    const { bookId, other } = await out()
    await librarian.does('AddLicence', { bookId, kind: 'TIME_LIMITED', seats: 1, expiresAt: inDays(12) })
    const { rental } = await paidBy(other, bookId, { acceptsShorterLoan: true })
    await librarian.does('ApproveRental', { rentalId: rental.id })
    await rentalBecomes(other, rental.id, { status: 'APPROVED' })
    return other.isRefused('RenewRental', { rentalId: rental.id })
  },
  async RENEWAL_TOO_EARLY() {
    const { who, rental } = await lent()
    return who.isRefused('RenewRental', { rentalId: rental.id })
  },
}

/** What takes an outage, a clock, or an address of one's own: by code, the test that has it. */
const earnedIn: Readonly<Record<string, string>> = {
  DEAD_LETTER_FAILED_AGAIN: 'e2e/a-message-that-cannot-be-handled-is-kept-and-replayed.test.ts',
  CONTEXT_UNAVAILABLE: 'e2e/a-message-that-cannot-be-handled-is-kept-and-replayed.test.ts',
  EARLIER_EVENT_MISSING: 'subgraphs/dashboard/dead-letters/dead-letters.test.ts',
  NOTHING_TO_REFUND: 'subgraphs/payment/payment.integration.test.ts',
  // Of a provider that wants the member to act.
  NOT_WAITING_FOR_YOU: 'subgraphs/payment/pay-by-action.integration.test.ts',
  PROOF_REFUSED: 'subgraphs/payment/pay-by-action.integration.test.ts',
  // Of a loan in its last third.
  HOLDS_WAITING: 'subgraphs/rent/loan.integration.test.ts',
  RENEWAL_UNKNOWN: 'subgraphs/rent/loan.integration.test.ts',
  ...Object.fromEntries(
    [
      ...['CONTACT_INVALID', 'CODE_WRONG', 'CODE_EXPIRED', 'TOO_MANY_CODES', 'NO_CONTACT', 'CHANNEL_NOT_CONFIGURED'],
      ...['DEVICE_LIMIT', 'DEVICE_INVALID', 'DELIVERY_NOT_FOUND', 'DELIVERY_NOT_FAILED', 'LINK_INVALID'],
    ].map((code) => [code, 'subgraphs/notice/contacts.integration.test.ts']),
  ),
}

describe('a request that cannot be carried out is told why', () => {
  test.concurrent.each(Object.keys(earnedBy))('%s', { timeout: 60_000 }, async (code) => {
    expect(await earnedBy[code]?.()).toContain(code)
  })
})

test('every error that there is is earned here, or where it is said', () => {
  const sdl = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8')
  const [, values = ''] = /\nenum UserErrorCode[^{]*\{\n(.*?)\n\}/s.exec(sdl) ?? []
  const codes = [...values.matchAll(/^ {2}([A-Z_]+)\b/gm)].map(([, code = '']) => code)
  expect([...Object.keys(earnedBy), ...Object.keys(earnedIn)].toSorted()).toEqual(codes.toSorted())
  for (const [code, file] of Object.entries(earnedIn))
    expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'), file).toContain(code)
})
