import { addLicence } from '@ebook/book/mutations/add-licence'
import { cancelHold } from '@ebook/book/mutations/cancel-hold'
import { decideRentals } from '@ebook/book/mutations/decide-rentals'
import { endLicence } from '@ebook/book/mutations/end-licence'
import { placeHold } from '@ebook/book/mutations/place-hold'
import { resumeHold } from '@ebook/book/mutations/resume-hold'
import { reviseBook } from '@ebook/book/mutations/revise-book'
import { reviseLicence } from '@ebook/book/mutations/revise-licence'
import { suspendHold } from '@ebook/book/mutations/suspend-hold'
import { withdrawBook } from '@ebook/book/mutations/withdraw-book'
import type { BookPorts } from '@ebook/book/ports'
import type { BlockKind } from '@ebook/rent/member/language'
import { blockMember } from '@ebook/rent/mutations/block-member'
import { openRental } from '@ebook/rent/mutations/open-rental'
import { renewRental } from '@ebook/rent/mutations/renew-rental'
import { reviseMember } from '@ebook/rent/mutations/revise-member'
import { revokeRental } from '@ebook/rent/mutations/revoke-rental'
import { setAutoRenewal } from '@ebook/rent/mutations/set-auto-renewal'
import { unblockMember } from '@ebook/rent/mutations/unblock-member'
import type { RentPorts } from '@ebook/rent/ports'
import { as } from '../as.ts'
import { going, moveAbout, type Move } from '../move.ts'
import { aliasOf } from '../names.ts'
import { isHere, isMember, MEMBERS, TITLES } from '../opening.ts'
import type { Press, Told, World } from '../world.ts'

const DAY_MS = 86_400_000
const inDays = ({ clock }: World, days: number) => new Date(clock.now + days * DAY_MS).toISOString()
const librarian = as('librarian 1', 'ADMIN')

/** One of several things that can be said of each of some things. */
interface Said<Thing, Ports> {
  readonly kind: string
  readonly weight: number
  /** In the words of the glossary. */
  readonly says: (thing: Thing, world: World) => string
  readonly does: (ports: Ports, thing: Thing, world: World) => Promise<unknown>
}

/** What is said to whoever keeps the things. */
const saidOf =
  <Thing, Ports>(things: (world: World) => readonly Thing[], portsOf: (world: World) => Ports | undefined) =>
  ({ kind, weight, says, does }: Said<Thing, Ports>): Move =>
    moveAbout({
      kind,
      weight,
      things,
      name: says,
      run(thing, world) {
        const ports = portsOf(world)
        going(world, ports && does(ports, thing, world))
      },
    })

const library = (world: World): BookPorts | undefined => world.any('book')?.library
const rent = (world: World): RentPorts | undefined => world.any('rent')?.rent

type RowIn<
  Context extends keyof World['databases'],
  Name extends keyof World['databases'][Context]['tables'],
> = World['databases'][Context]['tables'][Name] extends { readonly rows: readonly (infer Row)[] } ? Row : never

const holds = (world: World): readonly RowIn<'book', 'hold'>[] =>
  world.databases.book.tables.hold.rows.filter(({ user_id }) => isHere(world, user_id))
const rentals = (world: World): readonly RowIn<'rent', 'rental'>[] =>
  world.databases.rent.tables.rental.rows.filter(({ user_id }) => isHere(world, user_id))
const members = (world: World) => MEMBERS.filter((member) => isHere(world, member))
const living = ({ databases: { book } }: World): readonly RowIn<'book', 'licence'>[] =>
  book.tables.licence.rows.filter(({ ended_at }) => ended_at === null)

