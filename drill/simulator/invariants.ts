import { lives, problemOf } from '@ebook/reconcile/statements/lives'
import { agrees } from '@ebook/reconcile/statements/one-decision-wins'
import { columnOf } from '@ebook/reconcile/statements/queries'
import { CONTEXTS, listensTo, type Context } from './context.ts'
import { aliasOf } from './names.ts'
import type { Row } from './store/table.ts'
import type { World } from './world.ts'

// The statements that docs/drill.md tells of, and the invariants V1 … V10 of docs/domain.md, on the simulated stores.

type Check = (world: World) => Iterable<string>

const rowsOf = (world: World, context: Context, table: string): readonly Row[] =>
  world.databases[context].table(table).rows

const idOf = (row: Row): string => String(row['id'])
const paymentsOf = (world: World, rental: Row): readonly Row[] =>
  rowsOf(world, 'payment', 'payment').filter((payment) => payment['rental_id'] === rental['id'])

function flowOf(world: World, rental: Row): { charged: number; refunded: number } {
  const flow = { charged: 0, refunded: 0 }
  for (const payment of paymentsOf(world, rental)) {
    const { charged, refunded } = world.provider.flowOf(`pay:${idOf(payment)}`)
    flow.charged += charged
    flow.refunded += refunded
  }
  return flow
}

const nothingThrew: Check = function* (world) {
  for (const error of world.told.errors) {
    yield `24: the product threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`
  }
}

const oneReaderPerSeat: Check = function* (world) {
  const readers = new Map<unknown, Row>()
  for (const rental of rowsOf(world, 'rent', 'rental')) {
    if (rental['status'] !== 'APPROVED' || Number(rental['due_at']) <= world.clock.now) continue
    const other = readers.get(rental['copy_id'])
    if (other) yield `4, V2: ${aliasOf(world, idOf(other))} and ${aliasOf(world, idOf(rental))} read on one seat`
    readers.set(rental['copy_id'], rental)
  }
}

const neverMoreThanTheFee: Check = function* (world) {
  for (const rental of rowsOf(world, 'rent', 'rental')) {
    const { charged, refunded } = flowOf(world, rental)
    const alias = aliasOf(world, idOf(rental))
    if (charged > Number(rental['rental_fee']))
      yield `7, 10: ${alias} costs ${String(rental['rental_fee'])} and was charged ${charged}`
    if (refunded > charged) yield `7: ${alias} was charged ${charged} and given back ${refunded}`
  }
}

/** Every history is a legal path, and leads to the row (V1, V7): as the drill judges it. */
const legalLives: Check = function* (world) {
  for (const life of lives) {
    const context = life.database as Context
    const { type, id: key, fields } = life
    const rows = new Map(rowsOf(world, context, type.toLowerCase()).map((row) => [String(row[key]), row]))
    const histories = Map.groupBy(
      rowsOf(world, context, 'history').filter(({ aggregate_type }) => aggregate_type === type),
      ({ aggregate_id }) => String(aggregate_id),
    )
    for (const id of new Set([...rows.keys(), ...histories.keys()])) {
      const row = rows.get(id)
      const stands = row && Object.fromEntries(fields.map((field) => [field, row[columnOf(field)]]))
      const events = histories.get(id)?.map(({ event_type, data }) => ({ ...(data as Row), type: String(event_type) }))
      const problem = problemOf(life, stands, events)
      if (problem !== undefined) yield `2, V7: ${aliasOf(world, id)}, at ${context}, ${problem}`
    }
  }
}

/** At rest book and rent stand to a rental as statement 6 says, whatever each was told first. */
const bothSidesAgree: Check = function* (world) {
  const requests = new Map(rowsOf(world, 'book', 'request').map(({ rental_id, status }) => [rental_id, String(status)]))
  for (const { id, status } of rowsOf(world, 'rent', 'rental')) {
    const request = requests.get(id)
    if (agrees[String(status)]?.includes(request)) continue
    yield `6: ${aliasOf(world, String(id))} is ${String(status)} at rent, its request ${request ?? 'unknown'} at book`
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
    const outbox = rowsOf(world, context, 'outbox')
    const positions = outbox.map(({ pos }) => Number(pos)).toSorted((one, other) => one - other)
    if (positions.some((pos, index) => pos !== index + 1))
      yield `12: the outbox of ${context} is not dense: ${positions.join()}`
    if (outbox.some(({ published_at }) => published_at === null)) yield `12: ${context} has not published all`
    for (const { event_type, error } of rowsOf(world, context, 'dead_letter')) {
      yield `13: ${context} buried ${String(event_type)}: ${String(error)}`
    }
    for (const { aggregate_id, aggregate_version } of rowsOf(world, context, 'parked_message')) {
      yield `3: ${context} still parks version ${String(aggregate_version)} of ${aliasOf(world, String(aggregate_id))}`
    }
    yield* heard(world, context)
  }
}

