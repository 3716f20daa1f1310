import pg from 'pg'
import { query } from '@ebook/processes/postgres'

interface Charge {
  readonly key: string
  readonly amount: number | null
  readonly status: string
  readonly at: Date
}
interface Refund extends Charge {
  readonly charge_key: string
}

/** The books of the simulated provider. */
export interface ProviderBooks {
  readonly charges: readonly Charge[]
  readonly refunds: readonly Refund[]
}

const CHARGES = 'select key, amount, status, at from simulated_provider.charge'
const REFUNDS = 'select key, charge_key, amount, status, at from simulated_provider.refund'

/** `url`: payment's database. */
export async function providerBooks(url: string): Promise<ProviderBooks> {
  const [charges, refunds] = await Promise.all([query(url, CHARGES), query(url, REFUNDS)])
  return { charges: charges as unknown as Charge[], refunds: refunds as unknown as Refund[] }
}

/**
 * The provider knows what it knew, whatever was restored on our side. Returns what our books lack of it, by the names that
 * `npm run reconcile` has for it.
 */
export async function keepProviderBooks(url: string, { charges, refunds }: ProviderBooks): Promise<string[]> {
  const text = (value: string | number | Date | null) =>
    value === null ? 'null' : pg.escapeLiteral(value instanceof Date ? value.toISOString() : String(value))
  const rows = (all: readonly (string | number | Date | null)[][]) =>
    all.map((row) => `(${row.map(text).join(', ')})`).join(', ')
  if (charges.length > 0) {
    const values = rows(charges.map(({ key, amount, status, at }) => [key, amount, status, at]))
    await query(
      url,
      `insert into simulated_provider.charge (key, amount, status, at) values ${values} on conflict (key) do nothing`,
    )
  }
  if (refunds.length > 0) {
    const values = rows(refunds.map(({ key, charge_key, amount, status, at }) => [key, charge_key, amount, status, at]))
    await query(
      url,
      `insert into simulated_provider.refund (key, charge_key, amount, status, at) values ${values} on conflict (key) do nothing`,
    )
  }
  const lacking = await query(
    url,
    `select 'charge ' || key as row from simulated_provider.charge
     where status = 'CHARGED' and not exists (select from payment where 'pay:' || payment.id = charge.key)
       and not exists (select from simulated_provider.refund where charge_key = charge.key)
     union all
     select 'payment ' || payment.id from payment join simulated_provider.refund on charge_key = 'pay:' || payment.id
     where refund.status = 'REFUNDED' and payment.status not in ('REFUNDED', 'REFUNDING') order by 1`,
  )
  return lacking.map(({ row }) => String(row))
}
