import type { PublishedEvent } from '@ebook/nats/event'
import { publishing, timeOf } from './publishing.ts'
import { stories, type Story } from './stories.ts'
import { voicesOf } from './voices.ts'

export interface Library {
  readonly events: readonly PublishedEvent[]
  readonly titles: readonly string[]
  readonly rentals: readonly { readonly rentalId: string; readonly userId: string; readonly story: Story }[]
}

/** Two titles, and rentals of them by three members, told one after the other. */
export function library(told: readonly Story[]): Library {
  const paper = publishing()
  const titles = [1, 2].map((n) => {
    const bookId = paper.newId()
    paper.say('ebook.book.Registered.v1', 'Book', bookId, bookId, {
      bookId,
      title: `Title ${n}`,
      authors: ['Hermann Hesse'],
      rentalFee: 3_000,
      currency: 'KRW',
      loanPeriodDays: 14,
      maxRenewals: 1,
      registeredDate: timeOf(n),
    })
    return bookId
  })
  const rentals = told.map((story, index) => {
    const ids = { rentalId: paper.newId(), bookId: titles[index % 2] ?? '', userId: `member-${index % 3}` }
    story.tell(voicesOf(paper, ids))
    return { ...ids, story }
  })
  return { events: paper.events, titles, rentals }
}

/** So many rentals, each way that a life can go in turn. */
export function someStories(count: number): Story[] {
  return Array.from({ length: count }, (_, n) => stories[n % stories.length]).filter((story) => story !== undefined)
}
