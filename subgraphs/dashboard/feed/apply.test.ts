import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { PublishedEvent } from '@ebook/nats/event'
import { redact } from '@ebook/nats/redact'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { placeOf } from '../file/place.ts'
import { RENTALS } from '../projections/kinds.ts'
import { changesOf } from '../subscriptions/changes.ts'
import { fromOutbox, fromStream } from '../testing/arrivals.ts'
import { library, someStories } from '../testing/library.ts'
import { publishing } from '../testing/publishing.ts'
import { contentFrom, contentOf } from '../testing/replica.ts'
import { stories } from '../testing/stories.ts'
import { withFile } from '../testing/temporary-file.ts'
import { voicesOf } from '../testing/voices.ts'
import { applyEvents } from './apply.ts'
import { missingPositions, positionsOf, streamPlace } from './positions.ts'

const identity = '2026-11-21T00:00:00Z'

describe('taking events into the file', () => {
  test(
    'V8 V9 H12 any interleaving, batching and repetition of many sagas gives the same rows',
    async () => {
      const arrival = fc.array(fc.constantFrom(...stories), { minLength: 1, maxLength: 6 }).chain((told) => {
        const events = [...library(told).events]
        return fc.record({
          events: fc.constant(events),
          shuffled: fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
          again: fc.subarray(events),
          batch: fc.integer({ min: 1, max: 20 }),
        })
      })
      await fc.assert(
        fc.asyncProperty(arrival, async ({ events, shuffled, again, batch }) => {
          const all = [...shuffled.slice(0, 5), ...again, ...shuffled.slice(5), ...again]
          const got = await withFile(async (file) => {
            const versions = new Map<string, number>()
            for (let from = 0; from < all.length; from += batch) {
              const applied = await applyEvents(file, fromOutbox(all.slice(from, from + batch)))
              for (const { row } of changesOf(RENTALS, applied.refolded, () => true)) {
                const before = versions.get(row.rental_id)
                if (before !== undefined) expect(row.version).toBe(before + 1)
                versions.set(row.rental_id, row.version)
              }
            }
            return contentOf(file)
          })
          expect(got).toEqual(await contentFrom(events))
        }),
        { numRuns: tries(60) },
      )
    },
    triedWithin(60_000),
  )

  test('C21 a hundred interleaved sagas do not mix', async () => {
    const told = someStories(100)
    const { events, rentals } = library(told)
    const interleaved = events.toSorted((a, b) => a.aggregateversion - b.aggregateversion || (a.id < b.id ? -1 : 1))
    const { rows } = await withFile(async (file) => {
      await applyEvents(file, fromOutbox(interleaved))
      return contentOf(file)
    })
    expect(rows).toHaveLength(100)
    const ends = new Map(rentals.map(({ rentalId, story }) => [rentalId, story.ends]))
    for (const row of rows) expect(row).toMatchObject(ends.get(row.rental_id) ?? {})
  })

  test('F1 a title stands in the catalogue with its seats and how often it was applied for', async () => {
    const { events, titles } = library(stories.slice(0, 8))
    const { titles: rows } = await contentFrom(events)
    expect(rows.map((row) => row.book_id)).toEqual(titles.toSorted())
    expect(rows.reduce((sum, row) => sum + row.times_requested, 0)).toBe(8)
    expect(rows.map((row) => row.title).toSorted()).toEqual(['Title 1', 'Title 2'])
  })

  test('a title stands as its newest event says, whichever came last', async () => {
    const { events, titles } = library([])
    const [bookId = ''] = titles
    const paper = publishing()
    const voices = voicesOf(paper, { rentalId: paper.newId(), bookId, userId: 'minji' })
    const [taken, free, takenAgain] = [0, 1, 0].map((copies) => voices.availabilityChanged(copies))
    if (!taken || !free || !takenAgain) throw new Error('no events')
    // As book numbers them: behind Registered, in its outbox and in the title's life.
    const numbered = [taken, free, takenAgain].map((event) => ({
      ...event,
      pos: event.pos + 2,
      aggregateversion: event.aggregateversion + 1,
    }))
    for (const arrival of [numbered, numbered.toReversed()]) {
      const content = await contentFrom([...arrival, ...events])
      expect(content.titles).toContainEqual(
        expect.objectContaining({ book_id: bookId, status: 'IMPOSSIBLE', seats_free: 0, seats_total: 1 }),
      )
      const before = await contentFrom([...arrival.filter(({ id }) => id !== takenAgain.id), ...events])
      expect(before.titles).toContainEqual(
        expect.objectContaining({ book_id: bookId, status: 'POSSIBLE', seats_free: 1 }),
      )
    }
  })

  test('a title that was applied for before it was registered has its count from the first moment', async () => {
    const { events, titles } = library(stories.slice(0, 3))
    const registered = events.filter((event) => event.type === 'ebook.book.Registered.v1')
    const rest = events.filter((event) => event.type !== 'ebook.book.Registered.v1')
    await withFile(async (file) => {
      await applyEvents(file, fromOutbox(rest))
      expect((await contentOf(file)).titles).toEqual([])
      await applyEvents(file, fromOutbox(registered))
      const counts = (await contentOf(file)).titles.map((row) => [row.book_id, row.times_requested] as const)
      const [first = '', second = ''] = titles
      expect(Object.fromEntries(counts)).toEqual({ [first]: 2, [second]: 1 })
    })
  })

  test('a title that has been lent often costs no more than a new one: its rentals are not counted, nor its history read', async () => {
    const { events } = library(stories.slice(0, 4))
    const last = events.findLast((event) => event.type === 'ebook.rent.Rented.v1')
    const isLate = (event: PublishedEvent) =>
      event.correlationid === last?.correlationid || event.type === 'ebook.book.AvailabilityChanged.v1'
    await withFile(async (file) => {
      await applyEvents(file, fromOutbox(events.filter((event) => !isLate(event))))
      const reads = [vi.spyOn(file.writer, 'all'), vi.spyOn(file.writer, 'first')]
      await applyEvents(file, fromOutbox(events.filter(isLate)))
      const asked = reads.flatMap(({ mock }) => mock.calls)
      for (const read of reads) read.mockRestore()
      const ofTitles = asked.filter(([text]) => text.includes(`aggregate_type = 'Book'`))
      expect(ofTitles).not.toEqual([])
      for (const [text, ...given] of ofTitles) {
        // One entry of the index for each kind, the newest, however many there are.
        expect(text.match(/order by aggregate_version desc limit 1/g)).toHaveLength(3)
        const plan = file.writer.all<{ detail: string }>(`explain query plan ${text}`, ...given)
        const steps = plan.map(({ detail }) => detail).filter((detail) => detail.startsWith('SEARCH'))
        expect(steps).toEqual(steps.map(() => expect.stringMatching(/event_of_title \(aggregate_id=\? AND type=\?\)/)))
        expect(steps).toHaveLength(3)
      }
      expect(asked.filter(([text]) => text.includes('count('))).toEqual([])
    })
    expect((await contentFrom(events)).titles.reduce((sum, row) => sum + row.times_requested, 0)).toBe(4)
  })

  test('H5 H6 events and the place in the stream are one transaction: a failed batch leaves neither', async () => {
    const { events } = library(stories.slice(0, 2))
    await withFile(async (file) => {
      await applyEvents(file, fromStream(events.slice(0, 2)), { identity, sequence: 2 })
      const unbindable = { ...events[3], causationid: undefined } as unknown as PublishedEvent
      await expect(
        applyEvents(file, fromStream([events[2] ?? unbindable, unbindable], 3), { identity, sequence: 4 }),
      ).rejects.toThrow()
      expect(await streamPlace(file.read)).toEqual({ identity, sequence: 2 })
      expect(await positionsOf(file.read)).toEqual([{ producer: 'book', contiguous: 2, highest: 2 }])
      await applyEvents(file, fromStream(events.slice(2), 3), { identity, sequence: events.length })
      expect(await contentOf(file)).toEqual(await contentFrom(events))
    })
  })

  test('an event whose position another one holds is not taken in, and is named', async () => {
    const { events } = library(stories.slice(0, 1))
    await withFile(async (file) => {
      await applyEvents(file, fromOutbox(events))
      const [first] = events
      if (!first) throw new Error('no event')
      const impostor = { ...first, id: '00000000-0000-7000-a000-000000000001' }
      expect(await applyEvents(file, fromOutbox([first, impostor]))).toMatchObject({ taken: [], conflicts: [impostor] })
    })
  })
})

