import { lives, problemOf } from '@ebook/reconcile/statements/lives'
import { agrees } from '@ebook/reconcile/statements/one-decision-wins'
import { columnOf } from '@ebook/reconcile/statements/queries'
import { CONTEXTS, listensTo, type Context } from './context.ts'
import { ofForgetting } from './forgetting-invariants.ts'
import { ofLending } from './lending-invariants.ts'
import { aliasOf } from './names.ts'
import { isMember } from './opening.ts'
import { unpublishedIn } from './store/adapters/road.ts'
import type { Row } from './store/table.ts'
import type { World } from './world.ts'

// The statements that docs/drill.md tells of, and the invariants V1 … V10 of docs/domain.md, on the simulated stores.

type Check = (world: World) => Iterable<string>

const KEPT = new Set(['PAID', 'REFUND_FAILED'])

const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0)

/** Every rental with all that was ever paid for it, by the provider's books. */
function* moneyOfRentals({ databases: { rent, payment }, provider }: World) {
  for (const rental of rent.tables.rental.rows) {
    const payments = payment.tables.payment.rows.filter(({ rental_id }) => rental_id === rental.id)
    const flows = payments.map(({ id }) => provider.flowOf(`pay:${id}`))
    const [charged, refunded] = [sumOf(flows, (flow) => flow.charged), sumOf(flows, (flow) => flow.refunded)]
    const used = sumOf(payments, (one) => (KEPT.has(one.status) ? one.points_used - one.points_returned : 0))
    yield { rental, payments, charged, refunded, held: charged - refunded, used }
  }
}

const nothingThrew: Check = function* ({ told }) {
  for (const error of told.errors) {
    yield `24: the product threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`
  }
}

const oneReaderPerSeat: Check = function* (world) {
  const readers = new Map<unknown, string>()
  for (const { id, status, due_at, copy_id } of world.databases.rent.tables.rental.rows) {
    if (status !== 'APPROVED' || Number(due_at) <= world.clock.now) continue
    const other = readers.get(copy_id)
    if (other !== undefined) yield `4, V2: ${aliasOf(world, other)} and ${aliasOf(world, id)} read on one seat`
    readers.set(copy_id, id)
  }
}

const neverMoreThanTheFee: Check = function* (world) {
  for (const { rental, charged, refunded } of moneyOfRentals(world)) {
    const { id, rental_fee } = rental
    if (charged > rental_fee) yield `7, 10: ${aliasOf(world, id)} costs ${rental_fee} and was charged ${charged}`
    if (refunded > charged) yield `7: ${aliasOf(world, id)} was charged ${charged} and given back ${refunded}`
  }
}

/** Every history is a legal path, and leads to the row (V1, V7): as the drill judges it. */
const legalLives: Check = function* (world) {
  for (const life of lives) {
    const context = life.database as Context
    const { type, id: key, fields } = life
    const database = world.databases[context]
    const rows = new Map(database.table(type.toLowerCase()).rows.map((row) => [String(row[key]), row]))
    const histories = Map.groupBy(
      database.tables.history.rows.filter(({ aggregate_type }) => aggregate_type === type),
      ({ aggregate_id }) => aggregate_id,
    )
    for (const id of new Set([...rows.keys(), ...histories.keys()])) {
      const row = rows.get(id)
      const stands = row && Object.fromEntries(fields.map((field) => [field, row[columnOf(field)]]))
      const events = histories.get(id)?.map(({ event_type, data }) => ({ ...(data as Row), type: event_type }))
      const problem = problemOf(life, stands, events)
      if (problem !== undefined) yield `2, V7: ${aliasOf(world, id)}, at ${context}, ${problem}`
    }
  }
}

/** At rest book and rent stand to a rental as statement 6 says, whatever each was told first. */
const bothSidesAgree: Check = function* (world) {
  const { book, rent } = world.databases
  for (const { id, status } of rent.tables.rental.rows) {
    const request = book.tables.request.get(id)?.status
    if (agrees[status]?.includes(request)) continue
    yield `6: ${aliasOf(world, id)} is ${status} at rent, its request ${request ?? 'unknown'} at book`
  }
}

const oneDecisionWins: Check = function* (world) {
  const winners = new Map<string, string>()
  for (const { rentalId, what, won } of world.told.decisions) {
    if (!won) continue
    const before = winners.get(rentalId)
    if (before) yield `6: of ${aliasOf(world, rentalId)} both ${before} and ${what} were said to have happened`
    winners.set(rentalId, what)
  }
}

