import { sql, type Kysely, type Transaction } from 'kysely'
import type { Loaded } from '@ebook/chassis/handle-command'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { columnsOf } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase, StoredTitle, TitleTable } from '../database.ts'
import type { Licence } from '../title/language.ts'
import type { InLine, Title } from '../title/state.ts'

export const TITLE_COLUMNS = columnsOf<TitleTable>()(
  'book_id',
  'title',
  'authors',
  'isbn13',
  'language',
  'rental_fee',
  'loan_period_days',
  'max_renewals',
  'automatic_after',
  'registered_date',
  'seats_total',
  'withdrawn',
  'revoked',
  'seats_free',
  'unlimited',
  'next_loan_ends',
  'holds_waiting',
  'open_holds',
  'last_seq',
  'changes_at',
  'search_text',
)

/** What is read of titles beside their rows. */
export interface Wanted {
  readonly bookIds: readonly string[]
  /** Whose seats matter. */
  readonly rentalIds: readonly string[]
  /** Whose places in the line matter. */
  readonly userIds: readonly string[]
  /** So many seats may be taken, or come free for those in line, beside those of the rentals. */
  readonly spare: number
}

/** As JSON has it: an instant is a string. */
type StoredLicence = Omit<Licence, 'expiresAt' | 'endedAt' | 'newSeats' | 'goneSeats' | keyof Counted> & {
  readonly expiresAt: string | null
}

/** What is counted of a licence's seats, and what concerns those with limits alone. */
type Counted = Pick<Licence, 'free' | 'promised' | 'freeSeats' | 'nearEnd'>

type LoadedRow = TitleTable & {
  readonly now: Date
  readonly said: number | null
  readonly happened: number | null
  readonly licences: readonly StoredLicence[] | null
  readonly free_seats: readonly string[]
  readonly allocations: Title['allocations'] | null
  readonly wishes: readonly string[]
}

/** What is read of the few titles with several licences, with limits or with a line. */
interface More {
  readonly counted: Readonly<Record<string, Counted>> | null
  readonly line: readonly InLine[] | null
}

/**
 * Locks the rows of titles, and of those that requests of the rentals are about, in the order of their ids (rule G9: never
 * SKIP LOCKED). Of their seats there are those that the rentals have, and as many that are free as there are rentals; of
 * who waits whose turn it is, as many of the first, and the members in question. A title with one licence that has no
 * limit, and with no line, is read in one statement; the counts of others are asked for when their lock is held.
 */
export const loadTitles = storeOperation(
  'book/load-titles',
  async (tx: Transaction<BookDatabase>, { bookIds, rentalIds, userIds, spare }: Wanted): Promise<Loaded<Title>> => {
    const wanted = sql`book_id = any(array(
      select unnest(${bookIds}::uuid[]) union select book_id from request where rental_id = any(${rentalIds}::uuid[])))`
    const most = rentalIds.length + spare
    const [{ rows: locks }, { rows }] = await Promise.all([
      sql<{ book_id: string }>`select book_id from title where ${wanted} order by book_id for update`.execute(tx),
      // A statement of its own: the one that waits for the locks cannot see which seats are taken while it waits.
      sql<LoadedRow>`
        select now() as now, ${sql.raw(TITLE_COLUMNS.map((column) => `title.${column}`).join(', '))}, said, happened,
          (select json_agg(json_build_object('licenceId', id, 'kind', kind, 'seats', seats, 'expiresAt', expires_at,
              'loansTotal', loans_total, 'loansLeft', loans_left, 'renewalCountsAsLoan', renewal_counts_as_loan))
            from licence where book_id = title.book_id and ended_at is null
          ) as licences,
          array(select id from seat where seat.book_id = title.book_id and state = 'POSSIBLE'
            order by id limit ${most}) as free_seats,
          (select json_object_agg(rental_id, json_build_object('rentalId', rental_id, 'seatId', seat_id,
              'licenceId', licence_id, 'state', case when seat.state = 'APPROVED' then 'APPROVED' else 'PAID' end))
            from allocation join seat on seat.id = allocation.seat_id
            where rental_id = any(${rentalIds}::uuid[]) and closed_at is null and allocation.book_id = title.book_id
          ) as allocations,
          array(select rental_id from hold_wish
            where rental_id = any(${rentalIds}::uuid[]) and hold_wish.book_id = title.book_id) as wishes
        from (values (1)) as always left join title on ${wanted}`.execute(tx),
    ])
    const [first] = rows
    if (first === undefined) throw new Error('a left join of one row gave none')
    // A request that was committed between the two is not known yet: nobody waits for its title.
    const locked = new Set(locks.map(({ book_id }) => book_id))
    const found = rows.filter(({ book_id }) => locked.has(book_id))
    const others = found.filter((row) => !isPlain(row)).map(({ book_id }) => book_id)
    const more = others.length === 0 ? new Map<string, More>() : await readMore(tx, others, userIds, most)
    return { now: first.now, found: found.map((row) => foundOf(row, more.get(row.book_id))) }
  },
)

