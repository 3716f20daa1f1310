import { sql, type Generated, type JSONColumnType, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What happened to every aggregate, the internal events included: for people who ask why. Never read by a decision. */
export interface HistoryTables {
  history: {
    aggregate_type: string
    aggregate_id: string
    seq: number
    event_type: string
    data: JSONColumnType<Record<string, unknown>>
    actor: string
    causation_id: string
    correlation_id: string
    at: Generated<Date>
  }
}

export const historyMigrations: Record<string, Migration> = {
  '0001_history': {
    async up(db: Kysely<unknown>) {
      await sql`
        create table history (
          aggregate_type text not null,
          aggregate_id text not null,
          seq integer not null,
          event_type text not null,
          data jsonb not null,
          actor text not null,
          causation_id text not null,
          correlation_id text not null,
          at timestamptz not null default now(),
          primary key (aggregate_type, aggregate_id, seq)
        )`.execute(db)
    },
  },
}
