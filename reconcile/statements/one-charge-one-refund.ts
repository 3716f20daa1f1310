import { ROWS_AT_MOST, type OffendingRow, type Statement } from '../statement.ts'
import { hasProvider } from './provider.ts'

const inLedger = `
  select 'rental ' || rental_id as row, 'was charged ' || count(distinct transaction_id) || ' times in the ledger' as problem
  from ledger_line join payment on payment.id = payment_id
  where kind = 'CHARGE' group by rental_id having count(distinct transaction_id) > 1
  union all
  select 'payment ' || payment_id, 'charged ' || charged || ', gave back ' || back || ' in ' || times || ' refunds that stand'
  from (
    select payment_id,
      coalesce(sum(amount) filter (where kind = 'CHARGE'), 0) as charged,
      -coalesce(sum(amount) filter (where kind <> 'CHARGE'), 0) as back,
      count(*) filter (where kind = 'REFUND') - count(*) filter (where kind = 'REFUND_REVERSAL') as times
    from ledger_line where account = 'PROVIDER' group by payment_id
  ) as sums where times not in (0, 1) or back <> times * charged`

const atProvider = `
  select 'rental ' || rental_id as row, 'was charged ' || count(*) || ' times by the provider' as problem
  from simulated_provider.charge join payment on charge.key = 'pay:' || payment.id
  where charge.status = 'CHARGED' group by rental_id having count(*) > 1
  union all
  select 'charge ' || refund.charge_key, 'of ' || coalesce(charge.amount::text, 'nothing') || ' was given back ' || count(*) ||
    ' times, ' || sum(refund.amount) || ' in all'
  from simulated_provider.refund left join simulated_provider.charge on charge.key = refund.charge_key
  where refund.status = 'REFUNDED' group by refund.charge_key, charge.amount
  having count(*) > 1 or sum(refund.amount) is distinct from charge.amount`

export const oneChargeOneRefund: Statement = {
  number: 7,
  title: 'at most one charge and one refund per rental, and the refund is the charge',
  withoutProvider: 'that the provider charged and refunded once',
  async check({ databases: { payment } }) {
    const rows = await payment.rows<OffendingRow>(`${inLedger} limit ${ROWS_AT_MOST}`)
    if (await hasProvider(payment))
      rows.push(...(await payment.rows<OffendingRow>(`${atProvider} limit ${ROWS_AT_MOST}`)))
    return rows
  },
}