/** Whose free seats are those of its only licence, without a limit, and for whom nobody waits. */
const isPlain = ({ licences, open_holds }: LoadedRow): boolean =>
  open_holds === 0 &&
  (licences ?? []).every(
    ({ kind, expiresAt, loansLeft }, _, { length }) =>
      length === 1 && kind !== 'UNLIMITED' && expiresAt === null && loansLeft === null,
  )

/** Of titles whose lock is held. */
async function readMore(
  tx: Transaction<BookDatabase>,
  bookIds: readonly string[],
  userIds: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, More>> {
  const { rows } = await sql<More & { readonly book_id: string }>`
    select book_id,
      (select json_object_agg(id, json_build_object('nearEnd', near_end,
          'free', case when kind = 'UNLIMITED' then 0 else
            (select count(*) from seat
              where seat.book_id = title.book_id and state = 'POSSIBLE' and licence_id = licence.id) end,
          'promised', case when loans_left is null and kind <> 'UNLIMITED' then 0 else
            (select count(*) from request join seat on seat.id = copy_id
              where request.book_id = title.book_id and status = 'REQUESTED' and licence_id = licence.id)
            + (select count(*) from hold join seat on seat.id = seat_id
              where hold.book_id = title.book_id and status = 'READY' and licence_id = licence.id) end,
          'freeSeats', array(select id from seat where seat.book_id = title.book_id and state = 'POSSIBLE'
            and licence_id = licence.id
            order by id limit ${most} + title.open_holds)))
        from licence where book_id = title.book_id and ended_at is null
      ) as counted,
      case when open_holds > 0 then (
        select json_agg(json_build_object('holdId', hold_id, 'userId', hold.user_id, 'seq', seq, 'seatId', seat_id,
          'licenceId', (select licence_id from seat where seat.id = seat_id),
          'state', case when suspended then 'SUSPENDED' else status end, 'blocked', ${blockedFor('HOLD')}) order by seq)
        from hold where book_id = title.book_id and status in ('WAITING', 'READY') and (
          status = 'READY' or hold.user_id = any(${userIds}::text[])
          or hold_id in (
            select ahead.hold_id from hold as ahead
            where ahead.book_id = title.book_id and ahead.status = 'WAITING' and not ahead.suspended
              and not exists (select from member_block as blocked where blocked.user_id = ahead.user_id
                and 'HOLD' = any(kinds) and (until is null or until > now()))
            order by ahead.seq limit ${most}))
      ) end as line
    from title where book_id = any(${bookIds}::uuid[])`.execute(tx)
  return new Map(rows.map(({ book_id, ...more }) => [book_id, more]))
}

/** Whether rent has told that the member of a hold may not do this now. */
const blockedFor = (kind: 'BORROW' | 'HOLD') => sql<boolean>`
  exists (select from member_block where member_block.user_id = hold.user_id
    and ${kind} = any(kinds) and (until is null or until > now()))`

function foundOf(
  { now: _, said, happened, licences, free_seats, allocations, wishes, ...row }: LoadedRow,
  more?: More,
) {
  const plain: Counted = { free: row.seats_free ?? 0, promised: 0, freeSeats: free_seats, nearEnd: [] }
  const state = titleOf(row, {
    licences: (licences ?? []).map(({ expiresAt, ...licence }) => ({
      ...licence,
      ...(more?.counted?.[licence.licenceId] ?? plain),
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      endedAt: null,
      newSeats: [],
      goneSeats: [],
    })),
    allocations: allocations ?? {},
    line: more?.line ?? [],
    wishes,
  })
  return { id: row.book_id, said, happened, state }
}

export function titleOf(row: TitleTable, beside: Pick<Title, 'licences' | 'allocations' | 'line' | 'wishes'>): Title {
  const { searchText: _, ...stored } = fieldsOf<StoredTitle>(row)
  return { ...stored, ...beside, waiting: stored.holdsWaiting }
}

export function titleRow(title: Title): TitleTable {
  const { licences: _l, allocations: _a, line: _i, wishes: _w, waiting: _n, ...stored } = title
  const searchText = [stored.title, ...stored.authors, stored.isbn13 ?? ''].join(' ').toLowerCase()
  return rowOf<StoredTitle>({ ...stored, searchText })
}

/** One statement for any number of titles; those that are not there are left out. */
export const readTitles = storeOperation(
  'book/read-titles',
  async (db: Kysely<BookDatabase>, ids: readonly string[]): Promise<readonly TitleTable[]> => {
    return db
      .selectFrom('title')
      .select(TITLE_COLUMNS)
      .where('book_id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute()
  },
)
