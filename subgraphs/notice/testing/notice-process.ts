import type { Kysely } from 'kysely'
import { SUBGRAPH_SECRET } from '@ebook/chassis/testing/subgraph-under-test'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { connectNats } from '@ebook/nats/connection'
import { manage, type ManagedProcess } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { startTestNats } from '@ebook/testkit/infrastructure'
import { migrations, type NoticeDatabase } from '../database.ts'
import { Producer } from './producer.ts'
import type { Others } from './stories.ts'

/** Notice as an operating system process, with a real mail server and a provider of Kakao: it can be killed at any moment. */
export class NoticeProcess {
  readonly db: Kysely<NoticeDatabase>
  readonly others: Others
  readonly #process: ManagedProcess
  readonly #clearUp: () => Promise<void>

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

  /** kill -9 */
  async kill(): Promise<void> {
    await this.#process.kill('SIGKILL')
    await this.#process.stop()
  }

  async close(): Promise<void> {
    await this.#process.stop()
    await this.#clearUp()
  }
}
