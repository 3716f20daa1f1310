import { Consistency } from '@ebook/chassis/consistency'
import type { RequestContext } from '@ebook/chassis/request'
import { approveRental } from '@ebook/book/mutations/approve-rental'
import { refuseRental } from '@ebook/book/mutations/refuse-rental'
import { withdrawBook } from '@ebook/book/mutations/withdraw-book'
import { refundPayment } from '@ebook/payment/mutations/refund-payment'
import { retryRefund as retryRefundOf } from '@ebook/payment/mutations/retry-refund'
import { cancelRental } from '@ebook/rent/mutations/cancel-rental'
import { payRental } from '@ebook/rent/mutations/pay-rental'
import { requestRental } from '@ebook/rent/mutations/request-rental'
import { returnRental } from '@ebook/rent/mutations/return-rental'
import { quietLog } from './processes.ts'
import type { World } from './world.ts'

function context(sub: string, role: 'MEMBER' | 'ADMIN'): RequestContext {
  return {
    viewer: { sub, roles: [role], expiresAt: new Date(0), token: '' },
    requestId: `request of ${sub}`,
    consistency: new Consistency(),
    signal: new AbortController().signal,
    log: quietLog,
    loaders: undefined,
  }
}

/** Notes what a person was told, and what the product threw instead of telling. Nobody is told by a dead process. */
function told<Answer>(world: World, answer: Promise<Answer>, note: (answer: Answer) => void = () => undefined): void {
  answer.then(note, (error: unknown) => world.told.errors.push(error))
}

/** R1. The same key again is the same request. */
export function request(world: World, member: string, bookId: string, key: string): void {
  const process = world.any('rent')
  if (process === undefined) return
  const input = { bookId, idempotencyKey: key, expectedFee: null }
  told(world, requestRental(process.rent, input, context(member, 'MEMBER')), ({ rental }) => {
    const name = `${member}/${key}`
    if (rental) world.told.acknowledged.set(name, (world.told.acknowledged.get(name) ?? new Set()).add(rental.id))
  })
}

export function pay(world: World, member: string, rentalId: string): void {
  const process = world.any('rent')
  if (process) told(world, payRental(process.rent, { rentalId }, context(member, 'MEMBER')))
}

export function cancel(world: World, member: string, rentalId: string): void {
  const process = world.any('rent')
  if (process) told(world, cancelRental(process.rent, { rentalId }, context(member, 'MEMBER')))
}

export function giveBack(world: World, member: string, rentalId: string): void {
  const process = world.any('rent')
  if (process) told(world, returnRental(process.rent, { rentalId }, context(member, 'MEMBER')))
}

export function decideOn(world: World, what: 'approve' | 'refuse', librarian: string, rentalId: string): void {
  const process = world.any('book')
  if (process === undefined) return
  const { library } = process
  const as = context(librarian, 'ADMIN')
  const decided =
    what === 'approve'
      ? approveRental(library, { rentalId, expectedVersion: null }, as)
      : refuseRental(library, { rentalId, expectedVersion: null, note: null, reasonCode: 'POLICY' }, as)
  told(world, decided, ({ alreadyDecided, userErrors }) => {
    world.told.decisions.push({ rentalId, what, won: userErrors.length === 0 && !alreadyDecided })
  })
}

export function withdraw(world: World, bookId: string): void {
  const process = world.any('book')
  if (process) told(world, withdrawBook(process.library, { bookId }, context('librarian 1', 'ADMIN')))
}

/** P7 as goodwill. */
export function refund(world: World, paymentId: string): void {
  const process = world.any('payment')
  if (process) told(world, refundPayment(process.cashier, { paymentId }, context('librarian 1', 'ADMIN')))
}

export function retryRefund(world: World, paymentId: string): void {
  const process = world.any('payment')
  if (process) told(world, retryRefundOf(process.cashier, { paymentId }, context('librarian 1', 'ADMIN')))
}
