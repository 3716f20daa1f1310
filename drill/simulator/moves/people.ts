import { approveRental } from '@ebook/book/mutations/approve-rental'
import { refuseRental } from '@ebook/book/mutations/refuse-rental'
import { refundPayment } from '@ebook/payment/mutations/refund-payment'
import { retryRefund } from '@ebook/payment/mutations/retry-refund'
import { cancelRental } from '@ebook/rent/mutations/cancel-rental'
import { payRental } from '@ebook/rent/mutations/pay-rental'
import { requestRental } from '@ebook/rent/mutations/request-rental'
import { returnRental } from '@ebook/rent/mutations/return-rental'
import { as } from '../as.ts'
import { going, moveAbout, type Move } from '../move.ts'
import { aliasOf } from '../names.ts'
import { isHere, isMember, MEMBERS, TITLES } from '../opening.ts'
import type { World } from '../world.ts'

const allRentals = (world: World) => world.databases.rent.tables.rental.rows
const rentals = (world: World) => allRentals(world).filter(({ user_id }) => isHere(world, user_id))
/** Also what is nobody's any more: no key is used twice. */
const mayBeOf = (member: string, userId: string) => userId === member || !isMember(userId)
const payments = (world: World) => world.databases.payment.tables.payment.rows
const wishes = MEMBERS.flatMap((member) => TITLES.map((title) => ({ member, title })))

/** What a member says with a request; the same for the same one. Of points none, a part of the fee, or all of it. */
function wishesOf(member: string, bookId: string, key: string) {
  const fee = TITLES.find((title) => title.bookId === bookId)?.rentalFee ?? 0
  const letters = [...`${member}/${key}`].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  const pointsToUse = [0, 0, Math.min(1_000, fee), fee][letters % 4] ?? 0
  return { pointsToUse, holdIfTaken: letters % 3 === 0, acceptsShorterLoan: letters % 5 > 2 }
}

/** Applies for a title (R1). The same key again is the same request. */
function request(world: World, member: string, bookId: string, key: string): void {
  const process = world.any('rent')
  if (process === undefined) return
  const input = { bookId, idempotencyKey: key, expectedFee: null, ...wishesOf(member, bookId, key) }
  const answered = requestRental(process.rent, input, as(member, 'MEMBER')).then(({ rental }) => {
    const name = `${member}/${key}`
    if (rental) world.told.acknowledged.set(name, (world.told.acknowledged.get(name) ?? new Set()).add(rental.id))
  })
  going(world, answered)
}

const requests = moveAbout({
  kind: 'request',
  weight: 14,
  things: (world) =>
    allRentals(world).length < world.rentals ? wishes.filter(({ member }) => isHere(world, member)) : [],
  name: ({ member, title }) => `${member} asks for ${title.title}`,
  run({ member, title: { bookId } }, world) {
    const earlier = allRentals(world).filter((row) => mayBeOf(member, row.user_id) && row.book_id === bookId)
    // A client that was not answered asks again under the key that it had.
    request(world, member, bookId, `${bookId}/${earlier.length}`)
  },
})

const repeatsRequest = moveAbout({
  kind: 'request again',
  weight: 1.5,
  things: rentals,
  name: ({ id }, world) => `the request for ${aliasOf(world, id)} is sent again under its key`,
  run({ id, user_id, book_id }, world) {
    const keys = world.databases.rent.tables.idempotency_key.rows
    const kept = keys.find(({ rental_id }) => rental_id === id)
    if (kept) request(world, user_id, book_id, kept.key)
  },
})

const ofRental = (kind: string, weight: number, words: string, does: typeof payRental | typeof cancelRental) =>
  moveAbout({
    kind,
    weight,
    things: rentals,
    name: ({ id }, world) => `the member ${words} ${aliasOf(world, id)}`,
    run({ id, user_id }, world) {
      const process = world.any('rent')
      // A payment that was declined is made as before, or all with money.
      const pointsToUse = world.surprises.chance(0.5) ? 0 : null
      going(world, process && does(process.rent, { rentalId: id, pointsToUse }, as(user_id, 'MEMBER')))
    },
  })

const ofPayment = (kind: string, weight: number, words: string, does: typeof refundPayment | typeof retryRefund) =>
  moveAbout({
    kind,
    weight,
    things: payments,
    name: ({ id }, world) => `a librarian ${words} ${aliasOf(world, id)}`,
    run: ({ id }, world) => byALibrarian(world, does, id),
  })

function byALibrarian(world: World, does: typeof refundPayment | typeof retryRefund, paymentId: string): void {
  const process = world.any('payment')
  const keepLoan = world.surprises.chance(0.3)
  going(world, process && does(process.cashier, { paymentId, keepLoan }, as('librarian 1', 'ADMIN')))
}

export const retriesRefund = (world: World, paymentId: string) => byALibrarian(world, retryRefund, paymentId)

const decides = (what: 'approve' | 'refuse', weight: number) =>
  moveAbout({
    kind: what,
    weight,
    things: (world) =>
      world.databases.book.tables.request.rows.flatMap(({ rental_id: rentalId }) =>
        ['librarian 1', 'librarian 2'].map((who) => ({ who, rentalId })),
      ),
    name: ({ who, rentalId }, world) => `${who} ${what}s ${aliasOf(world, rentalId)}`,
    run({ who, rentalId }, world) {
      const library = world.any('book')?.library
      if (library === undefined) return
      const about = { rentalId, expectedVersion: null }
      const decided =
        what === 'approve'
          ? approveRental(library, about, as(who, 'ADMIN'))
          : refuseRental(library, { ...about, note: null, reasonCode: 'POLICY' }, as(who, 'ADMIN'))
      const told = decided.then(({ alreadyDecided, userErrors }) => {
        world.told.decisions.push({ rentalId, what, won: userErrors.length === 0 && !alreadyDecided })
      })
      going(world, told)
    },
  })

export const peopleMoves: readonly Move[] = [
  requests,
  repeatsRequest,
  ofRental('pay', 2, 'pays again for', payRental),
  ofRental('cancel', 5, 'cancels', cancelRental),
  ofRental('return', 2, 'returns', returnRental),
  decides('approve', 7),
  decides('refuse', 4),
  // As goodwill (P7).
  ofPayment('refund', 1, 'gives back the money of', refundPayment),
  ofPayment('retry refund', 2, 'tries again to refund', retryRefund),
]
