import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Stack } from '@ebook/stack/stack'
import { LiveSubscription } from '../live-subscription.ts'
import { eventually, Person, type Json } from '../people.ts'

export interface SubscriberSettings {
  /** DashboardChanged as it is written, if not given. */
  readonly query?: string
  /** Of DashboardChanged; `snapshot` is true if not given. */
  readonly variables?: { readonly rentalId?: string; readonly status?: string; readonly snapshot?: boolean }
  /** Where it connects, asked anew each time: the stack's router if not given. */
  readonly url?: () => string
  /** Asked for anew at every connection. */
  readonly token?: () => Promise<string>
  readonly consistency?: string
  readonly resumeFrom?: string
  /** Comes back by itself when its connection is lost; otherwise a test connects it again. */
  readonly keepsUp?: boolean
}

export interface Frame {
  readonly rentalId: string
  readonly version: number
  readonly row: Json
  readonly cursor: string
  readonly errors: Json[] | undefined
  readonly extensions: Json
}

/** What the row of a query and the row of a frame have in common. */
const COMMON = ['rentalId', 'version', 'userId', 'bookId', 'title', 'status', 'points'] as const
/** After these rent has nothing to add, and it was rent who said so: its answer cannot be older than the frame. */
const FINAL = new Set(['RETURNED', 'EXPIRED', 'CANCELED'])
const LONGEST_PAUSE_MS = 400

/**
 * A client as the documentation says that clients should be, which checks each frame: versions only rise, by one
 * each; nothing comes twice; nobody sees a foreign row; there is a cursor; nothing comes after the end. What it finds
 * is in `problems`.
 */
export class Subscriber extends LiveSubscription {
  /** The rows as this client knows them. */
  readonly fold = new Map<string, Json>()
  readonly frames: Frame[] = []
  readonly problems: string[] = []
  readonly closes: { readonly code: number; readonly reason: string }[] = []
  /** What ended its operations, RESYNC_REQUIRED apart from the rest. */
  readonly refusals: Json[] = []
  readonly resyncs: { readonly reason: string; readonly cursor?: string }[] = []
  completions = 0
  readonly who: Person
  readonly #role: 'MEMBER' | 'ADMIN'
  readonly #settings: SubscriberSettings
  /** The cursors and versions since the last snapshot began: in it each row comes once more. */
  readonly #cursors = new Set<string>()
  readonly #versions = new Map<string, number>()
  readonly #highest = new Map<string, number>()
  readonly #watchers = new Set<() => void>()

  constructor(stack: Stack, sub: string, role: 'MEMBER' | 'ADMIN', settings: SubscriberSettings = {}) {
    super(
      {
        url: () => stack.url,
        token: () => stack.token(sub, role),
        ...settings,
        variables: { snapshot: true, ...settings.variables },
        pauseMs: settings.keepsUp ? () => Math.random() * LONGEST_PAUSE_MS : undefined,
      },
      {
        beginsAnew: () => this.#beginAnew(),
        next: (payload) => this.#changed(() => this.#take(payload)),
        changed: () => this.#changed(() => undefined),
        refused: (error) => this.#changed(() => this.#refused(error)),
        complete: () => this.#changed(() => (this.completions += 1)),
        closed: (code, reason) => this.#changed(() => this.closes.push({ code, reason })),
        violation: (what) => this.#changed(() => this.problems.push(what)),
      },
    )
    this.#role = role
    this.#settings = settings
    this.who = new Person(stack, sub, role)
  }