function* heard(world: World, context: Context): Iterable<string> {
  const inbox = new Map(rowsOf(world, context, 'inbox').map((row) => [row['event_id'], row]))
  let expected = 0
  for (const producer of listensTo[context]) {
    for (const { event_id, aggregate_id, aggregate_version } of rowsOf(world, producer, 'outbox')) {
      expected += 1
      const outcome = inbox.get(event_id)?.['outcome']
      if (outcome === 'handled') continue
      const event = `version ${String(aggregate_version)} of ${aliasOf(world, String(aggregate_id))}`
      yield `13, 14: ${context} did not handle ${event}: ${String(outcome)}`
    }
  }
  if (inbox.size !== expected) yield `16: ${context} has ${inbox.size} messages in its inbox, and ${expected} were said`
}

const moneyAndLoans: Check = function* (world) {
  for (const rental of rowsOf(world, 'rent', 'rental')) {
    const alias = aliasOf(world, idOf(rental))
    const { charged, refunded } = flowOf(world, rental)
    const fails = paymentsOf(world, rental).some(({ status }) => status === 'REFUND_FAILED')
    const { status } = rental
    const held = charged - refunded
    if (status === 'CANCELED' && held !== 0 && !fails) yield `9, V3: ${alias} is canceled, and ${held} were kept`
    const given = rental['refund_state'] === 'DONE'
    const loan = status === 'APPROVED' || status === 'RETURNED' || status === 'EXPIRED'
    if (loan && !given && held !== rental['rental_fee'])
      yield `9, V1: ${alias} is ${String(status)}, and ${held} were paid`
    if (given && held !== 0) yield `9: ${alias} counts as refunded, and ${held} were kept`
  }
}

const theLedger: Check = function* (world) {
  const lines = rowsOf(world, 'payment', 'ledger_line')
  for (const [, of] of Map.groupBy(lines, (line) => line['transaction_id'])) {
    if (of.reduce((sum, { amount }) => sum + Number(amount), 0) !== 0)
      yield '8: a ledger transaction does not add up to zero'
  }
  for (const payment of rowsOf(world, 'payment', 'payment')) {
    const { charged, refunded } = world.provider.flowOf(`pay:${idOf(payment)}`)
    const booked = lines
      .filter((line) => line['payment_id'] === payment['id'] && line['account'] === 'PROVIDER')
      .reduce((sum, { amount }) => sum + Number(amount), 0)
    if (booked !== charged - refunded) {
      const alias = aliasOf(world, idOf(payment))
      yield `8, V4: the ledger says ${booked} of ${alias}, the provider ${charged - refunded}`
    }
  }
}

const thePoints: Check = function* (world) {
  const entries = rowsOf(world, 'promotion', 'point_entry')
  const sumOf = (some: readonly Row[]) => some.reduce((sum, { points }) => sum + Number(points), 0)
  for (const account of rowsOf(world, 'promotion', 'point_account')) {
    const sum = sumOf(entries.filter(({ user_id }) => user_id === account['user_id']))
    const has = Number(account['available']) + Number(account['pending'])
    if (has !== sum) yield `11: ${String(account['user_id'])} has ${has} points, and the ledger says ${sum}`
  }
  for (const payment of rowsOf(world, 'payment', 'payment')) {
    const alias = aliasOf(world, idOf(payment))
    const net = sumOf(entries.filter(({ payment_id }) => payment_id === payment['id']))
    const earned = KEPT.has(String(payment['status'])) ? Math.floor(Number(payment['charged_amount']) / 10) : 0
    if (net !== earned) yield `11, V5: ${alias} is ${String(payment['status'])} and earned ${net} points, not ${earned}`
    const rental = rowsOf(world, 'rent', 'rental').find(({ id }) => id === payment['rental_id'])
    if (rental && rental['payment_id'] === payment['id'] && Number(rental['payback'] ?? 0) !== net) {
      yield `11: ${aliasOf(world, idOf(rental))} shows ${String(rental['payback'])} points, and has ${net}`
    }
  }
}
const KEPT = new Set(['PAID', 'REFUND_FAILED'])

