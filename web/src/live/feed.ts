import { print, type DocumentNode } from 'graphql'
import type { Connect, Connection, End } from './connection.ts'
import { follow, notFollowing, pauseAfter, type Following, type Frame, type Versioned } from './follow.ts'

/** A subscription to `dashboardChanged` with a snapshot, and what of its answer is followed. */
export interface Followed<Row extends Versioned> {
  readonly document: DocumentNode
  readonly operationName: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly rowOf: (data: unknown) => Row | undefined
}

export interface FeedSettings {
  readonly url: string
  readonly connect: Connect
  /** undefined when nobody is signed in any more. */
  readonly token: () => Promise<string | undefined>
  /** The API did not take the token. */
  readonly refused: (token: string) => Promise<boolean>
  /** Of the last write: a subscription that is begun waits for it. */
  readonly consistency?: () => string | undefined
  readonly random?: () => number
}

export interface Feed<Row extends Versioned> {
  readonly state: () => Following<Row>
  readonly subscribe: (listener: () => void) => () => void
  /** When it last was as the API says, in milliseconds since 1970; undefined before the first time. */
  readonly currentAt: () => number | undefined
  start(): void
  stop(): void
  /** Hands a renewed token to the open socket. */
  renew(token: string): void
}

const SETTLED_AFTER_MS = 3_000
/** A snapshot comes row by row; a page of a thousand is not drawn a thousand times. */
const TOGETHER_MS = 40

/** Follows a subscription over as many connections as it takes. */
export function createFeed<Row extends Versioned>(followed: Followed<Row>, settings: FeedSettings): Feed<Row> {
  return new FollowedFeed(followed, settings)
}

class FollowedFeed<Row extends Versioned> implements Feed<Row> {
  #followed: Followed<Row>
  #settings: FeedSettings
  #now: Following<Row> = notFollowing()
  /** What is shown: it trails #now by at most TOGETHER_MS. */
  #shown = this.#now
  #listeners = new Set<() => void>()
  #currentAt: number | undefined
  #running = false
  #connection: Connection | undefined
  #token: string | undefined
  /** Counts connections: what an earlier one still has to say is not heard. */
  #attempt = 0
  #again: Timer
  #settled: Timer
  #show: Timer
  #shownAt = 0

  constructor(followed: Followed<Row>, settings: FeedSettings) {
    this.#followed = followed
    this.#settings = settings
  }

  readonly state = (): Following<Row> => this.#shown

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly currentAt = (): number | undefined => (this.#now.standing === 'live' ? Date.now() : this.#currentAt)

  start(): void {
    if (this.#running) return
    this.#running = true
    addEventListener('offline', this.#onOffline)
    addEventListener('online', this.#onWake)
    document.addEventListener('visibilitychange', this.#onWake)
    void this.#connect()
  }

  stop(): void {
    this.#running = false
    this.#attempt += 1
    removeEventListener('offline', this.#onOffline)
    removeEventListener('online', this.#onWake)
    document.removeEventListener('visibilitychange', this.#onWake)
    for (const timer of [this.#again, this.#settled, this.#show]) clearTimeout(timer)
    this.#again = this.#settled = this.#show = undefined
    this.#connection?.terminate()
    this.#connection = undefined
  }

  renew(token: string): void {
    if (token === this.#token) return
    this.#token = token
    this.#connection?.renew(token)
  }

  #onOffline = (): void => this.#hear({ kind: 'offline' })

  /** Whoever waits for the next attempt does not have to any longer. */
  #onWake = (): void => {
    if (document.visibilityState === 'hidden' || this.#connection !== undefined || this.#again === undefined) return
    void this.#connect()
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#again)
    this.#again = undefined
    const attempt = ++this.#attempt
    const token = await this.#settings.token()
    if (attempt !== this.#attempt) return
    // Signed out: whoever signs in next follows anew.
    if (token === undefined) return
    this.#token = token
    const { document, operationName, variables, rowOf } = this.#followed
    const mine = (frame: Frame<Row>) => {
      if (attempt === this.#attempt) this.#hear(frame)
    }
    const consistency = this.#settings.consistency?.()
    this.#connection = this.#settings.connect(
      this.#settings.url,
      token,
      {
        query: print(document),
        operationName,
        variables,
        extensions: {
          ...(this.#now.cursor !== undefined && { resumeFrom: this.#now.cursor }),
          ...(consistency !== undefined && { consistency }),
        },
      },
      {
        onConnected: () => mine({ kind: 'connected' }),
        onAnswer: ({ data, extensions }) => mine({ kind: 'payload', row: rowOf(data), cursor: extensions?.cursor }),
        onDeaf: () => mine({ kind: 'deaf' }),
        onEnd: (end: End) => mine(end),
      },
    )
  }

  #hear(frame: Frame<Row>): void {
    if (!this.#running) return
    if (this.#now.standing === 'live') this.#currentAt = Date.now()
    const { next, then } = follow(this.#now, frame)
    // A snapshot that is still coming in is not over, however long it takes.
    if (next.leftover.size < this.#now.leftover.size) this.#stopSettling()
    this.#now = next
    this.#showSoon()
    if (then === 'go on') {
      if (frame.kind === 'settled') this.#settled = undefined
      else this.#settled ??= setTimeout(() => this.#hear({ kind: 'settled' }), SETTLED_AFTER_MS)
      return
    }
    this.#stopSettling()
    const connection = this.#connection
    this.#connection = undefined
    this.#attempt += 1
    connection?.terminate()
    if (then === 'come back at once') void this.#connect()
    else if (then === 'come back') this.#comeBackLater()
    else if (then === 'get a token and come back') void this.#getToken()
  }

  #stopSettling(): void {
    clearTimeout(this.#settled)
    this.#settled = undefined
  }

  async #getToken(): Promise<void> {
    const attempt = this.#attempt
    if (this.#token !== undefined) await this.#settings.refused(this.#token)
    if (attempt === this.#attempt) this.#comeBackLater()
  }

  #comeBackLater(): void {
    clearTimeout(this.#again)
    const random = this.#settings.random ?? Math.random
    this.#again = setTimeout(() => void this.#connect(), pauseAfter(this.#now.failures, random()))
  }

  /** The first change of a while at once, those that come with it together. */
  #showSoon(): void {
    if (this.#show !== undefined) return
    const sinceMs = performance.now() - this.#shownAt
    if (sinceMs >= TOGETHER_MS) this.#showNow()
    else this.#show = setTimeout(() => this.#showNow(), TOGETHER_MS - sinceMs)
  }

  #showNow(): void {
    this.#shown = this.#now
    for (const listener of this.#listeners) listener()
    // The page is drawn before the next task. Until then nothing else is shown: a page that takes longer to draw than
    // TOGETHER_MS would otherwise be drawn for every row.
    this.#show = setTimeout(() => {
      this.#show = undefined
      this.#shownAt = performance.now()
      if (this.#shown !== this.#now) this.#showSoon()
    })
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined
