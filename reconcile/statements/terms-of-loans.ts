import { toldBy } from './queries.ts'

const inBook = `
  select 'licence ' || licence.id as row, 'allows ' || loans_total || ' loans, and ' || given || ' were given away' as problem
  from licence, lateral (
    select (select count(*) from allocation join seat on seat.id = seat_id join request using (rental_id)
        where licence_id = licence.id and request.status in ('REQUESTED', 'APPROVED', 'CLOSED'))
      + (select count(*) from hold join seat on seat.id = seat_id
        where licence_id = licence.id and hold.status = 'READY') as given
  ) as loans where loans_total is not null and given > loans_total`

const DAY = `interval '24 hours'`

// In a history that is older than its terms there are none.
const inRent = `
  select 'rental ' || id as row, 'was paid for ' || loan_period_days || ' days, renewed ' || renewal_count ||
    ' times, and ends at ' || due_at || ' and not at ' || due as problem
  from rental, lateral (
    select least(starts_at + loan_period_days * (1 + renewal_count) * ${DAY}, licence_ends_at) as due
  ) as terms
  where starts_at is not null and loan_period_days is not null and abs(extract(epoch from due_at - due)) > 0.001
  union all
  select 'rental ' || id, 'was renewed ' || renewal_count || ' times, and may be ' || max_renewals || ' times'
  from rental where renewal_count > max_renewals
  union all
  select 'rental ' || aggregate_id, 'was renewed ' || count(*) || ' times from ' || (data->>'previousDueAt') || ' on'
  from history where aggregate_type = 'Rental' and event_type = 'Renewed'
  group by aggregate_id, data->>'previousDueAt' having count(*) > 1
  union all
  select 'rental ' || later.aggregate_id, 'was given back for money after it was opened'
  from history later join history earlier using (aggregate_type, aggregate_id)
  where aggregate_type = 'Rental' and later.event_type = 'CancelRequested' and later.data->>'reason' = 'MEMBER'
    and earlier.event_type = 'LoanOpened' and earlier.seq < later.seq`

export const termsOfLoans = toldBy(
  { number: 29, title: 'a loan is what was paid for, and no licence lends more of them than it allows' },
  [
    { database: 'book', query: inBook },
    { database: 'rent', query: inRent },
  ],
)
