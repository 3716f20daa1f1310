import { randomUUID } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Saved } from '@ebook/chassis/handle-command'
import { insertRows, updateRows } from '@ebook/chassis/sql/rows'
import { storeWrite } from '@ebook/nats/store-write'
import type { SeatTable } from '../database.ts'
import { listingParts } from '../list-titles.ts'
import type { Title } from '../title/state.ts'
import { TITLE_COLUMNS, titleRow } from './title.ts'

type Parts = Readonly<Record<string, RawBuilder<unknown>>>

/** New titles with their listing, licence and seats; and what changed of others, and of the seats that rentals have there. */
export const saveTitles = storeWrite('book/save-titles', (saved: readonly Saved<Title>[]): Parts => {
  const fresh = saved.filter(({ previous }) => previous === undefined)
  const changed = saved.filter(({ previous }) => previous !== undefined)
  return { ...(fresh.length > 0 && newTitles(fresh)), ...(changed.length > 0 && changedTitles(changed)) }
})

function newTitles(saved: readonly Saved<Title>[]): Parts {
  const rows = saved.map(({ state, said, happened }) => ({ ...titleRow(state), said, happened }))
  const licences = saved.map(({ state }) => licenceOf(state))
  const columns = ['id', 'book_id', 'kind', 'seats']
  return {
    new_title: insertRows('title', [...TITLE_COLUMNS, 'said', 'happened'], rows),
    ...listingParts(saved.map(({ state }) => state)),
    new_licence: insertRows('licence', columns, licences),
    new_seat: sql`
      insert into seat (book_id, licence_id, state)
      select book_id, id, 'POSSIBLE' from json_populate_recordset(null::licence, ${JSON.stringify(licences)}::json),
        generate_series(1, seats)`,
  }
}

export const licenceOf = ({ bookId, seatsTotal: seats }: Title) => ({
  id: randomUUID(),
  book_id: bookId,
  kind: seats === 1 ? ('ONE_COPY' as const) : ('CONCURRENT' as const),
  seats,
})

function changedTitles(saved: readonly Saved<Title>[]): Parts {
  const rows = saved.map(({ state, said, happened }) => {
    const { bookId: book_id, withdrawn, seatsFree: seats_free } = state
    return { book_id, withdrawn, seats_free, said, happened }
  })
  const changed = ['withdrawn', 'seats_free', 'said', 'happened']
  return { changed_title: updateRows('title', 'book_id', changed, rows), ...withdrawals(saved), ...allocations(saved) }
}

export const isWithdrawnNow = ({ state, previous }: Saved<Title>) => state.withdrawn && previous?.withdrawn === false

function withdrawals(saved: readonly Saved<Title>[]): Parts {
  const bookIds = saved.filter(isWithdrawnNow).map(({ id }) => id)
  if (bookIds.length === 0) return {}
  return {
    unlisted: sql`delete from listing where book_id = any(${bookIds}::uuid[])`,
    withdrawn_seat: sql`
      update seat set state = 'WITHDRAWN' where book_id = any(${bookIds}::uuid[]) and state = 'POSSIBLE'`,
  }
}

function allocations(saved: readonly Saved<Title>[]): Parts {
  const changes = saved.map(seatChanges)
  const seats = changes.flatMap((one) => one.seats)
  if (seats.length === 0) return {}
  const closed = changes.flatMap((one) => one.closed)
  const opened = changes.flatMap((one) => one.opened)
  return {
    changed_seat: updateRows('seat', 'id', ['state'], seats),
    closed_allocation: sql`
      update allocation set closed_at = now()
      where rental_id = any(${closed}::uuid[]) and closed_at is null returning id`,
    // It counts those that are closed, and so comes after them: a seat may go from one rental to the next.
    opened_allocation: sql`
      ${insertRows('allocation', ['rental_id', 'seat_id', 'book_id'], opened)}
      where (select count(*) from closed_allocation) >= 0`,
  }
}

/** What the rentals in question have let go of, and what they have taken. */
export function seatChanges({ id: book_id, state: title, previous }: Saved<Title>) {
  const [was, is] = [previous?.allocations ?? {}, title.allocations]
  const left = Object.values(was).filter(({ rentalId, seatId }) => is[rentalId]?.seatId !== seatId)
  const taken = Object.values(is).filter(({ rentalId, seatId }) => was[rentalId]?.seatId !== seatId)
  const lent = Object.values(is).filter(({ rentalId, state }) => was[rentalId]?.state !== state)
  // What was let go of and taken again is taken.
  const states = new Map<string, SeatTable['state']>([
    ...left.map(({ seatId }) => [seatId, title.withdrawn ? 'WITHDRAWN' : 'POSSIBLE'] as const),
    ...[...taken, ...lent].map(({ seatId, state }) => [seatId, state] as const),
  ])
  return {
    seats: [...states].map(([id, state]) => ({ id, state })),
    closed: left.map(({ rentalId }) => rentalId),
    opened: taken.map(({ rentalId: rental_id, seatId: seat_id }) => ({ rental_id, seat_id, book_id })),
  }
}
