import { createHash } from 'node:crypto'
import pg from 'pg'
import { tracing } from '@ebook/telemetry/tracing'
import { PreparedQuery, type Descriptions } from './prepared-query.ts'
import { spanned } from './statement-span.ts'

/** Of one connection. Statements are built from code, so there are few; lists of varying length could make many. */
const MOST_PREPARED = 500
// As Kysely's driver writes them. They have no values, and are prepared all the same.
const [BEGIN, COMMIT, ROLLBACK] = ['begin', 'commit', 'rollback']

/**
 * Prepares each statement once per connection. Kysely sends them unnamed, and then PostgreSQL parses and plans again
 * every time, which costs it more than carrying out most of these small statements.
 *
 * The price: when another version's migration changes what a statement answers, one that was prepared before fails once on
 * each connection; that is why columns are named. Such a connection is closed, so that the pool opens a new one; the inbox
 * takes the failure for transient.
 *
 * What is sent in one turn of the event loop is one write to the socket, and as far as it belongs to one transaction it has
 * one Sync, so that PostgreSQL answers with one write too: each costs more than most statements. When one of these fails, those
 * behind it are not carried out, COMMIT among them, and fail with the same error; ROLLBACK always is.
 */
export class PreparedClient extends pg.Client {
  readonly #descriptions: Descriptions = new Map()
  /** By their texts, those under which statements are prepared. */
  readonly #names = new Map<string, string>()
  #corked = false
  #isInTransaction = false
  /** The last that was sent and has no Sync behind it. */
  #unsynced: PreparedQuery | undefined

  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true })
  }

  // pg.Client declares a dozen overloads; all of them go through unchanged but the one that Kysely uses.
  override query: pg.Client['query'] = (...given: unknown[]): never => {
    this.#writeTogether()
    const [text] = given
    if (tracing === undefined || typeof text !== 'string') return this.#send(given)
    return spanned(text, this, () => this.#send(given))
  }

  #send(given: unknown[]): never {
    const [text, values, callback] = given
    const isStatement = typeof text === 'string' && Array.isArray(values) && callback === undefined
    const name = isStatement ? this.#nameOf(text, values) : undefined
    if (!isStatement || name === undefined) {
      this.#sync()
      if (text === ROLLBACK) this.#isInTransaction = false
      return Reflect.apply(pg.Client.prototype.query, this, given) as never
    }
    return this.#prepared(name, text, values) as never
  }

  /** Undefined for one too many: the server keeps each for as long as the connection lives. */
  #nameOf(text: string, values: readonly unknown[]): string | undefined {
    if (text === BEGIN || text === COMMIT) return text
    if (values.length === 0) return undefined
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= MOST_PREPARED) return known
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32)
    this.#names.set(text, name)
    return name
  }

  async #prepared(name: string, text: string, values: readonly unknown[]): Promise<unknown> {
    const query = new PreparedQuery(name, text, values, this.#descriptions)
    const answer = new Promise((resolve, reject) => query.on('end', resolve).on('error', reject))
    if (text === BEGIN) this.#isInTransaction = true
    if (text === COMMIT) this.#isInTransaction = false
    if (this.#unsynced) this.#unsynced.next = query
    this.#unsynced = query
    Reflect.apply(pg.Client.prototype.query, this, [query])
    if (!this.#isInTransaction || query.isUnsent) this.#sync()
    try {
      return await answer
    } catch (error) {
      this.#outdated(error)
      throw error
    }
  }

  #sync(): void {
    if (!this.#unsynced) return
    this.#unsynced = undefined
    this.connection.sync()
  }

  #writeTogether(): void {
    if (this.#corked) return
    this.#corked = true
    const { stream } = this.connection
    stream.cork()
    process.nextTick(() => {
      this.#corked = false
      this.#sync()
      stream.uncork()
    })
  }

  #outdated(error: unknown): void {
    if (error instanceof Error && error.message.includes('cached plan must not change result type')) {
      void this.end().catch(() => undefined)
    }
  }
}
