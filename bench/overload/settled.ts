import type { Stack } from '@ebook/stack/stack'
import { tenths } from '../figures.ts'
import { count, query } from '../installation.ts'
import { untilSeen } from '../until.ts'

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

/** For how many seconds each of these was unpaid, of those that were paid. */
export async function unpaidFor(stack: Stack, rentals: Iterable<string>): Promise<number[]> {
  const text = `select extract(epoch from history.at - rented_date)::float8 as seconds from rental
    join history on aggregate_type = 'Rental' and aggregate_id = rental.id::text and event_type = 'PaymentConfirmed'
    where rental.id::text = any($1::text[])`
  return (await query<{ seconds: number }>(stack, 'rent', text, [[...rentals]])).map(({ seconds }) => seconds)
}
