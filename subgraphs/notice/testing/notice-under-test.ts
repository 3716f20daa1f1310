import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { Caller } from '@ebook/chassis/testing/caller'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { startReplica, SUBGRAPH_SECRET, type Replica } from '@ebook/chassis/testing/subgraph-under-test'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { closeNats, connectNats, type NatsConnection } from '@ebook/nats/connection'
import { tellDeadLetters } from '@ebook/nats/dead-letter-news'
import type { MessagingTables } from '@ebook/nats/tables'
import type { TestDatabase } from '@ebook/testkit/database'
import { eventually } from '@ebook/testkit/eventually'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { byName } from '../../subgraphs.ts'
import { migrations, type NoticeDatabase } from '../database.ts'
import { notice } from '../main.ts'
import type { NoticePorts, NoticeSettings } from '../ports.ts'
import { remindDue } from '../timers/remind.ts'
import { defaults } from './defaults.ts'
import { Producer } from './producer.ts'
import { RentalStory, type Others } from './stories.ts'
import { WaitingStory } from './waiting-story.ts'

const log = createLogger('notice', process.env.TEST_LOG_LEVEL ?? 'silent')
const OTHERS = ['book', 'rent', 'payment', 'promotion'] as const
let members = 0

/** A notice as the page shows it. */
export interface Shown {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly body: string
  readonly link: string | null
  readonly readAt: string | null
}

const MY_NOTICES = `query ($locale: Locale, $unreadOnly: Boolean) {
  myNotices(first: 100, locale: $locale, unreadOnly: $unreadOnly) {
    totalCount unreadCount edges { node { id kind title body link time readAt } } } }`

/** Notice as its process composes it, on a real PostgreSQL and a real NATS; all others are voices. */
export class NoticeUnderTest {
  readonly db: Kysely<NoticeDatabase>
  readonly others: Others
  readonly #database: TestDatabase
  readonly #nats: TestNats
  readonly #issuer: TestIssuer
  readonly #voices: readonly NatsConnection[]
  readonly #settings: NoticeSettings
  #running: Replica<NoticePorts>[] = []

  private constructor(
    ground: { db: Kysely<NoticeDatabase>; database: TestDatabase; nats: TestNats; issuer: TestIssuer },
    voices: Readonly<Record<(typeof OTHERS)[number], NatsConnection>>,
    settings: NoticeSettings,
  ) {
    this.db = ground.db
    this.#database = ground.database
    this.#nats = ground.nats
    this.#issuer = ground.issuer
    this.#voices = Object.values(voices)
    this.#settings = settings
    this.others = byName(OTHERS, (name) => new Producer(voices[name], name))
  }

  static async open(settings: Partial<NoticeSettings> = {}): Promise<NoticeUnderTest> {
    const { database, db } = await openTestDatabase<NoticeDatabase>('notice', migrations)
    const nats = await startTestNats()
    const issuer = await startTestIssuer()
    const voice = (user: (typeof OTHERS)[number]) => connectNats({ ...nats.credentials(user), name: user })
    const [book, rent, payment, promotion] = [voice('book'), voice('rent'), voice('payment'), voice('promotion')]
    const voices = { book: await book, rent: await rent, payment: await payment, promotion: await promotion }
    const it = new NoticeUnderTest({ db, database, nats, issuer }, voices, { ...defaults, ...settings })
    await it.start()
    return it
  }

  /** A replica, or the process again after `stop`. */
  async start(): Promise<NoticePorts> {
    const replica = await startReplica(notice, {
      db: this.db,
      databaseUrl: this.#database.url,
      credentials: this.#nats.credentials('notice'),
      issuer: this.#issuer,
      settings: this.#settings,
      log,
    })
    this.#running.push(replica)
    return replica.ports
  }

  /** Every replica ends; database and broker stay. */
  async stop(): Promise<void> {
    for (const replica of this.#running.splice(0)) await replica.stop()
  }

  async close(): Promise<void> {
    await this.stop()
    for (const voice of this.#voices) await voice.close()
    await this.db.destroy()
    await this.#issuer.stop()
    await this.#nats.stop()
    await this.#database.drop()
  }

  /** Somebody who was not here before. */
  newMember(): string {
    return `member-${(members += 1)}`
  }

  rental(userId = this.newMember(), title?: string): RentalStory {
    return new RentalStory(this.others, userId, title)
  }

  hold(userId = this.newMember()): WaitingStory {
    return new WaitingStory(this.others, userId)
  }

  as(sub: string | undefined, role: 'MEMBER' | 'ADMIN' = 'MEMBER', claims: object = {}): Caller {
    const url = () => `${this.#running[0]?.url}/graphql`
    const token = async () => (sub === undefined ? undefined : this.#issuer.token({ sub, roles: [role], ...claims }))
    return new Caller(sub ?? '', url, token, SUBGRAPH_SECRET)
  }

  async shown(sub: string, role: 'MEMBER' | 'ADMIN' = 'MEMBER', variables: object = {}): Promise<readonly Shown[]> {
    interface Notices {
      readonly edges: readonly { readonly node: Shown }[]
    }
    const { edges } = await this.as(sub, role).asks<Notices>(MY_NOTICES, variables)
    return edges.map(({ node }) => node)
  }

  /** Their notices, newest first, as soon as they are of these kinds. */
  async isTold(sub: string, ...kinds: readonly string[]): Promise<readonly Shown[]> {
    return eventually(async () => {
      const shown = await this.shown(sub)
      expect(shown.map(({ kind }) => kind)).toEqual(kinds)
      return shown
    })
  }

  /** Of a replica that runs. */
  get ports(): NoticePorts {
    const [running] = this.#running
    if (running === undefined) throw new Error('no replica runs')
    return running.ports
  }

  /** As the leader of a context does once a minute. */
  async tellDeadLetters(): Promise<void> {
    const nats = await connectNats({ ...this.#nats.credentials('notice'), name: 'notice' })
    await tellDeadLetters(nats, 'notice', this.db as unknown as Kysely<MessagingTables>)
    await closeNats(nats)
  }

  /** Those who are to be reminded now are. */
  async remind(): Promise<void> {
    await remindDue(this.ports, new AbortController().signal)
  }

  /** What is due is sent now. */
  wake(): void {
    for (const { ports } of this.#running) ports.telling.wake()
  }

  /**
   * Nothing that was said to notice is still on its way: it hears in order, and has heard what is said now. The broker
   * itself may know for a moment of nothing that waits, when it has just acknowledged something.
   */
  async heardEverything(): Promise<void> {
    const last = this.hold()
    await last.described()
    await eventually(async () => {
      const known = await this.db.selectFrom('title').selectAll().where('book_id', '=', last.bookId).execute()
      expect(known).toHaveLength(1)
    })
  }
}