const theRoad: Check = function* (world) {
  for (const context of CONTEXTS) {
    const { outbox, dead_letter, parked_message } = world.databases[context].tables
    const positions = outbox.rows.map(({ pos }) => Number(pos)).toSorted((one, other) => one - other)
    if (positions.some((pos, index) => pos !== index + 1))
      yield `12: the outbox of ${context} is not dense: ${positions.join()}`
    if (unpublishedIn(world.databases[context].tables).length > 0) yield `12: ${context} has not published all`
    for (const { event_type, error } of dead_letter.rows) yield `13: ${context} buried ${event_type}: ${error}`
    for (const { aggregate_id, aggregate_version } of parked_message.rows) {
      yield `3: ${context} still parks version ${aggregate_version} of ${aliasOf(world, aggregate_id)}`
    }
    yield* heard(world, context)
  }
}

function* heard(world: World, context: Context): Iterable<string> {
  const { inbox } = world.databases[context].tables
  let expected = 0
  for (const producer of listensTo[context]) {
    for (const { event_id, aggregate_id, aggregate_version } of world.databases[producer].tables.outbox.rows) {
      expected += 1
      const outcome = inbox.get(context, event_id)?.outcome
      if (outcome === 'handled') continue
      const event = `version ${aggregate_version} of ${aliasOf(world, aggregate_id)}`
      yield `13, 14: ${context} did not handle ${event}: ${outcome}`
    }
  }
  const { length } = inbox.rows
  if (length !== expected) yield `16: ${context} has ${length} messages in its inbox, and ${expected} were said`
}

const LENT = new Set(['APPROVED', 'RETURNED', 'EXPIRED'])

const moneyAndLoans: Check = function* (world) {
  for (const { rental, payments, held, used } of moneyOfRentals(world)) {
    const { id, status, rental_fee, refund_state } = rental
    const alias = aliasOf(world, id)
    const fails = payments.some((payment) => payment.status === 'REFUND_FAILED')
    const given = refund_state === 'DONE'
    if (status === 'CANCELED' && held + used !== 0 && !fails)
      yield `9, V3: ${alias} is canceled, and ${held} and ${used} points were kept`
    if (LENT.has(status) && !given && held + used !== rental_fee)
      yield `9, V1: ${alias} is ${status}, and ${held} and ${used} points were paid`
    if (given && held !== 0) yield `9: ${alias} counts as refunded, and ${held} were kept`
  }
}

const theLedger: Check = function* (world) {
  const { ledger_line, payment } = world.databases.payment.tables
  for (const lines of Map.groupBy(ledger_line.rows, ({ transaction_id }) => transaction_id).values()) {
    if (sumOf(lines, ({ amount }) => amount) !== 0) yield '8: a ledger transaction does not add up to zero'
  }
  for (const { id, status, points_used, points_returned } of payment.rows) {
    const { charged, refunded } = world.provider.flowOf(`pay:${id}`)
    const lines = ledger_line.rows.filter((line) => line.payment_id === id && line.account === 'PROVIDER')
    const entered = sumOf(lines, ({ amount }) => amount)
    if (entered !== charged - refunded)
      yield `8, V4: the ledger says ${entered} of ${aliasOf(world, id)}, the provider ${charged - refunded}`
    const points = ledger_line.rows.filter((line) => line.payment_id === id && line.account === 'POINTS')
    const used = KEPT.has(status) || status === 'REFUNDING' ? points_used - points_returned : 0
    if (sumOf(points, ({ amount }) => amount) !== used)
      yield `8, V4: the ledger does not say that ${aliasOf(world, id)} uses ${used} points`
  }
}

const SPENDING = new Set(['SPEND', 'RETURN'])

