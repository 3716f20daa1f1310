import { toldBy } from './queries.ts'

/**
 * The history of a title is written under its row lock, so its order is the order of what happened: timestamps, which are
 * those of the transactions' beginnings, are not. rent's loans come one after the other by rent's clock, because the seat
 * comes back to book, and from there to somebody else, only after rent has ended the loan.
 */
const inBook = `
  select 'seat ' || seat as row, 'was taken by rental ' || rental || ' while rental ' || holder || ' held it' as problem from (
    select data->>'seatId' as seat, data->>'rentalId' as rental, event_type,
      lag(event_type) over held as before, lag(data->>'rentalId') over held as holder
    from history where aggregate_type = 'Book' and event_type in ('SeatTaken', 'CopyReleased')
    window held as (partition by data->>'seatId' order by seq)
  ) as turns where event_type = 'SeatTaken' and before = 'SeatTaken'
  union all
  select 'seat ' || seat_id, 'is held by ' || count(*) || ' rentals: ' || string_agg(rental_id::text, ', ')
  from allocation where closed_at is null group by seat_id having count(*) > 1
  union all
  select 'rental ' || rental_id, 'holds ' || count(*) || ' seats: ' || string_agg(seat_id::text, ', ')
  from allocation where closed_at is null group by rental_id having count(*) > 1
  union all
  select 'seat ' || seat.id, 'is ' || seat.state || ' and ' ||
    coalesce('held by rental ' || allocation.rental_id, 'held by nobody')
  from seat left join allocation on allocation.seat_id = seat.id and allocation.closed_at is null
  where (seat.state in ('PAID', 'APPROVED')) <> (allocation.id is not null)
  union all
  select 'title ' || book_id, 'says ' || seats_free || ' seats are free, and ' || free || ' are' from (
    select title.book_id, title.seats_free, count(seat.id) filter (where seat.state = 'POSSIBLE') as free
    from title left join seat using (book_id) group by title.book_id, title.seats_free
  ) as counted where seats_free <> free
    -- What can be lent of the others is more than a count: their day may be near, their loans promised.
    and not exists (select from licence where licence.book_id = counted.book_id
      and (expires_at is not null or loans_left is not null))`

const inRent = `
  select 'rental ' || id as row, 'has seat ' || copy_id || ' from ' || starts_at || ' on, and rental ' || before ||
    ' had it until ' || coalesce(ended::text, 'now') as problem from (
    select id, copy_id, starts_at, lag(id) over turns as before,
      lag(coalesce(returned_date, expired_date)) over turns as ended
    from rental where status in ('APPROVED', 'RETURNED', 'EXPIRED') and copy_id is not null
    window turns as (partition by copy_id order by starts_at, id)
  ) as loans where before is not null and (ended is null or ended > starts_at)`

export const oneLoanPerSeat = toldBy({ number: 4, title: 'at most one active loan per seat at every instant' }, [
  { database: 'book', query: inBook },
  { database: 'rent', query: inRent },
])
