import { setTimeout as delay } from 'node:timers/promises'
import { LiveSubscription } from '@ebook/clients/live-subscription'
import { eventually, Person, type Json } from '@ebook/clients/people'

const LOAD_PAUSE_MS = 100

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
      signal: AbortSignal.timeout(20_000),
    })
    return (await response.json()) as object
  }
  return new Person({ graphql, token: (name) => installation.token(name, role) }, sub, role)
}

/** Does it, and says how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  process.stderr.write(`${what} … `)
  const result = await work()
  process.stderr.write(`${((performance.now() - began) / 1_000).toFixed(1)} s\n`)
  return result
}

/** One subscription for as long as all of it lasts: each rental's versions are told one after the other. */
class Watcher {
  readonly rows = new Map<string, Json>()
  readonly problems: string[] = []
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
        beginsAnew: () => this.rows.clear(),
        next: ({ data }) => this.#take(data.dashboardChanged),
        refused: (error) => this.problems.push(`refused: ${JSON.stringify(error)}`),
        complete: () => undefined,
        violation: (what) => this.problems.push(what),
      },
    )
  }

  #take(row: Json): void {
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
    const id = bookId ?? (await this.librarian.registers())['id']
    return (await eventually('a request is taken', () => this.alice.requests(id))).id
  }

  async isLent(rentalId: string): Promise<void> {
    const row = () => this.watcher.rows.get(rentalId)
    await eventually('it is paid', async () => row()?.status === 'PAID' || row()?.status === 'APPROVED', 60_000)
    await eventually('it is approved', () => this.librarian.does('ApproveRental', { rentalId }), 60_000)
    await eventually('it is on loan', async () => row()?.status === 'APPROVED' && row()?.dueAt !== null, 60_000)
  }

  async rents(): Promise<void> {
    await this.isLent(await this.requests())
  }
}

/** Reads and writes until it is told to stop; counts, and keeps the first failures. */
export function load({ librarian, alice }: Story) {
  const failures: string[] = []
  let [asked, over] = [0, false]
  const ask = async (what: () => Promise<unknown>) => {
    while (!over) {
      asked += 1
      await what().catch((error: unknown) => failures.push(String(error)))
      await delay(LOAD_PAUSE_MS)
    }
  }
  const all = Promise.all([
    ask(() => alice.send('Books', { first: 10 })),
    ask(() => alice.send('MyDashboard', { first: 10 })),
    ask(() => librarian.registers()),
  ])
  return async () => {
    over = true
    await all
    return { asked, failures }
  }
}
