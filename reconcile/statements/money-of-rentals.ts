import type { Installation } from '../installation.ts'
import { lastMoved, merged } from '../merge.ts'
import { firstOf, type OffendingRow, type Statement } from '../statement.ts'
import { hasProvider, movedAgo } from './queries.ts'

interface RentalRow {
  readonly id: string
  readonly status: string
  readonly fee: number
  /** What Rented said. */
  readonly fixed: number | null
  readonly movedAgo: number | null
}

interface Attempt {
  readonly id: string
  readonly status: string
  readonly fee: number
  /** How much of the fee points are to pay. */
  readonly points: number
  readonly charged: number
  readonly provider: number | null
  /** Given back, or on its way back, as goodwill: the loan goes on. */
  readonly keepsLoan: boolean
}

interface PaymentsRow {
  readonly id: string
  readonly attempts: readonly Attempt[]
  readonly movedAgo: number | null
}

/** Every rental with all that was ever paid for it. Payment is read first: there is no payment before its rental. */
async function* moneyOfRentals({ databases: { rent, payment } }: Installation) {
  const provider = (await hasProvider(payment))
    ? `(select amount from simulated_provider.charge where key = 'pay:' || payment.id and status = 'CHARGED')`
    : 'null'
  const payments = payment.stream<PaymentsRow>(`
    select rental_id::text as id, json_agg(json_build_object('id', id, 'status', status, 'fee', rental_fee,
      'points', points_to_use, 'charged', charged_amount, 'provider', ${provider},
      'keepsLoan', coalesce(refund_keep_loan, false)) order by attempt_no) as attempts,
      min(${movedAgo('Payment', 'payment.id')}) as "movedAgo"
    from payment group by rental_id order by rental_id::text collate "C"`)
  const rentals = rent.stream<RentalRow>(`
    select id::text as id, status, rental_fee as fee,
      (select (data->>'rentalFee')::int from history
        where aggregate_type = 'Rental' and aggregate_id = rental.id::text and seq = 1) as fixed,
      ${movedAgo('Rental', 'rental.id')} as "movedAgo"
    from rental order by rental.id::text collate "C"`)
  for await (const { key, rows } of merged<[PaymentsRow, RentalRow]>([payments, rentals], ({ id }) => id)) {
    const [paid, rental] = rows
    yield { key, rental, attempts: paid?.attempts ?? [], ago: lastMoved(rows) }
  }
}

const onLoan = new Set(['PAID', 'APPROVED'])
const wasOnLoan = new Set(['RETURNED', 'EXPIRED'])
const keeps = new Set(['PAID', 'REFUNDING', 'REFUND_FAILED'])
const everPaid = new Set([...keeps, 'REFUNDED'])

const isPaid = ({ status, keepsLoan }: Attempt) => status === 'PAID' || keepsLoan

async function* notRefunded(installation: Installation): AsyncGenerator<OffendingRow> {
  for await (const { key, rental, attempts, ago } of moneyOfRentals(installation)) {
    if (rental === undefined) continue
    const row = `rental ${key}`
    if (rental.status === 'CANCELED') {
      for (const { id, status } of attempts.filter((attempt) => keeps.has(attempt.status))) {
        // What failed for good does not come right by itself.
        const movedAgo = status === 'REFUND_FAILED' ? undefined : ago
        yield { row, problem: `is CANCELED, and its payment ${id} is ${status}`, movedAgo }
      }
    } else if (onLoan.has(rental.status) && !attempts.some(isPaid)) {
      const paid = attempts.map(({ status }) => status).join(', ') || 'none'
      yield { row, problem: `is ${rental.status}, and its payments are: ${paid}`, movedAgo: ago }
    } else if (wasOnLoan.has(rental.status) && !attempts.some(({ status }) => everPaid.has(status))) {
      yield { row, problem: `is ${rental.status}, and was never charged` }
    }
  }
}

export const canceledIsRefunded: Statement = {
  number: 9,
  title: 'canceled and charged ⇒ refunded (REFUND_FAILED is not refunded: somebody is owed); active ⇒ charged',
  check: (installation) => firstOf(notRefunded(installation)),
}

async function* otherThanTheFee(installation: Installation): AsyncGenerator<OffendingRow> {
  for await (const { key, rental, attempts } of moneyOfRentals(installation)) {
    // No payment is without a rental; a tombstone, which is none, has no fee.
    const payments = attempts.filter(({ status }) => status !== 'VOIDED')
    if (rental === undefined) {
      for (const { id } of payments) yield { row: `payment ${id}`, problem: `is for rental ${key}, which there is not` }
      continue
    }
    if (rental.fixed !== rental.fee)
      yield { row: `rental ${key}`, problem: `has the fee ${rental.fee}; at the request it was ${rental.fixed}` }
    for (const { id, status, fee, points, charged, provider } of payments) {
      // What points pay is not charged.
      const amounts = [
        fee,
        everPaid.has(status) ? points + charged : undefined,
        provider === null ? undefined : points + provider,
      ]
      const wrong = amounts.find((amount) => amount !== undefined && amount !== rental.fixed)
      if (wrong !== undefined)
        yield { row: `payment ${id}`, problem: `takes ${wrong} for rental ${key}, whose fee is ${rental.fixed}` }
    }
  }
}

export const chargeIsTheFee: Statement = {
  number: 10,
  title: 'the charge is the fee that was fixed at the request, less the points that were to pay',
  withoutProvider: 'what the provider charged',
  check: (installation) => firstOf(otherThanTheFee(installation)),
}
