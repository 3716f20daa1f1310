import { pointsFor } from '@ebook/promotion/promotion/decide'
import type { Installation } from '../installation.ts'
import { lastMoved, merged } from '../merge.ts'
import { firstOf, type OffendingRow, type Statement } from '../statement.ts'
import { movedAgo, offendingIn } from './queries.ts'

const accounts = `
  select 'account of ' || user_id as row, 'has ' || available || ' available and ' || pending || ' pending, lifetime ' ||
    lifetime || '; its entries sum to ' || entries || ', those pending to ' || waiting || ', those spent to ' || spent ||
    ', its lots to ' || lots as problem
  from (
    select user_id, available, pending, lifetime,
      coalesce((select sum(points) from point_entry where user_id = point_account.user_id), 0) as entries,
      coalesce((select sum(points) from point_entry where user_id = point_account.user_id
        and kind in ('SPEND', 'RETURN')), 0) as spent,
      coalesce((select sum(left_points) from point_lot where user_id = point_account.user_id), 0) as lots,
      coalesce((select sum(points) from promotion where user_id = point_account.user_id and status = 'GRANTED'
        and spendable_from = 'APPROVED' and not loan_started), 0) as waiting
    from point_account
  ) as books where available + pending <> entries or lifetime <> entries - spent or pending <> waiting
    or lots <> greatest(available, 0)
  union all
  select 'promotion ' || id, 'is ' || status || ' with ' || coalesce(points, 0) || ' points, and its entries sum to ' || entries
  from (
    select id, status, points,
      coalesce((select sum(points) from point_entry where payment_id = promotion.payment_id
        and kind in ('GRANT', 'REVOKE', 'RESTORE')), 0) as entries
    from promotion where user_id not like 'anon:%'
  ) as grants where entries <> case when status = 'GRANTED' then points else 0 end
  union all
  select 'spend of payment ' || payment_id, 'is ' || status || ' with ' || points || ' points, and its entries sum to ' || entries
  from (
    select payment_id, status, points,
      coalesce((select sum(points) from point_entry where payment_id = spend.payment_id
        and kind in ('SPEND', 'RETURN')), 0) as entries
    from spend where user_id not like 'anon:%'
  ) as spends where entries <> case when status = 'SPENT' then -points else 0 end`

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

interface SpendRow {
  readonly id: string
  readonly status: string
  readonly points: number
  readonly movedAgo: number | null
}
interface PaidWithPointsRow {
  readonly id: string
  readonly status: string
  readonly toUse: number
  readonly used: number
  readonly returned: number
  readonly movedAgo: number | null
}

/** What has become of the points of a payment once everything is told. */
function spendsOf({ status, used, returned }: PaidWithPointsRow): readonly (string | undefined)[] {
  if (status === 'REQUESTED') return used > 0 ? ['SPENT'] : ['SPENT', undefined]
  if (status === 'DECLINED' || status === 'VOIDED') return ['RETURNED', 'BLOCKED']
  return returned > 0 ? ['RETURNED'] : ['SPENT']
}

async function* strayedSpends({ databases: { promotion, payment } }: Installation): AsyncGenerator<OffendingRow> {
  const spends = promotion.stream<SpendRow>(`
    select payment_id::text as id, status, points, ${movedAgo('Spend', 'spend.payment_id')} as "movedAgo"
    from spend order by payment_id::text collate "C"`)
  const payments = payment.stream<PaidWithPointsRow>(`
    select id::text as id, status, points_to_use as "toUse", points_used as used, points_returned as returned,
      ${movedAgo('Payment', 'payment.id')} as "movedAgo"
    from payment where points_to_use > 0 order by payment.id::text collate "C"`)
  for await (const { key, rows } of merged<[SpendRow, PaidWithPointsRow]>([spends, payments], ({ id }) => id)) {
    const [spend, paid] = rows
    const row = `payment ${key}`
    if (!paid) yield { row, problem: `has ${spend?.points} points that it did not ask for`, movedAgo: lastMoved(rows) }
    else if (!spendsOf(paid).includes(spend?.status)) {
      const problem = `is ${paid.status} with ${paid.toUse} points to use, and these are ${spend?.status ?? 'not there'}`
      yield { row, problem, movedAgo: lastMoved(rows) }
    } else if (spend && spend.status !== 'BLOCKED' && spend.points !== paid.toUse) {
      yield { row, problem: `uses ${paid.toUse} points, and ${spend.points} were taken for it` }
    }
  }
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

async function* everythingAbout(installation: Installation): AsyncGenerator<OffendingRow> {
  yield* strayed(installation)
  yield* strayedSpends(installation)
}

export const pointsFollowMoney: Statement = {
  number: 11,
  title:
    'points = policy(paid), none if refunded; what pays is taken once, and given back once; a balance is the sum of its entries',
  check: (installation) => firstOf(everythingAbout(installation)),
}
