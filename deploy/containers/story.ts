import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { LiveSubscription } from '@ebook/clients/live-subscription'
import { eventually, Person, type Json } from '@ebook/clients/people'

/** Longer than a router takes at most, also one that is told to be patient. */
const ANSWERED_WITHIN_MS = 40_000
const LOAD_PAUSE_MS = 100
/** As many are registered before one is requested. */
const TITLES = 5
const LENT_WITHIN_MS = 60_000

/** What runs somewhere, as those see it who stand before it. */
export interface Installation {
  /** Of the API. */
  readonly url: string
  token(sub: string, role: 'MEMBER' | 'ADMIN'): Promise<string>
}

/** Somebody who calls its API. */
function personAt(installation: Installation, sub: string, role: 'MEMBER' | 'ADMIN'): Person {
  const graphql = async (query: string, variables?: object, token?: string): Promise<object> => {
    const response = await fetch(installation.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    })
    return (await response.json()) as object
  }
  return new Person({ graphql, token: (name) => installation.token(name, role) }, sub, role)
}

/** Does it, and says how long it took, and what it says itself. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  process.stderr.write(`${what} … `)
  const result = await work()
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  process.stderr.write(typeof result === 'string' ? `${seconds} s: ${result}\n` : `${seconds} s\n`)
  return result
}

/** One subscription for as long as all of it lasts: each rental's versions are told one after the other, from the first on. */
class Watcher {
  readonly rows = new Map<string, Json>()
  readonly problems: string[] = []
  told = 0
  #began = 0
  readonly live: LiveSubscription

  constructor(installation: Installation, sub: string) {
    this.live = new LiveSubscription(
      {
        url: () => installation.url.replace('http', 'ws'),
        token: () => installation.token(sub, 'MEMBER'),
        variables: { snapshot: true },
        pauseMs: () => 200,
      },
      {
        beginsAnew: () => {
          this.#began += 1
          if (this.#began > 1) this.problems.push('it had to begin anew')
          this.rows.clear()
        },
        next: ({ data }) => this.#take(data.dashboardChanged),
        refused: (error) => this.problems.push(`refused: ${JSON.stringify(error)}`),
        complete: () => this.problems.push('it was ended'),
        violation: (what) => this.problems.push(what),
      },
    )
  }

  #take(row: Json): void {
    this.told += 1
    const before = this.rows.get(row.rentalId)?.version
    if (before !== undefined && row.version !== before + 1)
      this.problems.push(`${row.rentalId}: version ${row.version} after ${before}`)
    this.rows.set(row.rentalId, row)
  }
}

/** What everybody does in turn: a member rents, a librarian decides, the member sees it live. */
export class Story {
  readonly librarian: Person
  readonly alice: Person
  readonly watcher: Watcher

  constructor(installation: Installation) {
    this.librarian = personAt(installation, 'libby', 'ADMIN')
    this.alice = personAt(installation, 'alice', 'MEMBER')
    this.watcher = new Watcher(installation, 'alice')
  }

  /** Of a new title, or of one that rent has heard of. */
  async requests(bookId?: string): Promise<string> {
    const id = bookId ?? (await eventually('a title is registered', () => this.librarian.registers()))['id']
    return (await eventually('a request is taken', () => this.alice.requests(id))).id
  }

  async isLent(rentalId: string): Promise<void> {
    const row = () => this.watcher.rows.get(rentalId)
    const stands = (status: string) => row()?.status === status
    await eventually('it is paid', async () => stands('PAID') || stands('APPROVED'), LENT_WITHIN_MS)
    await eventually('it is approved', () => this.librarian.does('ApproveRental', { rentalId }), LENT_WITHIN_MS)
    await eventually('it is on loan', async () => stands('APPROVED') && row()?.dueAt !== null, LENT_WITHIN_MS)
  }

  async rents(): Promise<void> {
    await this.isLent(await this.requests())
  }

  /** Reads and writes while something goes on; fails when one request did, or when what is told live has a gap. */
  async beside(work: () => Promise<void>): Promise<string> {
    const ended = load(this)
    const { told, problems } = this.watcher
    const [worked] = await Promise.allSettled([work()])
    const { asked, failures } = await ended()
    if (worked.status === 'rejected') throw worked.reason
    if (failures.length > 0) throw new Error(`${failures.length} of ${asked} requests failed: ${few(failures)}`)
    if (problems.length > 0) throw new Error(`what was told live has gaps: ${few(problems)}`)
    return `0 of ${asked} requests failed, 0 gaps in ${this.watcher.told - told} changes told live`
  }
}

/** Reads and writes until it is told to stop; counts, and keeps the first failures. */
function load({ librarian, alice }: Story) {
  const failures: string[] = []
  let [asked, over] = [0, false]
  const ask = async (what: () => Promise<unknown>) => {
    while (!over) {
      asked += 1
      await what().catch((error: unknown) => failures.push(String(error)))
      await delay(LOAD_PAUSE_MS)
    }
  }
  const titles: string[] = []
  const rent = async () => {
    // Rent need not have heard yet of a title that is so new: then it answers that, which is no failure.
    const bookId = titles.length < TITLES ? undefined : titles.shift()
    if (bookId) await alice.send('RequestRental', { input: { bookId, idempotencyKey: randomUUID() } })
    titles.push((await librarian.registers())['id'])
  }
  const all = Promise.all([
    ask(() => alice.send('Books', { first: 10 })),
    ask(() => alice.send('MyDashboard', { first: 10 })),
    ask(rent),
  ])
  return async () => {
    over = true
    await all
    return { asked, failures }
  }
}

const few = (texts: readonly string[]) => texts.slice(0, 3).join('; ')
