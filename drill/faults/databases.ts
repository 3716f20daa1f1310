import pg from 'pg'
import { query } from '@ebook/processes/postgres'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'

const asSuperuser = (system: SystemUnderTest, sql: string) => query(system.stack.postgresUrl('postgres'), sql)

const endSessions = (system: SystemUnderTest, database: string) =>
  asSuperuser(
    system,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and application_name <> 'drill'`,
  )

/** Whatever happens to an aggregate is written there, by commands and reactions alike. */
const TABLE = 'history'

export const databaseFaults: readonly Fault[] = [
  {
    name: 'postgres-crashed',
    what: 'PostgreSQL ends at once and writes nothing (pg_ctl stop -m immediate), and recovers from its log',
    targets: () => ['postgres'],
    async inject(system) {
      const process = system.process('postgres')
      await process.kill('SIGQUIT')
      return () => process.untilReady()
    },
  },
  {
    name: 'backends-terminated',
    what: 'PostgreSQL ends every session of a database, in the middle of whatever it does',
    targets: () => WRITING_SUBGRAPHS,
    async inject(system, target) {
      await endSessions(system, target)
    },
  },
  {
    name: 'database-away',
    what: 'a database lets nobody in, and ends the sessions that it has',
    lasts: [1_000, 6_000],
    targets: () => WRITING_SUBGRAPHS,
    async inject(system, target) {
      await asSuperuser(system, `alter database ${target} with allow_connections false`)
      await endSessions(system, target)
      return async () => void (await asSuperuser(system, `alter database ${target} with allow_connections true`))
    },
  },
  {
    name: 'table-locked',
    what: 'somebody holds a table longer than anybody waits for it, as a careless migration does',
    lasts: [3_000, 12_000],
    targets: () => WRITING_SUBGRAPHS,
    async inject(system, target) {
      const url = system.stack.postgresUrl(target as WritingSubgraph)
      const client = new pg.Client({ connectionString: url, application_name: 'drill' })
      // It may be ended by another fault, and the lock with it.
      client.on('error', () => undefined)
      await client.connect()
      await client.query('begin')
      await client.query(`lock table ${TABLE} in exclusive mode`)
      return () => client.end().catch(() => undefined)
    },
  },
  {
    name: 'writes-fail',
    what: 'no write to a table succeeds: each fails as one that has lost a race',
    lasts: [1_000, 6_000],
    targets: () => WRITING_SUBGRAPHS,
    async inject(system, target) {
      const url = new URL(system.stack.postgresUrl('postgres'))
      url.pathname = target
      await query(
        url.href,
        `create or replace function drill_fails() returns trigger language plpgsql as
         $$ begin raise exception 'the drill lets no write through' using errcode = 'serialization_failure'; end $$;
       create or replace trigger drill before insert or update on ${TABLE} execute function drill_fails()`,
      )
      return async () => void (await query(url.href, `drop trigger if exists drill on ${TABLE}`))
    },
  },
]
