import type { Database } from '../database.ts'
import type { Row } from '../row.ts'
import type { Statement } from '../statements.ts'

const stateOf = (database: Database): Row => database.table('relay_state').rows[0] ?? {}
const leads = (database: Database, epoch: unknown) => stateOf(database)['epoch'] === epoch

const newEpoch: Statement = (database) => {
  const [state] = database.table('relay_state').update(
    () => true,
    (row) => ({ epoch: String(Number(row['epoch']) + 1) }),
  )
  return state ? [{ epoch: state['epoch'] }] : []
}

const lastPos: Statement = (database, [epoch]) => (leads(database, epoch) ? [stateOf(database)] : [])

const forgetPublished: Statement = (database, [epoch]) => {
  if (!leads(database, epoch)) return []
  database.table('outbox').update(
    (row) => row['published_at'] !== null,
    () => ({ published_at: null }),
  )
  return []
}

const keepIdentity: Statement = (database, [stream_identity, epoch]) => {
  database.table('relay_state').update(
    (row) => row['epoch'] === epoch,
    () => ({ stream_identity }),
  )
  return []
}

/** Dense positions in the order of appending, among those that are visible. */
const number: Statement = (database, [epoch]) => {
  if (!leads(database, epoch)) return []
  const waiting = database
    .table('outbox')
    .rows.filter(({ pos }) => pos === null)
    .toSorted((one, other) => Number(one['seq']) - Number(other['seq']))
    .slice(0, 500)
  if (waiting.length === 0) return []
  const last = Number(stateOf(database)['last_pos'])
  database.table('outbox').update(
    (row) => waiting.includes(row),
    (row) => ({ pos: String(last + waiting.indexOf(row) + 1) }),
  )
  database.table('relay_state').update(
    () => true,
    () => ({ last_pos: String(last + waiting.length) }),
  )
  return []
}

const unpublished: Statement = (database) =>
  database
    .table('outbox')
    .rows.filter(({ pos, published_at }) => pos !== null && published_at === null)
    .toSorted((one, other) => Number(one['pos']) - Number(other['pos']))
    .slice(0, 500)

const mark: Statement = (database, [ids, epoch]) => {
  if (!leads(database, epoch)) return []
  const acknowledged = ids as readonly unknown[]
  database.table('outbox').update(
    (row) => acknowledged.includes(row['event_id']),
    () => ({ published_at: database.now }),
  )
  return []
}

/** Those of nats/relay-pass.ts, by the digests of their texts: see statementOf. */
export const relayStatements: Readonly<Record<string, Statement>> = {
  d4d654e02f61: newEpoch,
  '731a53e110fe': lastPos,
  '4ebf3bc740c8': (database) => [stateOf(database)],
  bfb6f6e7fd2a: forgetPublished,
  '1b4925f74201': keepIdentity,
  '952a339a1820': number,
  c75c3abf5f3a: unpublished,
  '8217cf686a37': mark,
}
