import type { HoldTable } from '@ebook/book/database'
import { anonymiseGivenUp } from '@ebook/book/timers/anonymise'
import { refuseUndecided } from '@ebook/book/timers/decide-by'
import { eraseMembers } from '@ebook/book/timers/erase'
import { passHolds } from '@ebook/book/timers/holds'
import { passBlocks, passTime } from '@ebook/book/timers/pass-time'
import { recordLateRefundFailure } from '@ebook/payment/late-refund-failure'
import type { TaskKind } from '@ebook/payment/sql/tasks'
import { settleCharges, settleRefunds } from '@ebook/payment/timers/settle'
import type { RentalTable } from '@ebook/rent/database'
import type { Rental } from '@ebook/rent/rental/state'
import { anonymiseClosed } from '@ebook/rent/timers/anonymise'
import { renewByItself } from '@ebook/rent/timers/auto-renewal'
import { expireDue } from '@ebook/rent/timers/due-at'
import { payLater } from '@ebook/rent/timers/pay-later'
import { endUnpaid } from '@ebook/rent/timers/pay-until'
import { revokeLoans } from '@ebook/rent/timers/revocation'
import type { Context } from '../context.ts'
import { going, moveAbout, type Move } from '../move.ts'
import { aboutOf } from '../names.ts'
import type { Notice } from '../provider.ts'
import { givenUpFor } from '../store/adapters/holds.ts'
import { forgottenAt } from '../store/adapters/rent.ts'
import { HISTORY_KEPT_FOR_MS, type Databases, type Processes } from '../subgraphs.ts'
import type { World } from '../world.ts'

/** Something that is done because time has passed. */
export interface Timer {
  readonly name: string
  readonly context: Context
  /** It ends what somebody did not do in time, tries again what did not succeed, or forgets long after all is over. */
  readonly kind: 'deadline' | 'retry' | 'forgetting'
  /** When it is due: once for each row that waits for it. */
  dates(world: World): readonly number[]
  run(world: World): Promise<unknown> | undefined
}

const never = new AbortController().signal
/** Whatever the time. */
const DUE = Number.NEGATIVE_INFINITY
/** What has no date waits for nothing more. */
const at = (date: Date | null): number => date?.getTime() ?? DUE

function timer<Name extends Context>(
  kind: Timer['kind'],
  context: Name,
  name: string,
  dates: (database: Databases[Name]) => readonly number[],
  run: (process: Processes[Name]) => Promise<unknown>,
): Timer {
  return {
    name: `${context} ${name}`,
    context,
    kind,
    dates: (world) => dates(world.databases[context]),
    run(world) {
      const process = world.any(context)
      return process && run(process)
    },
  }
}

const rentalsIn =
  (status: Rental['status'], due: (rental: RentalTable) => Date | null) =>
  ({ tables: { rental } }: Databases['rent']) =>
    rental.rows.filter((row) => row.status === status).map((row) => at(due(row)))

const tasks =
  (...kinds: readonly TaskKind[]) =>
  ({ tables: { payment_task } }: Databases['payment']) =>
    payment_task.rows
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ due_at, leased_until }) => Math.max(at(due_at), at(leased_until)))

/** What is not on loan yet is waited for. */
const toBeRevoked = ({ tables: { revocation, rental } }: Databases['rent']): number[] =>
  revocation.rows
    .filter(({ done_at }) => done_at === null)
    .flatMap(({ book_id }) => {
      const open = rental.rows.filter((row) => row.book_id === book_id && OPEN.has(row.status))
      return open.length === 0 || open.some(({ status }) => status === 'APPROVED') ? [DUE] : []
    })
const OPEN = new Set(['RENTED', 'PAID', 'APPROVED'])

/** A turn is over when everything was heard that was said until then. */
const HEARD_MS = 10_000
const DAY_MS = 86_400_000

const duesOf = ({ status, ready_until, suspended, suspended_until, suspended_date, reminded }: HoldTable): number[] => {
  if (status === 'READY' && ready_until) return [at(ready_until) + HEARD_MS]
  if (status !== 'WAITING' || !suspended || !suspended_date) return []
  if (suspended_until) return [at(suspended_until)]
  return [at(suspended_date) + (reminded ? 365 : 335) * DAY_MS]
}

export const TIMERS: readonly Timer[] = [
  timer(
    'retry',
    'rent',
    'asks again for payments that were deferred',
    ({ tables: { rental } }) =>
      rental.rows.flatMap(({ status, payment_state, retry_after, pay_until }) =>
        status === 'RENTED' && payment_state === 'PENDING' && retry_after && retry_after < pay_until
          ? [at(retry_after)]
          : [],
      ),
    ({ rent }) => payLater(rent, never),
  ),
  timer(
    'deadline',
    'rent',
    'ends what was not paid in time',
    rentalsIn('RENTED', ({ pay_until }) => pay_until),
    ({ rent }) => endUnpaid(rent, never),
  ),
  timer(
    'deadline',
    'rent',
    'ends loans that have run out',
    rentalsIn('APPROVED', ({ due_at }) => due_at),
    ({ rent }) => expireDue(rent, never),
  ),
  timer(
    'deadline',
    'book',
    'refuses what nobody decided in time',
    ({ tables: { request } }) =>
      request.rows.filter(({ status }) => status === 'REQUESTED').map(({ decide_by }) => at(decide_by)),
    ({ library }) => refuseUndecided(library),
  ),
  timer(
    'deadline',
    'rent',
    'renews loans that do so by themselves',
    ({ tables: { rental } }) =>
      rental.rows.flatMap(({ status, renew_at }) => (status === 'APPROVED' && renew_at ? [at(renew_at)] : [])),
    ({ rent }) => renewByItself(rent, never),
  ),
  timer('retry', 'rent', 'takes back the loans of titles that were withdrawn with them', toBeRevoked, ({ rent }) =>
    revokeLoans(rent, never),
  ),
  timer(
    'deadline',
    'book',
    'looks whose turn, or suspension, is over',
    ({ tables: { hold } }) => hold.rows.flatMap(duesOf),
    ({ library }) => passHolds(library),
  ),
  timer(
    'deadline',
    'book',
    'looks which licences are over',
    ({ tables: { title } }) => title.rows.flatMap(({ changes_at }) => (changes_at ? [at(changes_at)] : [])),
    ({ library }) => passTime(library),
  ),
  timer(
    'deadline',
    'book',
    'looks which blocks are over',
    ({ tables: { member_block } }) => member_block.rows.flatMap(({ until }) => (until ? [at(until)] : [])),
    ({ library }) => passBlocks(library),
  ),
  timer(
    'forgetting',
    'rent',
    'forgets whose rentals were',
    ({ tables }) => tables.rental.rows.flatMap((row) => forgottenAt(tables, row, HISTORY_KEPT_FOR_MS) ?? []),
    ({ rent }) => anonymiseClosed(rent, never),
  ),
  timer(
    'forgetting',
    'book',
    'forgets who gave a place up',
    ({ tables: { hold } }) => hold.rows.flatMap((row) => givenUpFor(row, HISTORY_KEPT_FOR_MS) ?? []),
    ({ library }) => anonymiseGivenUp(library),
  ),
  timer(
    'retry',
    'book',
    'forgets who was erased',
    ({ tables: { erasure } }) => erasure.rows.map(() => DUE),
    ({ library }) => eraseMembers(library),
  ),
  timer('retry', 'payment', 'settles charges', tasks('CHARGE', 'SPEND', 'ACTION'), ({ cashier }) =>
    settleCharges(cashier, never),
  ),
  timer('retry', 'payment', 'settles refunds', tasks('REFUND'), ({ cashier }) => settleRefunds(cashier, never)),
]

export const isDue = (world: World, timer: Timer): boolean =>
  world.alive(timer.context).length > 0 && timer.dates(world).some((date) => date <= world.clock.now)

const timers = moveAbout({
  kind: 'timer',
  weight: 20,
  things: (world) => TIMERS.filter((one) => isDue(world, one)),
  name: ({ name }) => name,
  run: (one, world) => going(world, one.run(world)),
})

const SECOND = 1_000
const SPANS = [
  { name: 'a second passes', ms: SECOND, often: 8 },
  { name: 'ten seconds pass', ms: 10 * SECOND, often: 8 },
  { name: 'a quarter of an hour passes', ms: 15 * 60 * SECOND, often: 3 },
  { name: 'three days pass', ms: 72 * 3_600 * SECOND, often: 1 },
  { name: 'fourteen days pass', ms: 14 * 24 * 3_600 * SECOND, often: 1 },
  { name: 'ninety days pass', ms: HISTORY_KEPT_FOR_MS, often: 1 },
].flatMap((span) => Array.from({ length: span.often }, () => span))

const passes = moveAbout({
  kind: 'clock',
  weight: 6,
  things: () => SPANS,
  name: ({ name }) => name,
  run({ ms }, world) {
    world.clock.now += ms
  },
})

const underway = (world: World) => world.exchanges.underway

const arrives = moveAbout({
  kind: 'arrive',
  weight: 12,
  things: underway,
  name: ({ stage, name, about }, world) =>
    `${stage === 'answered' ? 'the answer to' : 'the call'} ${name} about ${aboutOf(world, about)} arrives`,
  run(exchange) {
    if (exchange.stage === 'asked') exchange.arrive()
    else if (exchange.stage === 'answered') exchange.reply()
  },
})

const givesUp = moveAbout({
  kind: 'give up',
  weight: 5,
  things: underway,
  name: ({ name, about }, world) => `nobody waits any more for ${name} about ${aboutOf(world, about)}`,
  run(exchange, world) {
    if (world.surprises.chance(0.3)) world.exchanges.drop(exchange)
    else exchange.giveUp()
  },
})

const comesBack = moveAbout({
  kind: 'come back',
  weight: 1.5,
  things: ({ provider }) => [...provider.refunds].filter(([, { status }]) => status === 'refunded'),
  name: ([key], world) => `the money of ${aboutOf(world, key)} that went back comes back`,
  run: ([key], world) => world.provider.bounce(key),
})

/** It tells until it is heard. */
export function tellOfLateFailure(world: World, notice: Notice | undefined): void {
  const process = world.any('payment')
  if (process === undefined || notice === undefined) return
  const heard = () => world.provider.forget(notice)
  going(world, recordLateRefundFailure(process.cashier, notice).then(heard))
}

const tells = moveAbout({
  kind: 'late failure',
  weight: 8,
  things: (world) => (world.alive('payment').length > 0 ? world.provider.notices : []),
  name: ({ refundId }, world) => `the provider tells that ${aboutOf(world, refundId)} came back`,
  run: (notice, world) => tellOfLateFailure(world, notice),
})

export const timeMoves: readonly Move[] = [timers, passes, arrives, givesUp, comesBack, tells]
