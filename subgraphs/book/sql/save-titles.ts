import { sql, type RawBuilder } from 'kysely'
import type { Saved } from '@ebook/chassis/handle-command'
import { columnsOf, insertRows, updateRows } from '@ebook/chassis/sql/rows'
import { storeWrite } from '@ebook/nats/store-write'
import type { TitleTable } from '../database.ts'
import { listingParts } from '../list-titles.ts'
import type { Title } from '../title/state.ts'
import { licenceRow, seatChanges, type LicenceRow } from './seat-changes.ts'
import { TITLE_COLUMNS, titleRow } from './title.ts'

type Parts = Readonly<Record<string, RawBuilder<unknown>>>

/** New titles with their listing, licence and seats; and what changed of others, of their licences and of their seats. */
export const saveTitles = storeWrite('book/save-titles', (saved: readonly Saved<Title>[]): Parts => {
  const fresh = saved.filter(({ previous }) => previous === undefined)
  const changed = saved.filter(({ previous }) => previous !== undefined)
  return { ...(fresh.length > 0 && newTitles(fresh)), ...(changed.length > 0 && changedTitles(changed)) }
})

const LICENCE_COLUMNS = columnsOf<LicenceRow>()(
  'id',
  'book_id',
  'kind',
  'seats',
  'expires_at',
  'loans_total',
  'loans_left',
  'renewal_counts_as_loan',
  'ended_at',
  'near_end',
)

function newTitles(saved: readonly Saved<Title>[]): Parts {
  const rows = saved.map(({ state, said, happened }) => ({ ...titleRow(state), said, happened }))
  const licences = saved.flatMap(({ id, state }) => state.licences.map((licence) => licenceRow(id, licence)))
  return {
    new_title: insertRows('title', [...TITLE_COLUMNS, 'said', 'happened'], rows),
    ...listingParts(saved.map(({ state }) => state)),
    new_licence: insertRows('licence', LICENCE_COLUMNS, licences),
    new_seat: sql`
      insert into seat (book_id, licence_id, state)
      select book_id, id, 'POSSIBLE' from json_populate_recordset(null::licence, ${JSON.stringify(licences)}::json),
        generate_series(1, seats)`,
  }
}

/** What changes with every loan; the rest only when a librarian writes it. */
const COUNTED = [
  'withdrawn',
  'revoked',
  'seats_total',
  'seats_free',
  'unlimited',
  'next_loan_ends',
  'holds_waiting',
  'open_holds',
  'last_seq',
  'changes_at',
] as const satisfies readonly (keyof TitleTable)[]

function changedTitles(saved: readonly Saved<Title>[]): Parts {
  const isDescribed = ({ state, previous }: Saved<Title>) => state.authors !== previous?.authors
  const rows = (titles: readonly Saved<Title>[]) =>
    titles.map(({ state, said, happened }) => ({ ...titleRow(state), said, happened }))
  const [described, counted] = [saved.filter(isDescribed), saved.filter((title) => !isDescribed(title))]
  return {
    // By itself: who registered a title for more than may be asked today has it lent, and not revised.
    ...(counted.length > 0 && {
      changed_title: updateRows('title', 'book_id', [...COUNTED, 'said', 'happened'], countedRows(rows(counted))),
    }),
    ...(described.length > 0 && {
      described_title: updateRows('title', 'book_id', [...TITLE_COLUMNS, 'said', 'happened'], rows(described)),
      ...listingParts(described.map(({ state }) => state)),
    }),
    ...withdrawals(saved),
    ...seats(saved),
  }
}

type Row = TitleTable & { readonly said: number; readonly happened: number }

/** Without the texts, which are as they were. */
const countedRows = (rows: readonly Row[]) =>
  rows.map((row) =>
    Object.fromEntries((['book_id', ...COUNTED, 'said', 'happened'] as const).map((column) => [column, row[column]])),
  )

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

function seats(saved: readonly Saved<Title>[]): Parts {
  const changes = saved.map(seatChanges)
  const changed = changes.flatMap((one) => one.seats)
  const closed = changes.flatMap((one) => one.closed)
  const opened = changes.flatMap((one) => one.opened)
  return {
    ...licences(saved, changes),
    ...(changed.length > 0 && { changed_seat: updateRows('seat', 'id', ['state'], changed) }),
    ...((closed.length > 0 || opened.length > 0) && {
      closed_allocation: sql`
        update allocation set closed_at = now()
        where rental_id = any(${closed}::uuid[]) and closed_at is null returning id`,
      // It counts those that are closed, and so comes after them: a seat may go from one rental to the next.
      opened_allocation: sql`
        ${insertRows('allocation', ['rental_id', 'seat_id', 'book_id'], opened)}
        where (select count(*) from closed_allocation) >= 0`,
    }),
  }
}

function licences(saved: readonly Saved<Title>[], changes: readonly ReturnType<typeof seatChanges>[]): Parts {
  const fresh = changes.flatMap((one) => one.newLicences)
  const changed = changes.flatMap((one) => one.changedLicences)
  const made = changes.flatMap((one) => one.newSeats)
  const ended = changes.flatMap((one) => one.ended)
  const of = saved.map(({ id }) => id)
  return {
    ...(fresh.length > 0 && { new_licence: insertRows('licence', LICENCE_COLUMNS, fresh) }),
    ...(changed.length > 0 && { changed_licence: updateRows('licence', 'id', LICENCE_COLUMNS, changed) }),
    ...(made.length > 0 && {
      made_seat: sql`
        ${insertRows('seat', ['id', 'book_id', 'licence_id', 'state'], made)}
        on conflict (id) do update set state = excluded.state`,
    }),
    ...(ended.length > 0 && {
      exhausted_seat: sql`
        update seat set state = 'EXHAUSTED'
        where book_id = any(${of}::uuid[]) and licence_id = any(${ended}::uuid[]) and state = 'POSSIBLE'`,
    }),
  }
}
