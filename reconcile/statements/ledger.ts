import { toldBy } from './queries.ts'

const chargedOnce = `
  select 'rental ' || rental_id as row, 'was charged ' || count(distinct transaction_id) || ' times in the ledger' as problem
  from ledger_line join payment on payment.id = payment_id
  where kind = 'CHARGE' group by rental_id having count(distinct transaction_id) > 1
  union all
  select 'payment ' || payment_id, 'charged ' || charged || ', gave back ' || back || ' in ' || times ||
    ' refunds that stand, on ' || account
  from (
    select payment_id, account,
      coalesce(sum(amount) filter (where kind in ('CHARGE', 'POINT_USE')), 0) as charged,
      -coalesce(sum(amount) filter (where kind not in ('CHARGE', 'POINT_USE')), 0) as back,
      count(*) filter (where kind in ('REFUND', 'POINT_RETURN')) - count(*) filter (where kind = 'REFUND_REVERSAL') as times
    from ledger_line where account in ('PROVIDER', 'POINTS') group by payment_id, account
  ) as sums where times not in (0, 1) or back <> times * charged`

const chargedOnceThere = `
  select 'rental ' || rental_id as row, 'was charged ' || count(*) || ' times by the provider' as problem
  from simulated_provider.charge join payment on charge.key = 'pay:' || payment.id
  where charge.status = 'CHARGED' group by rental_id having count(*) > 1
  union all
  select 'charge ' || refund.charge_key, 'of ' || coalesce(charge.amount::text, 'nothing') || ' was given back ' || count(*) ||
    ' times, ' || sum(refund.amount) || ' in all'
  from simulated_provider.refund left join simulated_provider.charge on charge.key = refund.charge_key
  where refund.status = 'REFUNDED' group by refund.charge_key, charge.amount
  having count(*) > 1 or sum(refund.amount) is distinct from charge.amount`

export const oneChargeOneRefund = toldBy(
  {
    number: 7,
    title: 'at most one charge and one refund per rental, and the refund is the charge',
    withoutProvider: 'that the provider charged and refunded once',
  },
  [
    { database: 'payment', query: chargedOnce },
    { database: 'payment', query: chargedOnceThere, ofProvider: true },
  ],
)

const balances = `
  select 'ledger transaction ' || transaction_id as row, 'sums to ' || sum(amount) as problem
  from ledger_line group by transaction_id having sum(amount) <> 0
  union all
  select 'payment ' || id, 'is ' || status || ' with ' || charged_amount || ' charged and ' || points_used - points_returned ||
    ' points used, and the ledger holds ' || held || ' and ' || points
  from (
    select id, status, charged_amount, points_used, points_returned, held, points,
      status in ('PAID', 'REFUNDING', 'REFUND_FAILED') as is_paid
    from payment cross join lateral (
      select coalesce(sum(amount) filter (where account = 'PROVIDER'), 0) as held,
        coalesce(sum(amount) filter (where account = 'POINTS'), 0) as points
      from ledger_line where payment_id = payment.id
    ) as lines
  ) as books
  where held <> case when is_paid then charged_amount else 0 end
    or points <> case when is_paid then points_used - points_returned else 0 end`

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

export const ledgerBalances = toldBy(
  {
    number: 8,
    title: 'charges − refunds = ledger, for money and for points, and every ledger transaction sums to zero',
    withoutProvider: 'that the provider holds what the ledger says',
  },
  [
    { database: 'payment', query: balances },
    { database: 'payment', query: againstProvider, ofProvider: true },
  ],
)