const theSeats: Check = function* (world) {
  const rentals = new Map(rowsOf(world, 'rent', 'rental').map((row) => [row['id'], row]))
  const open = rowsOf(world, 'book', 'allocation').filter(({ closed_at }) => closed_at === null)
  for (const { rental_id } of open) {
    const status = rentals.get(rental_id)?.['status']
    if (status !== 'PAID' && status !== 'APPROVED') {
      yield `4, V2: ${aliasOf(world, String(rental_id))} is ${String(status)}, and holds a seat`
    }
  }
  for (const [id, { status }] of rentals) {
    const holds = open.some(({ rental_id }) => rental_id === id)
    if (status === 'APPROVED' && !holds) yield `4, V2: ${aliasOf(world, String(id))} is on loan without a seat`
  }
  for (const title of rowsOf(world, 'book', 'title')) {
    const free = rowsOf(world, 'book', 'seat').filter(
      (seat) => seat['book_id'] === title['book_id'] && seat['state'] === 'POSSIBLE',
    ).length
    const taken = open.filter(({ book_id }) => book_id === title['book_id']).length
    const total = Number(title['seats_total'])
    if (title['seats_free'] !== free || (!title['withdrawn'] && free + taken !== total)) {
      yield `4, V10: ${String(title['title'])} counts ${String(title['seats_free'])} free seats, has ${free}, and ${taken} taken of ${total}`
    }
  }
}

const whatWasAcknowledged: Check = function* (world) {
  const rentals = new Set(rowsOf(world, 'rent', 'rental').map(idOf))
  for (const [name, ids] of world.told.acknowledged) {
    if (ids.size > 1)
      yield `5: request ${name} was answered with ${[...ids].map((id) => aliasOf(world, id)).join(', ')}`
    for (const id of ids) if (!rentals.has(id)) yield `1: rental ${id} was acknowledged and is not there`
  }
  const keys = rowsOf(world, 'rent', 'idempotency_key')
  if (keys.length !== rentals.size) yield `5: ${rentals.size} rentals under ${keys.length} keys`
}

const nothingTransient: Check = function* (world) {
  for (const rental of rowsOf(world, 'rent', 'rental')) {
    if (!ENDED.has(String(rental['status'])))
      yield `3: ${aliasOf(world, idOf(rental))} stays ${String(rental['status'])}`
  }
  for (const { rental_id, status } of rowsOf(world, 'book', 'request')) {
    if (status === 'REQUESTED' || status === 'APPROVED') {
      yield `3: the request of ${aliasOf(world, String(rental_id))} stays ${String(status)}`
    }
  }
  for (const payment of rowsOf(world, 'payment', 'payment')) {
    const alias = aliasOf(world, idOf(payment))
    if (payment['status'] === 'REQUESTED' || payment['status'] === 'REFUNDING') {
      yield `3: ${alias} stays ${String(payment['status'])}`
    }
  }
  if (rowsOf(world, 'payment', 'payment_task').length > 0) yield '3: a payment has something left to do'
}
const ENDED = new Set(['RETURNED', 'EXPIRED', 'CANCELED'])

const run = (checks: readonly Check[]) => (world: World) => checks.flatMap((check) => [...check(world)])

/** What must never be seen, not for an instant. */
export const atEveryStep = run([nothingThrew, oneReaderPerSeat, neverMoreThanTheFee])

/** When everything that was under way has arrived. */
export const atRest = run([
  nothingThrew,
  oneReaderPerSeat,
  neverMoreThanTheFee,
  legalLives,
  bothSidesAgree,
  oneDecisionWins,
  theRoad,
  moneyAndLoans,
  theLedger,
  thePoints,
  theSeats,
  whatWasAcknowledged,
])

/** When all deadlines have passed as well. */
export const atTheEnd = run([nothingTransient])
