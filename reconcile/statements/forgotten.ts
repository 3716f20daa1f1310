import { sql } from 'kysely'
import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import { NOBODY } from '@ebook/nats/redact'
import type { WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import { entriesOf } from '../client-log.ts'
import type { Installation } from '../installation.ts'
import { merged } from '../merge.ts'
import { firstOf, type OffendingRow, type Statement } from '../statement.ts'
import { offendingIn } from './queries.ts'

interface Life {
  readonly database: WritingSubgraph
  readonly type: string
  readonly table: string
  readonly id: string
}

const lives: readonly Life[] = [
  { database: 'rent', type: 'Rental', table: 'rental', id: 'id' },
  { database: 'book', type: 'Request', table: 'request', id: 'rental_id' },
  { database: 'book', type: 'Hold', table: 'hold', id: 'hold_id' },
  { database: 'payment', type: 'Payment', table: 'payment', id: 'id' },
  { database: 'promotion', type: 'Promotion', table: 'promotion', id: 'id' },
  { database: 'promotion', type: 'Spend', table: 'spend', id: 'payment_id' },
]

const names = (actor: string, data: string) =>
  `(${actor} like 'MEMBER:%' and ${actor} <> '${NOBODY}' or ${data} ->> 'userId' <> it.user_id)`

/** What a life that is nobody's has said, or what happened to it, and still names somebody. */
const named = ({ type, table, id }: Life) => `
  select '${type} ' || it.${id} as row, 'is nobody’s, and version ' || said.aggregate_version || ' names somebody' as problem
  from ${table} it join outbox said on aggregate_type = '${type}' and aggregate_id = it.${id}::text
  where it.user_id like 'anon:%' and ${names(`said.event ->> 'actor'`, `(said.event -> 'data')`)}
  union all
  select '${type} ' || it.${id}, 'is nobody’s, and ' || past.event_type || ' in its history names somebody'
  from ${table} it join history past on aggregate_type = '${type}' and aggregate_id = it.${id}::text
  where it.user_id like 'anon:%' and ${names('past.actor', 'past.data')}`

interface Whose {
  readonly id: string
  readonly who: string
  readonly movedAgo?: number
}

const whose = (table: string) => `
  select rental_id::text as id, min(user_id) as who from ${table} where user_id is not null
  group by rental_id order by rental_id::text collate "C"`

/** Everybody knows a rental by the same pseudonym, or nobody by any. */
async function* strayed({ databases }: Installation): AsyncGenerator<OffendingRow> {
  const rentals = databases.rent.stream<Whose>(`
    select id::text as id, user_id as who, (
        select extract(epoch from now() - max(at))::float8 from history
        where aggregate_type = 'Rental' and aggregate_id = rental.id::text
      ) as "movedAgo" from rental order by id::text collate "C"`)
  const requests = databases.book.stream<Whose>(whose('request'))
  const payments = databases.payment.stream<Whose>(whose('payment'))
  const promotions = databases.promotion.stream<Whose>(whose('promotion'))
  const sides = merged<[Whose, Whose, Whose, Whose]>([rentals, requests, payments, promotions], ({ id }) => id)
  for await (const {
    key,
    rows: [rental, ...others],
  } of sides) {
    const known = [...new Set([rental, ...others].flatMap((side) => side?.who ?? []))]
    if (known.length < 2 || !known.some((who) => who.startsWith('anon:'))) continue
    yield { row: `rental ${key}`, problem: `is known as ${known.join(' and as ')}`, movedAgo: rental?.movedAgo }
  }
}

async function* inFiles({ dashboards }: Installation): AsyncGenerator<OffendingRow> {
  for (const file of dashboards) {
    const db = await openForReading(file)
    try {
      const { rows } = await sql<{ rental_id: string; type: string }>`
        select rental_id, type from dashboard_row join event on event.row_id = rental_id
        where user_id like 'anon:%' and aggregate_type <> 'Book'
          and (actor like 'MEMBER:%' and actor <> ${NOBODY} or data ->> 'userId' <> user_id)`.execute(db)
      for (const { rental_id, type } of rows)
        yield { row: `rental ${rental_id} in ${file}`, problem: `is nobody’s, and ${type} names somebody` }
    } finally {
      await db.destroy()
    }
  }
}

/** What a member leaves behind that cannot be there again unless rent knows them again. */
const kept: Readonly<Partial<Record<WritingSubgraph, readonly string[]>>> = {
  rent: ['rental', 'idempotency_key', 'missed_turn'],
  book: ['request', 'member_block'],
  payment: ['payment'],
  promotion: ['promotion', 'spend', 'point_entry', 'point_lot'],
}

interface Erased {
  readonly key: string
  readonly movedAgo: number
}

/** Of who was erased, and did not come again, nothing is kept but what the books need. */
async function* afterErasure({ databases }: Installation): AsyncGenerator<OffendingRow> {
  const erased = await databases.rent.rows<Erased>(`
    select aggregate_id as key, extract(epoch from now() - max(appended_at))::float8 as "movedAgo" from outbox
    where aggregate_type = 'Member' and event ->> 'type' = 'ebook.rent.MemberErased.v1' group by aggregate_id`)
  const gone = new Map(erased.map(({ key, movedAgo }) => [Buffer.from(key, 'base64url').toString(), movedAgo]))
  const here = await databases.rent.rows<{ who: string }>(`select user_id as who from member where user_id = any($1)`, [
    [...gone.keys()],
  ])
  for (const { who } of here) gone.delete(who)
  for (const [database, tables] of Object.entries(kept) as [WritingSubgraph, readonly string[]][])
    for (const table of tables) {
      const found = `select distinct user_id as who from ${table} where user_id = any($1)`
      for (const { who } of await databases[database].rows<{ who: string }>(found, [[...gone.keys()]]))
        yield {
          row: `member ${who}`,
          problem: `is erased, and ${table} of ${database} names them`,
          movedAgo: gone.get(who),
        }
    }
}

async function* everythingAbout(installation: Installation): AsyncGenerator<OffendingRow> {
  for (const life of lives) yield* await offendingIn(installation.databases[life.database], named(life))
  yield* strayed(installation)
  yield* afterErasure(installation)
  yield* inFiles(installation)
  for (const { rentalId, member, place } of entriesOf(installation.clientLog ?? [], 'joined'))
    yield { row: `rental ${rentalId}`, problem: `is nobody’s, and stands beside ${member} in ${place}` }
}

export const nobodyIsNamed: Statement = {
  number: 30,
  title:
    'of a rental that is nobody’s any more nobody is named, in rows, histories, outboxes and files, and of who was erased nothing is kept',
  check: (installation) => firstOf(everythingAbout(installation)),
}
