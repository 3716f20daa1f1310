import { sql } from 'kysely'
import { expect } from 'vitest'
import type { LibraryUnderTest } from './library-under-test.ts'

/** What must hold of every seat, every case and every line at any moment, as statements that find what does not. */
const wrong = {
  'V2 a seat that is taken more than once': sql`
    select seat_id from allocation where closed_at is null group by seat_id having count(*) > 1`,
  'V2 more seats lent than there are': sql`
    select title.book_id from title join allocation using (book_id) where closed_at is null
      and not exists (select from licence where licence.book_id = title.book_id
        and (kind = 'UNLIMITED' or ended_at is not null))
    group by title.book_id, seats_total having count(*) > seats_total`,
  'a title that has counted wrong': sql`
    select book_id from title where seats_free <>
      (select count(*) from seat where seat.book_id = title.book_id and state = 'POSSIBLE')
      and not exists (select from licence where licence.book_id = title.book_id
        and (expires_at is not null or loans_left is not null))`,
  'a seat whose state is not that of its case': sql`
    select seat.id from seat
    left join allocation on allocation.seat_id = seat.id and closed_at is null
    left join request using (rental_id)
    where (seat.state, coalesce(request.status, 'NONE')) not in
      (('POSSIBLE', 'NONE'), ('RESERVED', 'NONE'), ('WITHDRAWN', 'NONE'), ('EXHAUSTED', 'NONE'),
       ('PAID', 'REQUESTED'), ('APPROVED', 'APPROVED'))`,
  'a live case without a seat': sql`
    select rental_id from request where status in ('REQUESTED', 'APPROVED')
      and not exists (select from allocation where allocation.rental_id = request.rental_id and closed_at is null)`,
  'V7 a rental that was approved and refused': sql`
    select aggregate_id from history where aggregate_type = 'Request' and event_type in ('Approved', 'Refused')
    group by aggregate_id having count(*) > 1`,
  'V6 a version that is missing or there twice': sql`
    select aggregate_id from outbox group by aggregate_type, aggregate_id
    having count(*) <> max(aggregate_version) or count(*) <> count(distinct aggregate_version)`,
  'a seat that is kept for nobody, or a turn without a seat': sql`
    select coalesce(seat.id, hold.seat_id) from (select * from seat where state = 'RESERVED') as seat
    full join (select * from hold where status = 'READY') as hold on hold.seat_id = seat.id
    where seat.id is null or hold.hold_id is null`,
  'V10 somebody waits beside a seat that could be lent': sql`
    select title.book_id from title where (seats_free > 0 or unlimited) and not withdrawn and exists (
      select from hold where hold.book_id = title.book_id and status = 'WAITING' and not suspended
        and not exists (select from member_block where member_block.user_id = hold.user_id
          and 'HOLD' = any(kinds) and (until is null or until > now())))`,
  'a title that has counted its line wrong': sql`
    select book_id from title where
      holds_waiting <> (select count(*) from hold where hold.book_id = title.book_id
        and status = 'WAITING' and not suspended) or
      open_holds <> (select count(*) from hold where hold.book_id = title.book_id
        and status in ('WAITING', 'READY'))`,
  'S1 more loans than a licence allows': sql`
    select licence.id from licence where loans_total is not null and loans_total < (
      select count(*) from allocation join seat on seat.id = seat_id join request using (rental_id)
      where licence_id = licence.id and (status in ('REQUESTED', 'APPROVED', 'CLOSED')))`,
  'a dead letter': sql`select id from dead_letter`,
}

export async function nothingIsWrong(library: LibraryUnderTest): Promise<void> {
  for (const [what, statement] of Object.entries(wrong)) {
    const { rows } = await statement.execute(library.db)
    expect(rows, what).toEqual([])
  }
}