describe('R25 whose a rental was is forgotten', () => {
  const forgotten = stories.filter(({ name }) => name.includes('R25'))

  test('who heard it as it was said, and who has it from outboxes and a freed stream, show the same from the same place', async () => {
    const { events, rentals } = library([...forgotten, ...stories.slice(0, 2)])
    const [rental] = rentals
    const pseudonym = 'anon:somebody'
    const isFreed = ({ type, correlationid, aggregatetype }: PublishedEvent) =>
      correlationid === rental?.rentalId && aggregatetype !== 'Book' && !type.endsWith('RentalAnonymised.v1')
    const stream = fromStream(events)
    const reached = { identity, sequence: events.length }
    const heard = await withFile(async (file) => {
      await applyEvents(file, stream.slice(0, 3), { identity, sequence: 3 })
      // One that the stream had lost, and that an outbox gave as it was then.
      await applyEvents(file, fromOutbox(events.slice(3, 4)))
      await applyEvents(file, stream.slice(4), reached)
      return { ...(await contentOf(file)), place: await placeOf(file.read) }
    })
    const filled = await withFile(async (file) => {
      const left = stream.filter(({ event }) => !isFreed(event))
      await applyEvents(file, left, reached)
      const redaction = { instead: { userId: pseudonym }, without: ['note'] }
      const redacted = events.filter(isFreed).map((event) => redact(event, redaction))
      await applyEvents(file, fromOutbox(redacted))
      return { ...(await contentOf(file)), place: await placeOf(file.read) }
    })
    expect(filled).toEqual(heard)
    expect(heard.place).toEqual({ stream: identity, sequence: events.length })
    expect(heard.rows.find((row) => row.rental_id === rental?.rentalId)).toMatchObject({ user_id: pseudonym })
    const about = heard.said.filter(({ data }) => data.includes(rental?.rentalId ?? ''))
    expect(JSON.stringify(about)).not.toContain(rental?.userId)
  })
})

