import { refuseUndecided } from '@ebook/book/timers/decide-by'
import { recordLateRefundFailure } from '@ebook/payment/late-refund-failure'
import { settleCharges, settleRefunds } from '@ebook/payment/timers/settle'
import { expireDue } from '@ebook/rent/timers/due-at'
import { payLater } from '@ebook/rent/timers/pay-later'
import { endUnpaid } from '@ebook/rent/timers/pay-until'
import type { Context } from '../context.ts'
import { going, moveAbout, type Move } from '../move.ts'
import { aboutOf } from '../names.ts'
import type { Notice } from '../provider.ts'
import type { Row } from '../store/table.ts'
import type { Processes } from '../subgraphs.ts'
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

const timer = <Name extends Context>({
  run,
  ...what
}: Omit<Timer, 'context' | 'run'> & {
  readonly context: Name
  readonly run: (process: Processes[Name]) => Promise<unknown>
}): Timer => ({
  ...what,
  run(world) {
    const process = world.any(what.context)
    return process && run(process)
  },
})

const never = new AbortController().signal
const at = (value: unknown): number => (value == null ? Number.NEGATIVE_INFINITY : Number(value))
const dueAt = (column: string) => (row: Row) => at(row[column])
const inState = (status: string) => (row: Row) => row['status'] === status
const task = (kind: string) => ({
  table: 'payment_task',
  waits: (row: Row) => row['kind'] === kind,
  due: (row: Row) => Math.max(at(row['due_at']), at(row['leased_until'])),
})

export const TIMERS: readonly Timer[] = [
  timer({
    name: 'rent asks again for payments that were deferred',
    context: 'rent',
    table: 'rental',
    waits: ({ status, payment_state, retry_after, pay_until }) =>
      status === 'RENTED' && payment_state === 'PENDING' && retry_after !== null && at(retry_after) < at(pay_until),
    due: dueAt('retry_after'),
    run: ({ rent }) => payLater(rent, never),
  }),
  timer({
    name: 'rent ends what was not paid in time',
    context: 'rent',
    table: 'rental',
    waits: inState('RENTED'),
    due: dueAt('pay_until'),
    run: ({ rent }) => endUnpaid(rent, never),
  }),
  timer({
    name: 'rent ends loans that have run out',
    context: 'rent',
    table: 'rental',
    waits: inState('APPROVED'),
    due: dueAt('due_at'),
    run: ({ rent }) => expireDue(rent, never),
  }),
  timer({
    name: 'book refuses what nobody decided in time',
    context: 'book',
    table: 'request',
    waits: inState('REQUESTED'),
    due: dueAt('decide_by'),
    run: ({ library }) => refuseUndecided(library),
  }),
  timer({
    name: 'payment settles charges',
    context: 'payment',
    ...task('CHARGE'),
    run: ({ cashier }) => settleCharges(cashier, never),
  }),
  timer({
    name: 'payment settles refunds',
    context: 'payment',
    ...task('REFUND'),
    run: ({ cashier }) => settleRefunds(cashier, never),
  }),
]

export const isDue = (world: World, timer: Timer): boolean =>
  world.alive(timer.context).length > 0 &&
  world.databases[timer.context]
    .table(timer.table)
    .rows.some((row) => timer.waits(row) && timer.due(row) <= world.clock.now)

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
