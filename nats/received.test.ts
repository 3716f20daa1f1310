import { describe, expect, test } from 'vitest'
import type { PublishedEvent } from './event.ts'
import { readEvent } from './received.ts'

const honest: Record<string, PublishedEvent> = {
  book: event('book', 'ebook.book.Approved.v1', 'Request'),
  rent: event('rent', 'ebook.rent.Rented.v1', 'Rental'),
  payment: event('payment', 'ebook.payment.Paid.v1', 'Payment'),
  promotion: event('promotion', 'ebook.promotion.PromoCompleted.v1', 'Promotion'),
}
const contexts = Object.keys(honest)
const owners = { Request: 'book', Rental: 'rent', Payment: 'payment', Promotion: 'promotion' }

function event(producer: string, type: string, aggregatetype: PublishedEvent['aggregatetype']): PublishedEvent {
  return {
    specversion: '1.0',
    id: '01a1fbf2-e916-7438-a628-5795728ceb4e',
    source: `/subgraphs/${producer}`,
    type,
    subject: 'a',
    time: '2026-11-21T00:00:00.000Z',
    datacontenttype: 'application/json',
    aggregatetype,
    aggregateversion: 1,
    correlationid: 'c',
    causationid: 'x',
    actor: 'SYSTEM',
    producer,
    pos: 1,
    data: {},
  }
}

const of = (context: string) => honest[context] ?? event(context, '', 'Book')
const subjectOf = ({ type, subject }: PublishedEvent) => `${type}.${subject}`
const read = (subject: string, message: object) => readEvent(subject, JSON.stringify(message), owners)

describe.each(contexts)('%s', (thief) => {
  const own = of(thief)

  test('is heard on its own subjects', () => {
    expect(read(subjectOf(own), own)).toEqual({ event: own })
  })

  test.each(contexts.filter((context) => context !== thief))(
    'cannot say an event of %s, all of it or any part',
    (victim) => {
      const theirs = of(victim)
      const forgeries = [
        theirs,
        { ...own, type: theirs.type },
        { ...own, source: theirs.source },
        { ...own, producer: victim },
        // Versions are counted per aggregate: one ahead of the owner would make the owner's next event stale.
        { ...own, aggregatetype: theirs.aggregatetype },
        { ...theirs, type: own.type },
      ]
      for (const forgery of forgeries) {
        expect(read(subjectOf(own), forgery), JSON.stringify(forgery)).toMatchObject({ refused: { reason: 'forged' } })
      }
    },
  )

  test.each([
    ['another aggregate', { ...own, subject: 'b' }],
    ['more tokens', { ...own, subject: 'a.b' }],
    ['an aggregate of nobody', { ...own, aggregatetype: 'Constructor' }],
    ['another version of it', { ...own, type: own.type.replace('v1', 'v2') }],
  ])('cannot say %s than its subject names', (_, forgery) => {
    expect(read(subjectOf(own), forgery)).toMatchObject({ refused: { reason: 'forged' } })
  })
})

test.each([
  ['nothing', ''],
  ['no JSON', '{"half":'],
  ['no event', '{"specversion":"1.0"}'],
  [
    'what the server says of itself, brought here by whoever asked it',
    '{"type":"io.nats.jetstream.api.v1.stream_info_response"}',
  ],
  ['a position that no outbox has', JSON.stringify({ ...of('rent'), pos: 1e300 })],
  ['a position of nothing', JSON.stringify({ ...of('rent'), pos: 0 })],
])('%s is unreadable, and its sender is not quoted', (_, text) => {
  const { refused } = readEvent('ebook.rent.Rented.v1.a', text, owners)
  expect(refused?.reason).toBe('unreadable')
  expect(refused?.why.length).toBeLessThan(200)
})
