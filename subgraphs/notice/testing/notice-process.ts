import { sql, type Kysely } from 'kysely'
import { expect } from 'vitest'
import { SUBGRAPH_SECRET } from '@ebook/chassis/testing/subgraph-under-test'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { connectNats } from '@ebook/nats/connection'
import { manage, type ManagedProcess } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { eventually } from '@ebook/testkit/eventually'
import { startTestNats } from '@ebook/testkit/infrastructure'
import { migrations, type DeliveryStatus, type NoticeDatabase } from '../database.ts'
import { Producer } from './producer.ts'
import { RentalStory, type Others } from './stories.ts'

/** A member with the address, and a rental of theirs. */
interface Reached {
  readonly userId: string
  readonly address: string
  readonly rental: RentalStory
}

/** Notice as an operating system process, with a real mail server and a provider of Kakao: it can be killed at any moment. */
export class NoticeProcess {
  readonly db: Kysely<NoticeDatabase>
  readonly others: Others
  readonly #process: ManagedProcess
  readonly #clearUp: () => Promise<void>
  #members = 0

  private constructor(
    db: Kysely<NoticeDatabase>,
    others: Others,
    process: ManagedProcess,
    clearUp: () => Promise<void>,
  ) {
    this.db = db
    this.others = others
    this.#process = process
    this.#clearUp = clearUp
  }

  static async open(env: Readonly<Record<string, string>>): Promise<NoticeProcess> {
    const { database, db } = await openTestDatabase<NoticeDatabase>('notice', migrations)
    const nats = await startTestNats()
    const rent = await connectNats({ ...nats.credentials('rent'), name: 'rent' })
    const speaker = new Producer(rent, 'rent')
    const { url, user, password } = nats.credentials('notice')
    const spec = nodeService({
      name: 'notice',
      script: 'subgraphs/notice/main.ts',
      port: await freePort(),
      dataDir: database.name,
      env: {
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        DATABASE_URL: database.url,
        NATS_URL: url,
        NATS_USER: user,
        NATS_PASSWORD: password,
        OIDC_ISSUER: 'http://127.0.0.1:1',
        SUBGRAPH_SECRET,
        ...env,
      },
    })
    const process = manage(spec, { restart: false })
    // Only rent is heard of here.
    const others = { book: speaker, rent: speaker, payment: speaker, promotion: speaker }
    return new NoticeProcess(db, others, process, async () => {
      await rent.close()
      await db.destroy()
      await nats.stop()
      await database.drop()
    })
  }

  start(): Promise<void> {
    return this.#process.start()
  }

  /** kill -9; what it had asked of the database and had no answer to is not done. */
  async kill(): Promise<void> {
    await this.#process.kill('SIGKILL')
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'notice' and wait_event_type = 'Lock'`.execute(this.db)
    await this.#process.stop()
  }

  /** A member, awake at all hours, who is reached by one channel. */
  async reached(channel: 'EMAIL' | 'KAKAO'): Promise<Reached> {
    const userId = `crash-${(this.#members += 1)}`
    const address = channel === 'EMAIL' ? `${userId}@mail.example` : '01012345678'
    const awake = { quiet_from: null, quiet_to: null, digest: 'OFF', discreet: false, channels: '{}' } as const
    await this.db
      .insertInto('member')
      .values({ user_id: userId, locale: 'KO', time_zone: 'Asia/Seoul', ...awake })
      .execute()
    await this.db.insertInto('contact').values({ user_id: userId, channel, address }).execute()
    return { userId, address, rental: new RentalStory(this.others, userId) }
  }

  deliveriesTo(userId: string) {
    return this.db.selectFrom('delivery').selectAll().where('user_id', '=', userId).execute()
  }

  becomes(userId: string, status: DeliveryStatus): Promise<void> {
    return eventually(async () => expect(await this.deliveriesTo(userId)).toMatchObject([{ status }]))
  }

  /** A transaction of the process waits for a lock. */
  isHeldUp(): Promise<void> {
    return eventually(async () => {
      const { rows } = await sql`
        select from pg_stat_activity
        where datname = current_database() and application_name = 'notice' and wait_event_type = 'Lock'`.execute(
        this.db,
      )
      expect(rows).not.toEqual([])
    })
  }

  /** The lease of whoever was killed is over. */
  async leaseEnds(userId: string): Promise<void> {
    await this.db.updateTable('delivery').set({ due_at: new Date() }).where('user_id', '=', userId).execute()
  }

  async close(): Promise<void> {
    await this.#process.stop()
    await this.#clearUp()
  }
}