describe('dense positions', () => {
  test('12 holes are found, and closed by the same function that takes in everything', async () => {
    const { events } = library(someStories(20))
    const rent = events.filter((event) => event.producer === 'rent')
    const missing = [2, 3, 7, 12]
    await withFile(async (file) => {
      await applyEvents(file, fromOutbox(rent.filter((event) => !missing.includes(event.pos) && event.pos <= 15)))
      expect(await positionsOf(file.read)).toEqual([{ producer: 'rent', contiguous: 1, highest: 15 }])
      expect(await missingPositions(file.read, 'rent', 20)).toEqual([
        { from: 2, to: 3 },
        { from: 7, to: 7 },
        { from: 12, to: 12 },
        { from: 16, to: 20 },
      ])
      expect(await missingPositions(file.read, 'rent', 2)).toEqual([{ from: 2, to: 2 }])
      expect(await missingPositions(file.read, 'payment', 3)).toEqual([{ from: 1, to: 3 }])
      await applyEvents(file, fromOutbox(rent.filter((event) => missing.includes(event.pos))))
      expect(await positionsOf(file.read)).toEqual([{ producer: 'rent', contiguous: 15, highest: 15 }])
      expect(await missingPositions(file.read, 'rent', 15)).toEqual([])
    })
  })
})

test('M8 of an erased member nobody is named, whoever heard it before and whoever has it from an outbox; a new one is', async () => {
  const { say, events } = publishing()
  const key = Buffer.from('minji').toString('base64url')
  const tell = (type: string, data: object) => say(`ebook.rent.${type}.v1`, 'Member', key, key, data)
  const blocked = { userId: 'minji', blockId: 'b', kinds: ['HOLD'], reason: 'of minji', message: 'Dear minji' }
  tell('MemberBlocked', blocked)
  tell('MemberErased', { pseudonym: 'anon:1' })
  tell('MemberBlocked', { ...blocked, blockId: 'c' })
  tell('MemberErased', { pseudonym: 'anon:2' })
  tell('MemberRevised', { userId: 'minji', limits: { loans: 1, holds: 1 } })
  const reached = { identity, sequence: events.length }
  const redactedBy = (pseudonym: string) => ({ instead: { userId: pseudonym, reason: '' }, without: ['message'] })
  const stored = (arrivals: Parameters<typeof applyEvents>[1]) =>
    withFile(async (file) => {
      for (const arrival of arrivals) await applyEvents(file, [arrival])
      await applyEvents(file, [], reached)
      return { said: (await contentOf(file)).said, place: await placeOf(file.read) }
    })
  const stream = fromStream(events)
  const heard = await stored(stream)
  const filled = await stored([
    ...stream.slice(3),
    ...fromOutbox(events.slice(0, 1).map((event) => redact(event, redactedBy('anon:1')))),
    ...fromOutbox(events.slice(1, 3).map((event) => redact(event, redactedBy('anon:2')))),
  ])
  expect(filled).toEqual(heard)
  expect(heard.said.filter(({ data }) => data.includes('minji'))).toHaveLength(1)
})
