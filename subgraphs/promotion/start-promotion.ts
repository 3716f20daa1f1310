import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import type { NatsConnection } from '@ebook/nats/connection'
import { startMessaging, type Messaging } from '@ebook/nats/messaging'
import { sql, type Kysely } from 'kysely'
import type { PromotionDatabase } from './database.ts'
import { policies } from './policies.ts'
import type { Rewards, RewardSettings } from './ports.ts'
import { serveLockRevocation } from './services/lock-revocation.ts'

export interface PromotionParts {
  readonly db: Kysely<PromotionDatabase>
  readonly databaseUrl: string
  readonly nats: NatsConnection
  readonly streamReplicas: number
  readonly settings: RewardSettings
  readonly log: Logger
  readonly registry: Registry
}

export interface RunningPromotion extends Rewards {
  readonly messaging: Messaging
  /** Why promotion is not ready to serve; undefined when it is. */
  ready(): Promise<string | undefined>
  /** What is asked first, then the messages. Database and connection stay open. */
  stop(): Promise<void>
}

/** Everything of promotion that runs by itself or is asked by other subgraphs. */
export async function startPromotion(parts: PromotionParts): Promise<RunningPromotion> {
  const { db, nats, settings, log } = parts
  const messaging = await startMessaging({ ...parts, context: 'promotion', policies: policies(settings) })
  const service = await serveLockRevocation({ db, messaging, settings, log }, nats)
  return {
    db,
    messaging,
    settings,
    log,
    async ready() {
      await sql`select 1`.execute(db)
      return undefined
    },
    async stop() {
      await service.stop()
      await messaging.stop()
    },
  }
}
