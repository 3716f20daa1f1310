import { pointsFor } from '@ebook/promotion/promotion/decide'
import type { Installation } from '../installation.ts'
import { lastMoved, merged } from '../merge.ts'
import { firstOf, type OffendingRow, type Statement } from '../statement.ts'
import { movedAgo, offendingIn } from './queries.ts'

const accounts = `
  select 'account of ' || user_id as row, 'has ' || available || ' available and ' || pending || ' pending, lifetime ' ||
    lifetime || '; its entries sum to ' || entries || ', those pending to ' || waiting as problem
  from (
    select user_id, available, pending, lifetime,
      coalesce((select sum(points) from point_entry where user_id = point_account.user_id), 0) as entries,
      coalesce((select sum(points) from promotion where user_id = point_account.user_id and status = 'GRANTED'
        and spendable_from = 'APPROVED' and not loan_started), 0) as waiting
    from point_account
  ) as books where available + pending <> entries or lifetime <> entries or pending <> waiting
  union all
  select 'promotion ' || id, 'is ' || status || ' with ' || coalesce(points, 0) || ' points, and its entries sum to ' || entries
  from (
    select id, status, points,
      coalesce((select sum(points) from point_entry where payment_id = promotion.payment_id), 0) as entries
    from promotion
  ) as grants where entries <> case when status = 'GRANTED' then points else 0 end`

interface PromotionRow {
  readonly id: string
  readonly promotion: string
  readonly status: string
  readonly points: number | null
  readonly rateBps: number | null
  readonly movedAgo: number | null
}
interface PaymentRow {
  readonly id: string
  readonly status: string
  readonly charged: number
  readonly movedAgo: number | null
}

/** What promotion makes of a payment in each of its states once everything is told. */
const follows: Readonly<Record<string, readonly (string | undefined)[]>> = {
  PAID: ['GRANTED'],
  REFUNDING: ['GRANTED', 'LOCKED', 'BLOCKED'],
  REFUNDED: ['REVOKED', 'BLOCKED'],
  REFUND_FAILED: ['GRANTED'],
  REQUESTED: [undefined],
  DECLINED: [undefined],
  VOIDED: [undefined],
}

async function* strayed({ databases: { promotion, payment } }: Installation): AsyncGenerator<OffendingRow> {
  yield* await offendingIn(promotion, accounts)
  const promotions = promotion.stream<PromotionRow>(`
    select payment_id::text as id, id as promotion, status, points, rate_bps as "rateBps",
      ${movedAgo('Promotion', 'promotion.id')} as "movedAgo"
    from promotion order by payment_id::text collate "C"`)
  const payments = payment.stream<PaymentRow>(`
    select id::text as id, status, charged_amount as charged,
      ${movedAgo('Payment', 'payment.id')} as "movedAgo"
    from payment order by payment.id::text collate "C"`)
  for await (const { key, rows } of merged<[PromotionRow, PaymentRow]>([promotions, payments], ({ id }) => id)) {
    const [grant, paid] = rows
    if (!paid) {
      yield { row: `promotion ${grant?.promotion}`, problem: `is for payment ${key}, which there is not` }
      continue
    }
    if (!follows[paid.status]?.includes(grant?.status)) {
      const problem = `is ${paid.status}, and its promotion is ${grant?.status ?? 'not there'}`
      yield { row: `payment ${key}`, problem, movedAgo: lastMoved(rows) }
    }
    if (grant?.points == null || grant.rateBps === null) continue
    const due = pointsFor(paid.charged, grant.rateBps)
    if (grant.points === due) continue
    const problem = `has ${grant.points} points for ${paid.charged} won at ${grant.rateBps}: due are ${due}`
    yield { row: `promotion ${grant.promotion}`, problem }
  }
}

export const pointsFollowMoney: Statement = {
  number: 11,
  title: 'points = policy(paid), none if refunded; a balance is the sum of its entries',
  check: (installation) => firstOf(strayed(installation)),
}
