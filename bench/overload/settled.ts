import type { Stack } from '@ebook/stack/stack'
import { tenths } from '../figures.ts'
import { count, query } from '../installation.ts'
import { untilSeen } from '../until.ts'
import type { Heard } from './load.ts'

/** What became of a rental's money in the end. */
export type End = 'paid' | 'refunded'

/** Shorter than RENTAL_PAY_UNTIL: what takes longer was not paid by itself but canceled. */
const PATIENCE_MS = 14 * 60_000

/** Waits until no rental since then is under way, and nobody does anything for it. Returns after how many seconds. */
export async function untilSettled(stack: Stack, since: Date): Promise<number> {
  const began = performance.now()
  const underWay = `select count(*) from rental where rented_date >= $1 and status in ('RENTED', 'CANCELING', 'REFUSED')`
  const look = async () => {
    const waiting = await count(stack, 'rent', underWay, [since])
    return waiting === 0 ? { is: waiting } : { not: `${waiting} are under way` }
  }
  await untilSeen('every rental has come to an end', look, PATIENCE_MS)
  return tenths((performance.now() - began) / 1_000)
}

interface Money {
  rental_id: string
  charges: number
  refunds: number
  charged: number
  held: number
  paid_date: Date | null
}

interface Rental {
  id: string
  rental_fee: number
  rented_date: Date
  status: string
}

/**
 * Compares what clients were told with the rentals, the ledger and the provider's own book. Throws when anything was lost,
 * never paid, taken twice or not given back. Returns how many seconds those were unpaid that were not paid at once.
 */
export async function checkMoney(stack: Stack, since: Date, heard: Heard) {
  const text = 'select id::text, rental_fee, rented_date, status from rental where rented_date >= $1'
  const rentals = new Map((await query<Rental>(stack, 'rent', text, [since])).map((rental) => [rental.id, rental]))
  const lost = [...heard.paid, ...heard.pending].filter((id) => !rentals.has(id))
  if (lost.length > 0) throw new Error(`${lost.length} rentals were answered and do not exist: ${lost[0]}`)
  const money = new Map((await readMoney(stack, [...rentals.keys()])).map((row) => [row.rental_id, row]))
  const waits: number[] = []
  for (const { id, rental_fee: fee, rented_date: rented, status } of rentals.values()) {
    const row = money.get(id)
    const end = status === 'CANCELED' ? 'refunded' : 'paid'
    const problem = problemOf(row, fee, end, heard.paid.has(id)) ?? problemOfEnd(end, heard, id)
    if (problem !== undefined) throw new Error(`rental ${id}, ${status}: ${problem}: ${JSON.stringify(row)}`)
    if (!heard.paid.has(id) && row?.paid_date) waits.push((row.paid_date.getTime() - rented.getTime()) / 1_000)
  }
  const charged = [...money.values()].filter(({ charges }) => charges > 0)
  const refunds = charged.filter((row) => row.refunds > 0).length
  return { rentals: rentals.size, charged: charged.length, refunds, waits }
}

/** A cancellation that was not answered may have been carried out: only what was promised is held against the end. */
function problemOfEnd(end: End, { canceled, cancelMs }: Heard, id: string): string | undefined {
  if (end === 'paid') return canceled.has(id) ? 'its cancellation was promised' : undefined
  return cancelMs.length > 0 ? undefined : 'nobody canceled it'
}

/** What is wrong with the money of one rental; undefined when all is as it must be. */
export function problemOf(
  row: Omit<Money, 'rental_id' | 'paid_date'> | undefined,
  fee: number,
  end: End,
  saidPaid: boolean,
): string | undefined {
  const { charges, refunds, charged, held } = row ?? { charges: 0, refunds: 0, charged: 0, held: 0 }
  if (charges > 1) return 'charged twice'
  if (charged !== charges * fee) return 'the ledger and the provider disagree'
  if (saidPaid && charges === 0) return 'said to be paid, and nothing was charged'
  if (end === 'paid') {
    if (charges === 0) return 'never charged'
    return refunds > 0 || held !== fee ? 'given back' : undefined
  }
  if (refunds !== charges) return refunds > charges ? 'given back twice' : 'not given back'
  return held === 0 ? undefined : 'the ledger still holds money'
}

function readMoney(stack: Stack, rentals: readonly string[]): Promise<Money[]> {
  return query<Money>(
    stack,
    'payment',
    `with asked as (select id, rental_id from payment where rental_id::text = any($1::text[])),
     charge as (select id, count(*) as n from asked join simulated_provider.charge on key = 'pay:' || id
       where status = 'CHARGED' group by id),
     refund as (select id, count(*) as n from asked join simulated_provider.refund on charge_key = 'pay:' || id
       where status = 'REFUNDED' group by id),
     ledger as (select payment_id as id, coalesce(sum(amount) filter (where kind = 'CHARGE'), 0) as charged,
         sum(amount) as held
       from ledger_line where account = 'PROVIDER' and payment_id in (select id from asked) group by payment_id)
     select payment.rental_id::text, min(payment.paid_date) as paid_date,
       coalesce(sum(charge.n), 0)::int as charges, coalesce(sum(refund.n), 0)::int as refunds,
       coalesce(sum(ledger.charged), 0)::int as charged, coalesce(sum(ledger.held), 0)::int as held
     from payment left join charge using (id) left join refund using (id) left join ledger using (id)
     where payment.rental_id::text = any($1::text[])
     group by payment.rental_id`,
    [rentals],
  )
}