const wishes = MEMBERS.flatMap((member) => TITLES.map((title) => ({ member, title })))
const waits = saidOf(
  (world) => wishes.filter(({ member }) => isHere(world, member)),
  library,
)({
  kind: 'wait',
  weight: 9,
  says: ({ member, title }) => `${member} wants to wait for ${title.title}`,
  does(ports, { member, title: { bookId } }, world) {
    const { rows } = world.databases.book.tables.hold
    const isEarlier = (userId: string) => userId === member || !isMember(userId)
    const earlier = rows.filter((row) => isEarlier(row.user_id) && row.book_id === bookId)
    return placeHold(ports, { bookId, idempotencyKey: `${bookId}/${earlier.length}` }, as(member, 'MEMBER'))
  },
})

const ofHolds: readonly Said<RowIn<'book', 'hold'>, BookPorts>[] = [
  {
    kind: 'suspend',
    weight: 2,
    says: ({ user_id, hold_id }, world) => `${user_id} suspends ${aliasOf(world, hold_id)}`,
    does: (ports, { hold_id: holdId, user_id }, world) =>
      suspendHold(
        ports,
        { holdId, until: world.surprises.chance(0.4) ? inDays(world, 3) : null },
        as(user_id, 'MEMBER'),
      ),
  },
  {
    kind: 'resume',
    weight: 2,
    says: ({ user_id, hold_id }, world) => `${user_id} resumes ${aliasOf(world, hold_id)}`,
    does: (ports, { hold_id: holdId, user_id }) => resumeHold(ports, { holdId }, as(user_id, 'MEMBER')),
  },
  {
    kind: 'cancel hold',
    weight: 1,
    says: ({ user_id, hold_id }, world) => `${user_id} cancels ${aliasOf(world, hold_id)}`,
    does: (ports, { hold_id: holdId, user_id }) => cancelHold(ports, { holdId }, as(user_id, 'MEMBER')),
  },
  {
    kind: 'take off the list',
    weight: 0.5,
    says: ({ hold_id }, world) => `a librarian cancels ${aliasOf(world, hold_id)}`,
    does: (ports, { hold_id: holdId }) => cancelHold(ports, { holdId }, librarian),
  },
]

const KINDS: readonly (readonly BlockKind[])[] = [['BORROW'], ['HOLD'], ['RENEW'], ['BORROW', 'HOLD', 'RENEW']]
const ofMembers: readonly Said<{ readonly member: string; readonly kinds: readonly BlockKind[] }, RentPorts>[] = [
  {
    kind: 'block',
    weight: 1.5,
    says: ({ member, kinds }) => `a librarian blocks ${member} for ${kinds.join(', ')}`,
    does: (ports, { member: userId, kinds }, world) => {
      const until = world.surprises.chance(0.4) ? inDays(world, 3) : null
      return blockMember(ports, { userId, kinds: [...kinds], reason: 'a reason', message: null, until }, librarian)
    },
  },
]

const blocks = (world: World) =>
  world.databases.rent.tables.member.rows.flatMap(({ user_id: member, blocks }) =>
    blocks.map(({ blockId, kinds }, index) => ({ member, blockId, kinds, index })),
  )
const unblocks = saidOf(
  blocks,
  rent,
)({
  kind: 'unblock',
  weight: 3,
  says: ({ member, kinds, index }) => `a librarian lifts block ${index + 1} of ${member}, for ${kinds.join(', ')}`,
  does: (ports, { member: userId, blockId }) => unblockMember(ports, { userId, blockId }, librarian),
})

const limits = saidOf(
  (world) => members(world).flatMap((member) => [0, null].map((most) => ({ member, most }))),
  rent,
)({
  kind: 'limit',
  weight: 0.3,
  says: ({ member, most }) =>
    `${member} may wait for ${most === null ? 'as many titles as anybody' : `${most} titles`}`,
  does: (ports, { member: userId, most: holdLimit }) => reviseMember(ports, { userId, holdLimit }, librarian),
})

