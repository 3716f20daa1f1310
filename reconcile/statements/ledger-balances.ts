import { ROWS_AT_MOST, type OffendingRow, type Statement } from '../statement.ts'
import { hasProvider } from './provider.ts'

const inLedger = `
  select 'ledger transaction ' || transaction_id as row, 'sums to ' || sum(amount) as problem
  from ledger_line group by transaction_id having sum(amount) <> 0
  union all
  select 'payment ' || id, 'is ' || status || ' with ' || charged_amount || ' charged, and the ledger holds ' || held from (
    select id, status, charged_amount,
      coalesce((select sum(amount) from ledger_line where payment_id = payment.id and account = 'PROVIDER'), 0) as held
    from payment
  ) as books
  where held <> case when status in ('PAID', 'REFUNDING', 'REFUND_FAILED') then charged_amount else 0 end`

/** The provider commits before payment hears of it, so what differs may be under way. */
const againstProvider = `
  select 'payment ' || id as row, 'the provider holds ' || theirs || ', the ledger ' || ours as problem,
    extract(epoch from now() - greatest(charged_at, refunded_at, lined_at))::float8 as "movedAgo"
  from (
    select payment.id,
      coalesce(charge.amount, 0) - coalesce(refunds.amount, 0) as theirs, coalesce(lines.amount, 0) as ours,
      charge.at as charged_at, refunds.at as refunded_at, lines.at as lined_at
    from payment
    left join simulated_provider.charge on charge.key = 'pay:' || payment.id and charge.status = 'CHARGED'
    left join (
      select charge_key, sum(amount) as amount, max(at) as at from simulated_provider.refund
      where status = 'REFUNDED' group by charge_key
    ) as refunds on refunds.charge_key = 'pay:' || payment.id
    left join (
      select payment_id, sum(amount) as amount, max(at) as at from ledger_line where account = 'PROVIDER' group by payment_id
    ) as lines on lines.payment_id = payment.id
  ) as books where theirs <> ours`

export const ledgerBalances: Statement = {
  number: 8,
  title: 'charges − refunds = ledger, and every ledger transaction sums to zero',
  withoutProvider: 'that the provider holds what the ledger says',
  async check({ databases: { payment } }) {
    const rows = await payment.rows<OffendingRow>(`${inLedger} limit ${ROWS_AT_MOST}`)
    if (await hasProvider(payment)) {
      rows.push(...(await payment.rows<OffendingRow>(`${againstProvider} limit ${ROWS_AT_MOST}`)))
    }
    return rows
  },
}
