import { OLDEST_FIRST, movedAgo, toldBy } from './queries.ts'

// Without a history nothing says that it ever moves again. REFUND_FAILED is a state of rest: a person has to act on it
// (statement 9 tells whose money it is).
export const nothingTransient = toldBy({ number: 3, title: 'nothing is left in a transient state' }, [
  {
    database: 'rent',
    query: `
      select 'rental ' || id as row,
        case when status = 'RENTED' and pay_until <= now() then 'is RENTED past payUntil'
          when status = 'APPROVED' then 'is APPROVED past dueAt'
          when status = 'RENTED' then 'waits for its payment to be answered'
          else 'is ' || status end as problem,
        extract(epoch from now() - case
          when status = 'RENTED' and pay_until <= now() then pay_until when status = 'APPROVED' then due_at
          else (select max(at) from history where aggregate_type = 'Rental' and aggregate_id = rental.id::text)
        end)::float8 as "movedAgo"
      from rental
      where status in ('REFUSED', 'CANCELING') and refund_state is distinct from 'FAILED'
        or status = 'RENTED' and (pay_until <= now() or payment_state = 'PENDING')
        or status = 'APPROVED' and due_at <= now() ${OLDEST_FIRST}`,
  },
  {
    database: 'book',
    query: `
      select 'request ' || rental_id as row, 'is REQUESTED past decideBy' as problem,
        extract(epoch from now() - decide_by)::float8 as "movedAgo"
      from request where status = 'REQUESTED' and decide_by <= now()
      union all
      -- For an hour whoever asked in time is waited for (W6).
      select 'hold ' || hold_id, 'is READY past readyUntil', extract(epoch from now() - ready_until - interval '1 hour')::float8
      from hold where status = 'READY' and ready_until + interval '1 hour' <= now()
      union all
      select 'title ' || book_id, 'has a licence that is over', extract(epoch from now() - changes_at)::float8
      from title where changes_at <= now() ${OLDEST_FIRST}`,
  },
  {
    database: 'payment',
    query: `
      select 'payment ' || id as row, 'is ' || status as problem,
        ${movedAgo('Payment', 'payment.id')} as "movedAgo"
      from payment where status in ('REQUESTED', 'REFUNDING')
      union all
      select 'payment task of ' || payment_id, 'is left: ' || kind || ', tried ' || tries || ' times',
        ${movedAgo('Payment', 'payment_task.payment_id')}
      from payment_task ${OLDEST_FIRST}`,
  },
  {
    database: 'promotion',
    query: `
      select 'promotion ' || id as row, 'is LOCKED' as problem,
        ${movedAgo('Promotion', 'promotion.id')} as "movedAgo"
      from promotion where status = 'LOCKED' ${OLDEST_FIRST}`,
  },
])