const ofRentals: readonly Said<RowIn<'rent', 'rental'>, RentPorts>[] = [
  {
    kind: 'open',
    weight: 2,
    says: ({ id }, world) => `the member opens ${aliasOf(world, id)}`,
    does: (ports, { id: rentalId, user_id }) => openRental(ports, { rentalId }, as(user_id, 'MEMBER')),
  },
  {
    kind: 'renew',
    weight: 4,
    says: ({ id }, world) => `the member renews ${aliasOf(world, id)}`,
    does: (ports, { id, user_id, due_at }, { told }) =>
      renew(ports, { rentalId: id, member: user_id, expectedDueAt: due_at?.toISOString() ?? null }, told),
  },
  {
    kind: 'auto-renewal',
    weight: 1.5,
    says: ({ id }, world) => `${aliasOf(world, id)} is to renew by itself`,
    does: (ports, { id: rentalId, user_id }) => setAutoRenewal(ports, { rentalId, on: true }, as(user_id, 'MEMBER')),
  },
  {
    kind: 'no auto-renewal',
    weight: 0.3,
    says: ({ id }, world) => `${aliasOf(world, id)} is to renew by itself no more`,
    does: (ports, { id: rentalId, user_id }) => setAutoRenewal(ports, { rentalId, on: false }, as(user_id, 'MEMBER')),
  },
  {
    kind: 'revoke',
    weight: 0.5,
    says: ({ id }, world) => `a librarian takes back ${aliasOf(world, id)}`,
    does: (ports, { id: rentalId }) => revokeRental(ports, { rentalId, note: null }, librarian),
  },
]

async function renew(ports: RentPorts, press: Press, told: Told): Promise<void> {
  const { member, ...input } = press
  const { outcome } = await renewRental(ports, input, as(member, 'MEMBER'))
  if (outcome === 'RENEWED') told.renewals.push(press)
}

const renewsAgain = saidOf(
  (world: World) => world.told.renewals.filter(({ member }) => isHere(world, member)),
  rent,
)({
  kind: 'renew again',
  weight: 2,
  says: (press, world) =>
    `press ${world.told.renewals.indexOf(press) + 1}, which renewed ${aliasOf(world, press.rentalId)}, arrives once more`,
  does: (ports, press, { told }) => renew(ports, press, told),
})

/** What is bought, each so that it soon runs down. */
const BOUGHT = [
  { kind: 'ONE_COPY' },
  { kind: 'TIME_LIMITED', seats: 1, days: 18 },
  { kind: 'LOAN_LIMITED', seats: 2, loansTotal: 1 },
  { kind: 'TIME_AND_LOAN_LIMITED', seats: 2, loansTotal: 2, days: 30, renewalCountsAsLoan: true },
  { kind: 'UNLIMITED', days: 40 },
] as const
const buys = saidOf(
  () => BOUGHT.flatMap((bought) => TITLES.map(({ bookId }) => ({ bought, bookId }))),
  library,
)({
  kind: 'buy',
  weight: 2,
  says: ({ bought, bookId }, world) => `a licence ${bought.kind} is bought for ${aliasOf(world, bookId)}`,
  does(ports, { bought, bookId }, world) {
    const { days = undefined, ...limits }: { days?: number } & Omit<(typeof BOUGHT)[number], 'days'> = bought
    const expiresAt = days === undefined ? null : inDays(world, days)
    return addLicence(ports, { bookId, ...limits, expiresAt }, librarian)
  },
})