  /** Waits for a fact about this client. Fails with what it has and what went wrong. */
  async until(what: string, fact: (it: this) => boolean, withinMs = 30_000): Promise<this> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const look = () => void (fact(this) && resolve(true))
    this.#watchers.add(look)
    look()
    const happened = await Promise.race([promise, delay(withinMs, false, { ref: false })])
    this.#watchers.delete(look)
    if (!happened) throw new Error(`never happened within ${withinMs} ms: ${what}; ${this.#condition()}`)
    return this
  }

  /** The versions of one rental, in the order in which they came. */
  versionsOf(rentalId: string): number[] {
    return this.frames.filter((frame) => frame.rentalId === rentalId).map(({ version }) => version)
  }

  statusesOf(rentalId: string): string[] {
    return this.frames.filter((frame) => frame.rentalId === rentalId).map(({ row }) => row.status)
  }

  /** Waits until its rows are what a fresh query answers, and nothing was wrong on the way. */
  async foldsToTheQuery(withinMs = 60_000): Promise<void> {
    await eventually(
      `what ${this.who.sub} received is what a query answers`,
      async () => {
        const rows = await this.#query()
        const difference = this.#differenceTo(rows)
        if (difference !== undefined) throw new Error(`${difference}; ${this.#condition()}`)
        return true
      },
      withinMs,
    )
    expect(this.problems, `what was wrong for ${this.who.sub}`).toEqual([])
  }

  /** What a snapshot does not bring is not there any more. */
  #beginAnew(): void {
    this.fold.clear()
    this.#cursors.clear()
    this.#versions.clear()
  }

  async #query(): Promise<Json[]> {
    const { status } = this.#settings.variables ?? {}
    const [operation, field] =
      this.#role === 'ADMIN' ? (['Dashboards', 'dashboards'] as const) : (['MyDashboard', 'myDashboard'] as const)
    const rows: Json[] = []
    for (let after: string | undefined; ;) {
      const { edges, pageInfo } = (await this.who.send(operation, { first: 100, after, status }))[field]
      rows.push(...edges.map((edge: Json) => edge.node))
      if (!pageInfo.hasNextPage) return rows
      after = pageInfo.endCursor
    }
  }

  #differenceTo(rows: readonly Json[]): string | undefined {
    const { status, rentalId } = this.#settings.variables ?? {}
    const asked = rows.filter((row) => rentalId === undefined || row.rentalId === rentalId)
    const held = [...this.fold.values()].filter((row) => status === undefined || row.status === status)
    for (const row of asked) {
      const mine = this.fold.get(row.rentalId)
      const field = COMMON.find((name) => mine?.[name] !== row[name])
      if (field !== undefined) return `${row.rentalId}: ${field} is ${mine?.[field]}, and ${row[field]} by the query`
    }
    return held.length === asked.length ? undefined : `${held.length} rows, and ${asked.length} by the query`
  }

  #take(payload: Json): void {
    const { cursor } = payload.extensions ?? {}
    const row = payload.data?.dashboardChanged
    if (typeof cursor !== 'string') this.problems.push(`a frame without a cursor: ${JSON.stringify(payload)}`)
    if (!row) return void this.problems.push(`a frame without a row: ${JSON.stringify(payload)}`)
    if (this.#cursors.has(cursor)) this.problems.push(`the cursor of ${row.rentalId} ${row.version} came twice`)
    this.#checkVersion(row)
    this.#checkSight(row)
    if (row.rental && FINAL.has(row.status) && row.rental.status !== row.status) {
      this.problems.push(`${row.rentalId} is ${row.status}, hydrated with a rental that is ${row.rental.status}`)
    }
    this.#cursors.add(cursor)
    this.fold.set(row.rentalId, row)
    const { rentalId, version } = row
    this.frames.push({ rentalId, version, row, cursor, errors: payload.errors, extensions: payload.extensions })
  }

  #checkVersion({ rentalId, version, status }: Json): void {
    const last = this.#versions.get(rentalId)
    const highest = this.#highest.get(rentalId) ?? 0
    const exactly = this.#settings.variables?.status === undefined
    if (last === undefined ? version < highest : exactly ? version !== last + 1 : version <= last) {
      this.problems.push(`${rentalId} went from version ${last ?? highest} to ${version} (${status})`)
    }
    this.#versions.set(rentalId, version)
    this.#highest.set(rentalId, Math.max(highest, version))
  }

  #checkSight({ rentalId, userId, status, rental, book, bookId }: Json): void {
    const { variables = {} } = this.#settings
    const foreign = this.#role === 'MEMBER' && userId !== this.who.sub
    if (foreign) this.problems.push(`${this.who.sub} sees ${rentalId} of ${userId}`)
    if (variables.rentalId !== undefined && rentalId !== variables.rentalId) {
      this.problems.push(`${rentalId} was not asked for`)
    }
    const hasLeft = this.fold.get(rentalId)?.status === variables.status
    if (variables.status !== undefined && status !== variables.status && !hasLeft) {
      this.problems.push(`${rentalId} is ${status}, which was not asked for`)
    }
    if ((rental && rental.id !== rentalId) || (book && book.id !== bookId)) {
      this.problems.push(`${rentalId} was hydrated with something else`)
    }
  }

  #refused(error: Json): void {
    const { code, reason, cursor } = error.extensions ?? {}
    if (code === 'RESYNC_REQUIRED') return void this.resyncs.push({ reason, ...(cursor !== undefined && { cursor }) })
    this.refusals.push(error)
    const passing = code === 'SUBGRAPH_UNAVAILABLE' || code === 'RATE_LIMITED'
    if (this.#settings.keepsUp && !passing) this.problems.push(`refused: ${JSON.stringify(error)}`)
  }

  #changed(what: () => void): void {
    what()
    for (const look of this.#watchers) look()
  }

  #condition(): string {
    const { frames, fold, closes, resyncs, refusals, problems, isConnected } = this
    return JSON.stringify({ frames: frames.length, rows: fold.size, isConnected, closes, resyncs, refusals, problems })
  }
}
