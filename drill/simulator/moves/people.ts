import { MEMBERS, TITLES } from '../opening.ts'
import type { Move } from '../move.ts'
import { aliasOf } from '../names.ts'
import * as people from '../acts.ts'
import type { Row } from '../store/row.ts'
import type { World } from '../world.ts'

const rentals = (world: World): readonly Row[] => world.databases.rent.table('rental').rows
const idOf = (row: Row | undefined): string => String(row?.['id'])
const rentalName = (world: World, index: number) => aliasOf(world, idOf(rentals(world)[index]))

const wishes = MEMBERS.flatMap((member) => TITLES.map((title) => ({ member, title })))

const requests: Move = {
  kind: 'request',
  weight: 14,
  count: (world) => (rentals(world).length < world.rentals ? wishes.length : 0),
  name: (_, index) => `${wishes[index]?.member} asks for ${wishes[index]?.title.title}`,
  run(world, index) {
    const wish = wishes[index]
    if (wish === undefined) return
    const { member, title } = wish
    const earlier = rentals(world).filter((row) => row['user_id'] === member && row['book_id'] === title.bookId)
    // A client that was not answered asks again under the key that it had.
    const key = `${title.bookId}/${earlier.length}`
    people.request(world, member, title.bookId, key)
  },
}

const repeatsRequest: Move = {
  kind: 'request again',
  weight: 1.5,
  count: (world) => rentals(world).length,
  name: (world, index) => `the request for ${rentalName(world, index)} is sent again under its key`,
  run(world, index) {
    const row = rentals(world)[index]
    const key = world.databases.rent.table('idempotency_key').rows.find((one) => one['rental_id'] === row?.['id'])
    if (row && key) people.request(world, String(row['user_id']), String(row['book_id']), String(key['key']))
  },
}

const ofRental = (
  kind: string,
  weight: number,
  words: string,
  act: (world: World, member: string, rentalId: string) => void,
): Move => ({
  kind,
  weight,
  count: (world) => rentals(world).length,
  name: (world, index) => `the member ${words} ${rentalName(world, index)}`,
  run(world, index) {
    const row = rentals(world)[index]
    if (row) act(world, String(row['user_id']), idOf(row))
  },
})

const requestsBefore = (world: World): readonly Row[] => world.databases.book.table('request').rows

const decides = (what: 'approve' | 'refuse', weight: number): Move => ({
  kind: what,
  weight,
  count: (world) => requestsBefore(world).length * 2,
  name: (world, index) =>
    `librarian ${(index % 2) + 1} ${what}s ${aliasOf(world, String(requestsBefore(world)[index >> 1]?.['rental_id']))}`,
  run(world, index) {
    const row = requestsBefore(world)[index >> 1]
    if (row) people.decideOn(world, what, `librarian ${(index % 2) + 1}`, String(row['rental_id']))
  },
})

const payments = (world: World): readonly Row[] => world.databases.payment.table('payment').rows

const ofPayment = (
  kind: string,
  weight: number,
  words: string,
  act: (world: World, paymentId: string) => void,
): Move => ({
  kind,
  weight,
  count: (world) => payments(world).length,
  name: (world, index) => `a librarian ${words} ${aliasOf(world, idOf(payments(world)[index]))}`,
  run: (world, index) => act(world, idOf(payments(world)[index])),
})

const withdraws: Move = {
  kind: 'withdraw',
  weight: 0.3,
  count: () => TITLES.length,
  name: (_, index) => `a librarian takes ${TITLES[index]?.title} out of the catalogue`,
  run: (world, index) => people.withdraw(world, TITLES[index]?.bookId ?? ''),
}

export const peopleMoves: readonly Move[] = [
  requests,
  repeatsRequest,
  ofRental('pay', 2, 'pays again for', people.pay),
  ofRental('cancel', 5, 'cancels', people.cancel),
  ofRental('return', 2, 'returns', people.giveBack),
  decides('approve', 7),
  decides('refuse', 4),
  ofPayment('refund', 1, 'gives back the money of', people.refund),
  ofPayment('retry refund', 2, 'tries again to refund', people.retryRefund),
  withdraws,
]