const ofLicences: readonly Said<RowIn<'book', 'licence'>, BookPorts>[] = [
  {
    kind: 'end sooner',
    weight: 1.5,
    says: ({ id }, world) => `${aliasOf(world, id)} is to end tomorrow`,
    does: (ports, { id: licenceId, book_id: bookId }, world) =>
      reviseLicence(ports, { bookId, licenceId, expiresAt: inDays(world, 1) }, librarian),
  },
  {
    kind: 'more seats',
    weight: 0.7,
    says: ({ id }, world) => `${aliasOf(world, id)} has one more seat, and one more loan`,
    does: (ports, { id: licenceId, book_id: bookId, seats, loans_total }) =>
      reviseLicence(
        ports,
        { bookId, licenceId, seats: seats && seats + 1, loansTotal: loans_total && loans_total + 1 },
        librarian,
      ),
  },
  {
    kind: 'fewer seats',
    weight: 0.7,
    says: ({ id }, world) => `${aliasOf(world, id)} has one seat less`,
    does: (ports, { id: licenceId, book_id: bookId, seats }) =>
      reviseLicence(ports, { bookId, licenceId, seats: seats && seats - 1 }, librarian),
  },
  {
    kind: 'end licence',
    weight: 0.5,
    says: ({ id }, world) => `${aliasOf(world, id)} is ended`,
    does: (ports, { id: licenceId, book_id: bookId }) => endLicence(ports, { bookId, licenceId }, librarian),
  },
]

/** Other terms than a title has in the beginning: a rule decides, or there is more to pay for less. */
const REVISED = [
  { terms: 'lent by a rule', approval: 'AUTOMATIC', automaticAfterLoans: 0 },
  { terms: 'lent by a rule to who has given back a loan', approval: 'AUTOMATIC', automaticAfterLoans: 1 },
  { terms: 'dearer, and lent for a week without renewals', rentalFee: 7_000, loanPeriodDays: 7, maxRenewals: 0 },
] as const
const revises = saidOf(
  () => REVISED.flatMap((revised) => TITLES.map(({ bookId }) => ({ revised, bookId }))),
  library,
)({
  kind: 'revise',
  weight: 1.5,
  says: ({ revised, bookId }, world) => `from now on ${aliasOf(world, bookId)} is ${revised.terms}`,
  does: (ports, { revised: { terms: _, ...revised }, bookId }) => reviseBook(ports, { bookId, ...revised }, librarian),
})

const decidesMany = saidOf(
  (world) => (world.databases.book.tables.request.rows.length > 0 ? (['APPROVE', 'REFUSE'] as const) : []),
  library,
)({
  kind: 'decide many',
  weight: 1,
  says: (decision) => `librarian 2 says ${decision} to all that waits`,
  does(ports, decision, world) {
    const waiting = world.databases.book.tables.request.rows.filter(({ status }) => status === 'REQUESTED')
    const decisions = waiting.map(({ rental_id: rentalId }) => ({ rentalId, decision }))
    return decideRentals(ports, { decisions }, as('librarian 2', 'ADMIN')).then(({ decided }) => {
      const what = decision === 'APPROVE' ? 'approve' : 'refuse'
      for (const { rentalId, alreadyDecided, userErrors } of decided)
        world.told.decisions.push({ rentalId, what, won: userErrors.length === 0 && !alreadyDecided })
    })
  },
})

const withdraws = saidOf(
  () => TITLES.flatMap(({ bookId }) => [false, true].map((revoke) => ({ bookId, revoke }))),
  library,
)({
  kind: 'withdraw',
  weight: 0.3,
  says: ({ bookId, revoke }, world) =>
    `a librarian takes ${aliasOf(world, bookId)} out of the catalogue${revoke ? ', and its loans back' : ''}`,
  does: (ports, { bookId, revoke }) => withdrawBook(ports, { bookId, revoke }, librarian),
})

/** What a library does beside lending and giving back: waiting, licences, renewals, and who may. */
export const lendingMoves: readonly Move[] = [
  waits,
  ...ofHolds.map(saidOf(holds, library)),
  ...ofMembers.map(
    saidOf((world) => members(world).flatMap((member) => KINDS.map((kinds) => ({ member, kinds }))), rent),
  ),
  unblocks,
  limits,
  ...ofRentals.map(saidOf(rentals, rent)),
  renewsAgain,
  buys,
  ...ofLicences.map(saidOf(living, library)),
  revises,
  decidesMany,
  withdraws,
]
