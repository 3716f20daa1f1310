import { createFeed, type Feed, type Followed, type FeedSettings } from './feed.ts'
import type { Versioned, Standing } from './follow.ts'

const WORST_FIRST: readonly Standing[] = ['outdated', 'stopped', 'offline', 'behind', 'connecting', 'live']

/** All that a signed-in person's page follows: each subscription once, however many components look at it. */
export class Feeds {
  #settings: FeedSettings
  #feeds = new Map<Followed<Versioned>, Feed<Versioned>>()
  #isRunning = false
  #listeners = new Set<() => void>()

  constructor(settings: FeedSettings) {
    this.#settings = settings
  }

  /** Followed from the first who asks, between `start` and `stop`. */
  open<Row extends Versioned>(followed: Followed<Row>): Feed<Row> {
    const known = this.#feeds.get(followed as Followed<Versioned>)
    if (known !== undefined) return known as unknown as Feed<Row>
    const feed = createFeed(followed, this.#settings)
    this.#feeds.set(followed as Followed<Versioned>, feed as unknown as Feed<Versioned>)
    feed.subscribe(() => this.#tell())
    if (this.#isRunning) feed.start()
    return feed
  }

  start(): void {
    this.#isRunning = true
    for (const feed of this.#feeds.values()) feed.start()
  }

  /** What was followed is kept with its place: started again, it goes on there. */
  stop(): void {
    this.#isRunning = false
    for (const feed of this.#feeds.values()) feed.stop()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Of the one that stands worst; undefined while nothing is followed. */
  readonly standing = (): Standing | undefined => {
    const standings = new Set([...this.#feeds.values()].map((feed) => feed.state().standing))
    return WORST_FIRST.find((standing) => standings.has(standing))
  }

  /** Since when something on the page may be old, in milliseconds since 1970. */
  currentAt(): number | undefined {
    const times = [...this.#feeds.values()].map((feed) => feed.currentAt()).filter((time) => time !== undefined)
    return times.length === 0 ? undefined : Math.min(...times)
  }

  renew(token: string): void {
    for (const feed of this.#feeds.values()) feed.renew(token)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
