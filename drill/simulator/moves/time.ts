import { refuseUndecided } from '@ebook/book/timers/decide-by'
import { recordLateRefundFailure } from '@ebook/payment/late-refund-failure'
import { settleCharges, settleRefunds } from '@ebook/payment/timers/settle'
import { expireDue } from '@ebook/rent/timers/due-at'
import { payLater } from '@ebook/rent/timers/pay-later'
import { endUnpaid } from '@ebook/rent/timers/pay-until'
import { going, type Move } from '../move.ts'
import { aboutOf } from '../names.ts'
import type { Context } from '../processes.ts'
import type { Row } from '../store/row.ts'
import type { World } from '../world.ts'

/** Something that is done because time has passed. */
export interface Timer {
  readonly name: string
  readonly context: Context
  /** Whether the row is one that the timer is for. */
  readonly table: string
  readonly waits: (row: Row) => boolean
  /** When it is due. */
  readonly due: (row: Row) => number
  run(world: World): Promise<unknown> | undefined
}

const never = new AbortController().signal
const at = (value: unknown): number => (value == null ? Number.NEGATIVE_INFINITY : Number(value))

const rented = (row: Row) => row['status'] === 'RENTED'
const ofKind = (kind: string) => (row: Row) => row['kind'] === kind
const taskDue = (row: Row) => Math.max(at(row['due_at']), at(row['leased_until']))

export const TIMERS: readonly Timer[] = [
  {
    name: 'rent asks again for payments that were deferred',
    context: 'rent',
    table: 'rental',
    waits: (row) =>
      rented(row) &&
      row['payment_state'] === 'PENDING' &&
      row['retry_after'] !== null &&
      at(row['retry_after']) < at(row['pay_until']),
    due: (row) => at(row['retry_after']),
    run: (world) => {
      const process = world.any('rent')
      return process && payLater(process.rent, never)
    },
  },
  {
    name: 'rent ends what was not paid in time',
    context: 'rent',
    table: 'rental',
    waits: rented,
    due: (row) => at(row['pay_until']),
    run: (world) => {
      const process = world.any('rent')
      return process && endUnpaid(process.rent, never)
    },
  },
  {
    name: 'rent ends loans that have run out',
    context: 'rent',
    table: 'rental',
    waits: (row) => row['status'] === 'APPROVED',
    due: (row) => at(row['due_at']),
    run: (world) => {
      const process = world.any('rent')
      return process && expireDue(process.rent, never)
    },
  },
  {
    name: 'book refuses what nobody decided in time',
    context: 'book',
    table: 'request',
    waits: (row) => row['status'] === 'REQUESTED',
    due: (row) => at(row['decide_by']),
    run: (world) => {
      const process = world.any('book')
      return process && refuseUndecided(process.library)
    },
  },
  {
    name: 'payment settles charges',
    context: 'payment',
    table: 'payment_task',
    waits: ofKind('CHARGE'),
    due: taskDue,
    run: (world) => {
      const process = world.any('payment')
      return process && settleCharges(process.cashier, never)
    },
  },
  {
    name: 'payment settles refunds',
    context: 'payment',
    table: 'payment_task',
    waits: ofKind('REFUND'),
    due: taskDue,
    run: (world) => {
      const process = world.any('payment')
      return process && settleRefunds(process.cashier, never)
    },
  },
]

export const isDue = (world: World, timer: Timer): boolean =>
  world.alive(timer.context).length > 0 &&
  world.databases[timer.context]
    .table(timer.table)
    .rows.some((row) => timer.waits(row) && timer.due(row) <= world.clock.now)

const dueTimers = (world: World) => TIMERS.filter((timer) => isDue(world, timer))

const timers: Move = {
  kind: 'timer',
  weight: 20,
  count: (world) => dueTimers(world).length,
  name: (world, index) => dueTimers(world)[index]?.name ?? '',
  run(world, index) {
    const running = dueTimers(world)[index]?.run(world)
    if (running) going(world, running)
  },
}

const SECOND = 1_000
const SPANS = [
  { name: 'a second passes', ms: SECOND, often: 8 },
  { name: 'ten seconds pass', ms: 10 * SECOND, often: 8 },
  { name: 'a quarter of an hour passes', ms: 15 * 60 * SECOND, often: 3 },
  { name: 'three days pass', ms: 72 * 3_600 * SECOND, often: 1 },
  { name: 'fourteen days pass', ms: 14 * 24 * 3_600 * SECOND, often: 1 },
].flatMap((span) => Array.from({ length: span.often }, () => span))

const passes: Move = {
  kind: 'clock',
  weight: 6,
  count: () => SPANS.length,
  name: (_, index) => SPANS[index]?.name ?? '',
  run(world, index) {
    world.clock.now += SPANS[index]?.ms ?? 0
  },
}

const arrives: Move = {
  kind: 'arrive',
  weight: 12,
  count: (world) => world.exchanges.underway.length,
  name(world, index) {
    const exchange = world.exchanges.underway[index]
    if (exchange === undefined) return ''
    const what = exchange.stage === 'answered' ? 'the answer to' : 'the call'
    return `${what} ${exchange.name} about ${aboutOf(world, exchange.about)} arrives`
  },
  run(world, index) {
    const exchange = world.exchanges.underway[index]
    if (exchange?.stage === 'asked') exchange.arrive()
    else if (exchange?.stage === 'answered') exchange.reply()
  },
}

const givesUp: Move = {
  kind: 'give up',
  weight: 5,
  count: (world) => world.exchanges.underway.length,
  name(world, index) {
    const exchange = world.exchanges.underway[index]
    if (exchange === undefined) return ''
    return `nobody waits any more for ${exchange.name} about ${aboutOf(world, exchange.about)}`
  },
  run(world, index) {
    const exchange = world.exchanges.underway[index]
    if (exchange === undefined) return
    if (world.surprises.chance(0.3)) world.exchanges.drop(exchange)
    else exchange.giveUp()
  },
}

const refunded = (world: World) =>
  [...world.provider.refunds].filter(([, { status }]) => status === 'refunded').map(([key]) => key)

const comesBack: Move = {
  kind: 'come back',
  weight: 1.5,
  count: (world) => refunded(world).length,
  name: (world, index) => `the money of ${aboutOf(world, refunded(world)[index] ?? '')} that went back comes back`,
  run: (world, index) => world.provider.bounce(refunded(world)[index] ?? ''),
}

/** It tells until it is heard. */
export function tellOfLateFailure(world: World, index: number): void {
  const process = world.any('payment')
  const notice = world.provider.notices[index]
  if (process === undefined || notice === undefined) return
  const heard = () => {
    const at = world.provider.notices.indexOf(notice)
    if (at >= 0) world.provider.notices.splice(at, 1)
  }
  going(world, recordLateRefundFailure(process.cashier, notice).then(heard))
}

const tells: Move = {
  kind: 'late failure',
  weight: 8,
  count: (world) => (world.alive('payment').length > 0 ? world.provider.notices.length : 0),
  name: (world, index) =>
    `the provider tells that ${aboutOf(world, world.provider.notices[index]?.refundId ?? '')} came back`,
  run: tellOfLateFailure,
}

export const timeMoves: readonly Move[] = [timers, passes, arrives, givesUp, comesBack, tells]
