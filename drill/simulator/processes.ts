import type { Kysely } from 'kysely'
import type { Logger } from '@ebook/chassis/log'
import type { NatsConnection } from '@ebook/nats/connection'
import { producerOf } from '@ebook/nats/event'
import { watchGaps, type GapWatch } from '@ebook/nats/gap-watch'
import type { Inbox, Policy } from '@ebook/nats/policy'
import type { Leadership, RelayPass } from '@ebook/nats/relay-pass'
import { serveOutbox } from '@ebook/nats/repair'
import { repairableInbox } from '@ebook/nats/repairable-inbox'
import type { RelayConnection } from '@ebook/nats/sql/relay-state'
import type { MessagingTables } from '@ebook/nats/tables'
import { listenToWatermarks } from '@ebook/nats/watermark'
import { OWNERS } from '../../subgraphs/subgraphs.ts'
import type { Context } from './context.ts'
import { connectionOf, type Switchboard } from './nats-connection.ts'
import type { Database } from './store/database.ts'
import type { Life } from './store/life.ts'
import { connect } from './store/session.ts'

const silent = () => undefined
/** The product's log is not what is looked at here. */
export const quietLog = { debug: silent, info: silent, warn: silent, error: silent } as unknown as Logger

/** What the messages of a process stand on: the same parts as nats/messaging.ts puts together. */
export interface Messaging {
  readonly nats: NatsConnection
  readonly inbox: Inbox
  readonly gaps: GapWatch
  readonly relay: { readonly pass: RelayPass; readonly connection: RelayConnection; leadership: Leadership | undefined }
  readonly broker: Switchboard['broker']
  nudge(): void
  caughtUp(): Promise<boolean>
  producerSeenAt(producer: string): Date | undefined
  heardUpTo(producer: string): Date | undefined
}

export interface Process {
  readonly life: Life
  readonly messaging: Messaging
}

/** Puts the real parts of the road on a simulated database and broker. */
export async function startMessagingOf<DB extends MessagingTables>(
  context: Context,
  life: Life,
  database: Database,
  board: Switchboard,
  policies: readonly Policy<DB>[],
): Promise<Messaging> {
  const nats = connectionOf(board, life, context)
  const db: Kysely<MessagingTables> = connect(database, life)
  const byType = new Map(policies.map((policy) => [policy.type, policy as unknown as Policy<MessagingTables>]))
  const inbox: Inbox = { consumer: context, db, policies: byType, log: quietLog, owners: OWNERS }
  const producers = [...new Set(policies.map(({ type }) => producerOf(type)))]
  const gaps = watchGaps(repairableInbox(inbox, producers), {
    nats,
    watermarks: listenToWatermarks(nats, producers),
    log: quietLog,
    owners: OWNERS,
    onRepair: silent,
  })
  await serveOutbox(nats, context, db, silent)
  return {
    nats,
    inbox,
    gaps,
    relay: { pass: { context, nats, log: quietLog }, connection: connect(database, life), leadership: undefined },
    broker: board.broker,
    nudge: silent,
    caughtUp: () => Promise.resolve(board.broker.isDrained(context)),
    producerSeenAt: (producer) => gaps.currentAt(producer),
    heardUpTo: (producer) => gaps.heardUpTo(producer),
  }
}
