import { randomUUID } from 'node:crypto'
import type { HoldCanceled } from '@ebook/book/events'
import type { DataOf, PublishedEvent } from '@ebook/nats/event'
import type { Others } from './stories.ts'

const DAY_MS = 86_400_000
const later = (ms: number) => new Date(Date.now() + ms).toISOString()

/** Somebody who waits for a title, as book talks of it. */
export class WaitingStory {
  readonly holdId = randomUUID()
  readonly bookId = randomUUID()
  readonly userId: string
  readonly #others: Others

  constructor(others: Others, userId: string) {
    this.#others = others
    this.userId = userId
  }

  async placed(title?: string): Promise<void> {
    await this.described(title)
    await this.#others.book.say('ebook.book.HoldPlaced.v1', this.holdId, this.#hold)
  }

  /** The title that it is about. */
  described(title = '데미안'): Promise<PublishedEvent> {
    const { bookId } = this
    const terms = { rentalFee: 3_000, currency: 'KRW', loanPeriodDays: 14, maxRenewals: 1 } as const
    const data = { bookId, title, authors: ['헤세'], ...terms, registeredDate: later(0) }
    return this.#others.book.say('ebook.book.Registered.v1', bookId, data)
  }

  ready(readyUntil = later(3 * DAY_MS)): Promise<PublishedEvent> {
    const data = { ...this.#hold, copyId: randomUUID(), readyUntil }
    return this.#others.book.say('ebook.book.HoldReady.v1', this.holdId, data)
  }

  becomes(how: 'Returned' | 'Lapsed' | 'Suspended' | 'Resumed'): Promise<PublishedEvent> {
    return this.#others.book.say(`ebook.book.Hold${how}.v1`, this.holdId, this.#hold)
  }

  reminded(endsAt: string): Promise<PublishedEvent> {
    return this.#others.book.say('ebook.book.HoldReminded.v1', this.holdId, { ...this.#hold, endsAt })
  }

  fulfilled(): Promise<PublishedEvent> {
    const data = { ...this.#hold, rentalId: randomUUID() }
    return this.#others.book.say('ebook.book.HoldFulfilled.v1', this.holdId, data)
  }

  canceled(reason: DataOf<typeof HoldCanceled>['reason']): Promise<PublishedEvent> {
    return this.#others.book.say('ebook.book.HoldCanceled.v1', this.holdId, { ...this.#hold, reason })
  }

  get #hold() {
    const { holdId, bookId, userId } = this
    return { holdId, bookId, userId, seq: 1 }
  }
}