const thePoints: Check = function* (world) {
  const { rent, payment, promotion } = world.databases
  const entries = promotion.tables.point_entry.rows
  for (const { user_id, available, pending } of promotion.tables.point_account.rows) {
    const mine = entries.filter((entry) => entry.user_id === user_id)
    const [has, sum] = [available + pending, sumOf(mine, ({ points }) => points)]
    if (has !== sum) yield `11: ${user_id} has ${has} points, and the ledger says ${sum}`
    const lots = sumOf(
      promotion.tables.point_lot.rows.filter((lot) => lot.user_id === user_id),
      ({ left_points }) => left_points,
    )
    if (lots !== Math.max(available, 0)) yield `11: ${user_id} can spend ${available} points, and has lots of ${lots}`
  }
  for (const { id, status, charged_amount, points_used, points_returned, rental_id, user_id } of payment.tables.payment
    .rows) {
    // What nobody's points were for is not known any more.
    if (!isMember(user_id)) continue
    const alias = aliasOf(world, id)
    const ofPayment = entries.filter(({ payment_id }) => payment_id === id)
    const net = sumOf(ofPayment, ({ kind, points }) => (SPENDING.has(kind) ? 0 : points))
    const spent = -sumOf(ofPayment, ({ kind, points }) => (SPENDING.has(kind) ? points : 0))
    const used = KEPT.has(status) || status === 'REFUNDING' ? points_used - points_returned : 0
    if (spent !== used && status !== 'REQUESTED')
      yield `11, N14, N15: ${alias} is ${status}, uses ${used} points, and ${spent} are taken`
    const earned = KEPT.has(status) ? Math.floor(charged_amount / 10) : 0
    if (net !== earned) yield `11, V5: ${alias} is ${status} and earned ${net} points, not ${earned}`
    const rental = rent.tables.rental.get(rental_id)
    if (rental?.payment_id === id && (rental.payback ?? 0) !== net)
      yield `11: ${aliasOf(world, rental_id)} shows ${rental.payback} points, and has ${net}`
  }
}

const theSeats: Check = function* (world) {
  const rentals = world.databases.rent.tables.rental
  const { allocation } = world.databases.book.tables
  const open = allocation.rows.filter(({ closed_at }) => closed_at === null)
  for (const { rental_id } of open) {
    const status = rentals.get(rental_id)?.status
    if (status !== 'PAID' && status !== 'APPROVED')
      yield `4, V2: ${aliasOf(world, rental_id)} is ${status}, and holds a seat`
  }
  for (const { id, status } of rentals.rows) {
    if (status === 'APPROVED' && !open.some(({ rental_id }) => rental_id === id))
      yield `4, V2: ${aliasOf(world, id)} is on loan without a seat`
  }
}

const whatWasAcknowledged: Check = function* (world) {
  const { rental, idempotency_key } = world.databases.rent.tables
  for (const [name, ids] of world.told.acknowledged) {
    if (ids.size > 1)
      yield `5: request ${name} was answered with ${[...ids].map((id) => aliasOf(world, id)).join(', ')}`
    for (const id of ids) if (!rental.get(id)) yield `1: rental ${id} was acknowledged and is not there`
  }
  const known = rental.rows.filter(({ user_id }) => isMember(user_id)).length
  const keys = idempotency_key.rows.length
  if (keys !== known) yield `5: ${known} rentals under ${keys} keys`
}

const ENDED = new Set(['RETURNED', 'EXPIRED', 'CANCELED'])

const nothingTransient: Check = function* (world) {
  const { rent, book, payment } = world.databases
  for (const { id, status } of rent.tables.rental.rows) {
    if (!ENDED.has(status)) yield `3: ${aliasOf(world, id)} stays ${status}`
  }
  for (const { rental_id, status } of book.tables.request.rows) {
    if (status === 'REQUESTED' || status === 'APPROVED')
      yield `3: the request of ${aliasOf(world, rental_id)} stays ${status}`
  }
  for (const { id, status } of payment.tables.payment.rows) {
    if (status === 'REQUESTED' || status === 'REFUNDING') yield `3: ${aliasOf(world, id)} stays ${status}`
  }
  if (payment.tables.payment_task.rows.length > 0) yield '3: a payment has something left to do'
}

const run = (checks: readonly Check[]) => (world: World) => checks.flatMap((check) => [...check(world)])

const atAnyTime = [nothingThrew, oneReaderPerSeat, neverMoreThanTheFee, ...ofLending.atAnyTime]

/** What must never be seen, not for an instant. */
export const atEveryStep = run(atAnyTime)

/** When everything that was under way has arrived. */
export const atRest = run([
  ...atAnyTime,
  legalLives,
  bothSidesAgree,
  oneDecisionWins,
  theRoad,
  moneyAndLoans,
  theLedger,
  thePoints,
  theSeats,
  whatWasAcknowledged,
  ...ofLending.atRest,
  ...ofForgetting,
])

/** When all deadlines have passed as well. */
export const atTheEnd = run([nothingTransient, ...ofLending.atTheEnd])
