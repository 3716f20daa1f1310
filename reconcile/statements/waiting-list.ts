import { lastMoved, merged } from '../merge.ts'
import { ROWS_AT_MOST, type Statement } from '../statement.ts'
import { movedAgo, offendingIn } from './queries.ts'

// What a transaction of book leaves behind is whole: no waiting mends it.
const inBook = `
  select 'hold ' || hold.hold_id as row, 'is READY, and its seat ' || coalesce(seat.state, 'is unknown') as problem
  from hold left join seat on seat.id = hold.seat_id where hold.status = 'READY' and seat.state is distinct from 'RESERVED'
  union all
  select 'seat ' || id, 'is kept for nobody' from seat
  where state = 'RESERVED' and not exists (select from hold where hold.seat_id = seat.id and status = 'READY')
  union all
  select 'hold ' || hold_id, 'waits beside a seat of title ' || title.book_id || ' that can be lent'
  from hold join title using (book_id)
  where status = 'WAITING' and not suspended and not withdrawn and (seats_free > 0 or unlimited)
    -- Nor who was blocked until a moment ago.
    and not exists (select from member_block where member_block.user_id = hold.user_id)
  union all
  select 'title ' || book_id, 'counts ' || holds_waiting || ' who wait of ' || open_holds || ' in line, and has ' ||
    waiting || ' of ' || open
  from title, lateral (
    select count(*) as open, count(*) filter (where status = 'WAITING' and not suspended) as waiting
    from hold where hold.book_id = title.book_id and status in ('WAITING', 'READY')
  ) as line where (holds_waiting, open_holds) is distinct from (waiting, open)
  union all
  select 'hold ' || aggregate_id, 'was served twice' from history
  where aggregate_type = 'Hold' and event_type = 'HoldFulfilled'
  group by aggregate_id having count(*) > 1`

interface Line {
  readonly id: string
  readonly turn: boolean
  readonly movedAgo: number | null
}

export const waitingList: Statement = {
  number: 28,
  title: 'who may be served waits beside no seat that can be lent, and a turn keeps one seat for one member',
  async check({ databases: { book, rent } }) {
    const found = await offendingIn(book, inBook)
    const holds = book.stream<Line>(
      `select hold_id::text as id, status = 'READY' as turn, ${movedAgo('Hold', 'hold_id')} as "movedAgo"
       from hold order by hold_id::text collate "C"`,
    )
    const turns = rent.stream<Line>(
      `select hold_id::text as id, until is not null as turn, null::float8 as "movedAgo"
       from turn order by hold_id::text collate "C"`,
    )
    for await (const { key, rows } of merged<[Line, Line]>([holds, turns], ({ id }) => id)) {
      const [here, there] = rows.map((row) => row?.turn ?? false)
      if (here === there) continue
      const problem = here ? 'is READY, and rent has not heard of it' : 'is not READY, and rent believes that it is'
      found.push({ row: `hold ${key}`, problem, movedAgo: lastMoved(rows) })
      if (found.length >= ROWS_AT_MOST) break
    }
    return found
  },
}
