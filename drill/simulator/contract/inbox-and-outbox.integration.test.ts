import { randomUUID } from 'node:crypto'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { HistoryTables } from '@ebook/chassis/history'
import { countInLogs } from '@ebook/chassis/sql/count-in-logs'
import { redactHistory } from '@ebook/chassis/sql/redact-history'
import { writeHistory } from '@ebook/chassis/sql/write-history'
import type { PublishedEvent } from '@ebook/nats/event'
import { enveloped } from '@ebook/nats/outbox'
import { advancePosition } from '@ebook/nats/sql/advance-position'
import { alreadyTaken } from '@ebook/nats/sql/already-taken'
import { countAttempt, forgetAttempts, noteFailure } from '@ebook/nats/sql/attempts'
import { buryEvent } from '@ebook/nats/sql/bury'
import { enterInInbox } from '@ebook/nats/sql/inbox-rows'
import { insertOutbox } from '@ebook/nats/sql/insert-outbox'
import { lookIntoInbox } from '@ebook/nats/sql/look-into-inbox'
import { newestEventOf } from '@ebook/nats/sql/newest-event'
import { isAnyParked, park, readyParked, takeParked } from '@ebook/nats/sql/parked'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import { redactOutbox } from '@ebook/nats/sql/redact-outbox'
import type { InboxOutcome, MessagingTables } from '@ebook/nats/tables'
import { UnitOfWork } from '@ebook/nats/unit-of-work'
import { CONTEXTS } from '../context.ts'
import { cause, contract, race, said } from './testing/contract.ts'

type Tables = MessagingTables & HistoryTables
type Unit = UnitOfWork<Tables>

function heard(subject: string, aggregateversion: number, pos: number): PublishedEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/subgraphs/rent',
    type: 'ebook.rent.Rented.v1',
    subject,
    time: new Date(0).toISOString(),
    datacontenttype: 'application/json',
    aggregatetype: 'Rental',
    aggregateversion,
    correlationid: subject,
    causationid: 'contract',
    actor: 'SYSTEM',
    data: { n: aggregateversion },
    producer: 'rent',
    pos,
  }
}

const ME = 'payment'

contract<Tables>(
  'payment',
  {},
  ['chassis/sql/*.ts', 'nats/sql/!(advance-outbox|read-outbox|relay-state).ts'],
  ({ store, inUnit }) => {
    const heardOf = (...events: PublishedEvent[]) => inUnit(({ tx }) => lookIntoInbox(tx, ME, events))
    const entered = (outcome: InboxOutcome, ...events: PublishedEvent[]) =>
      inUnit(async (unit) => {
        for (const event of events) unit.write(enterInInbox, { consumer: ME, event, outcome })
        if (outcome === 'parked') for (const event of events) unit.write(park, { consumer: ME, event })
      })
    /** What is known of them, and that those which are not known are handled now. */
    const take =
      (...events: PublishedEvent[]) =>
      async (unit: Unit) => {
        const look = await lookIntoInbox(unit.tx, ME, events)
        for (const event of events)
          if (!look.outcomes.has(event.id)) unit.write(enterInInbox, { consumer: ME, event, outcome: 'handled' })
        return look
      }
    const append = (id: string, version: number) =>
      enveloped('rent', { ...said(id), version, time: new Date(0) }, { ...cause, actor: 'SYSTEM' })
    const happened = (id: string, seq: number) => ({
      aggregate: 'Rental',
      id,
      seq,
      event: { type: 'Rented', seq },
      cause,
    })

    test('an aggregate’s events are appended in the order given, and what it has said is counted', async () => {
      const [one, other] = [randomUUID(), randomUUID()]
      const { db } = store
      const events = [append(one, 1), append(other, 1), append(one, 2)]
      await inUnit(async (unit) => unit.write(insertOutbox, ...events))
      expect(await newestEventOf(db, 'Rental', one)).toEqual([events[2]?.id])
      expect(await newestEventOf(db, 'Rental', other)).toEqual([events[1]?.id])
      expect(await newestEventOf(db, 'Payment', one)).toEqual([])
      expect(await newestEventOf(db, 'Rental', randomUUID())).toEqual([])
      await inUnit(async (unit) => unit.write(writeHistory, happened(one, 1), happened(one, 2), happened(one, 3)))
      const never = randomUUID()
      expect(await inUnit(({ tx }) => countInLogs(tx, 'Rental', [one, other, never]))).toEqual(
        new Map([
          [one, { said: 2, happened: 3 }],
          [other, { said: 1, happened: 0 }],
          [never, { said: 0, happened: 0 }],
        ]),
      )
    })

    test('a version and a number are given once: who gives one again is told by which log, and has written nothing', async () => {
      const id = randomUUID()
      const write = (version: number, seq: number) =>
        store.db.transaction().execute(async (tx) => {
          const unit = new UnitOfWork(tx)
          unit.write(insertOutbox, append(id, version))
          unit.write(writeHistory, happened(id, seq))
          await unit.flush()
        })
      await write(1, 1)
      await expect(write(1, 2)).rejects.toMatchObject({ code: '23505', table: 'outbox' })
      await expect(write(2, 1)).rejects.toMatchObject({ code: '23505', table: 'history' })
      await write(2, 2)
      expect((await inUnit(({ tx }) => countInLogs(tx, 'Rental', [id]))).get(id)).toEqual({ said: 2, happened: 2 })
    })

    test('a rolled-back event was never said, and its version is the next one’s', async () => {
      const id = randomUUID()
      const failed = store.db.transaction().execute(async (tx) => {
        await insertOutbox(tx, [append(id, 1)])
        throw new Error('no')
      })
      await expect(failed).rejects.toThrow('no')
      expect(await newestEventOf(store.db, 'Rental', id)).toEqual([])
      await inUnit(async (unit) => unit.write(insertOutbox, append(id, 1)))
    })

    test('what came before is known with what became of it, whoever delivers it', async () => {
      const [a, b] = [heard('a', 1, 1), heard('a', 2, 2)]
      expect(await inUnit(take(a))).toEqual({ outcomes: new Map(), versions: new Map([['Rental/a', 0]]) })
      expect(await inUnit(take(a, b))).toEqual({
        outcomes: new Map([[a.id, 'handled']]),
        versions: new Map([['Rental/a', 1]]),
      })
      expect(await alreadyTaken(store.db, ME, [a.id, randomUUID(), b.id])).toEqual(new Set([a.id, b.id]))
      expect(await alreadyTaken(store.db, 'book', [a.id])).toEqual(new Set())
    })

    test('a second event at a taken position is an error, and nothing of its batch is taken in', async () => {
      const [a, b, c] = [heard('a', 1, 1), heard('b', 1, 2), heard('c', 1, 1)]
      await inUnit(take(a))
      await expect(inUnit(take(b, c))).rejects.toMatchObject({
        code: '23505',
        constraint: 'inbox_consumer_producer_pos_key',
      })
      expect(await alreadyTaken(store.db, ME, [b.id, c.id])).toEqual(new Set())
    })

    test('two replicas at one aggregate: the second sees what the first has handled', async () => {
      const [a, b] = [heard('a', 1, 1), heard('a', 2, 2)]
      const second = await race(store, take(a), take(a, b))
      expect(second).toEqual({ outcomes: new Map([[a.id, 'handled']]), versions: new Map([['Rental/a', 1]]) })
    })

    test('the first of two rolls back: the second takes in what it had', async () => {
      const a = heard('a', 1, 1)
      const second = await race(store, take(a), take(a), { rolledBack: true })
      expect(second).toEqual({ outcomes: new Map(), versions: new Map([['Rental/a', 0]]) })
      expect(await alreadyTaken(store.db, ME, [a.id])).toEqual(new Set([a.id]))
    })

    test('who waits for a lock longer than lock_timeout has an error of its own, and changed nothing', async () => {
      const [a, b] = [heard('a', 1, 1), heard('a', 2, 2)]
      const late = race(store, take(a), take(b), { patient: false })
      await expect(late).rejects.toMatchObject({ code: '55P03' })
      expect(await alreadyTaken(store.db, ME, [a.id, b.id])).toEqual(new Set([a.id]))
    })

    const released = (event: PublishedEvent, outcome: InboxOutcome = 'handled') =>
      inUnit(async (unit) => unit.write(takeParked, { consumer: ME, event, outcome }))

    test('parked messages are ready when their predecessor was handled, in the order of versions', async () => {
      const [first, second, third, stranger] = [heard('a', 1, 1), heard('a', 2, 2), heard('a', 3, 3), heard('b', 2, 4)]
      await entered('parked', third, second, stranger)
      expect(await readyParked(store.db, ME)).toEqual([])
      expect(await isAnyParked(store.db, ME)).toBe(true)
      await inUnit(take(first))
      expect(await readyParked(store.db, ME)).toEqual([second])
      expect((await heardOf(second)).outcomes).toEqual(new Map([[second.id, 'parked']]))
      await released(second)
      expect((await heardOf(second)).outcomes).toEqual(new Map([[second.id, 'handled']]))
      expect(await readyParked(store.db, ME)).toEqual([third])
      expect((await heardOf(heard('a', 4, 5))).versions).toEqual(new Map([['Rental/a', 2]]))
      await released(third, 'stale')
      expect(await readyParked(store.db, ME)).toEqual([])
      expect((await heardOf(third)).versions).toEqual(new Map([['Rental/a', 2]]))
    })

    test('what is stale does not count as handled', async () => {
      const [newer, older] = [heard('a', 2, 2), heard('a', 1, 1)]
      await entered('stale', newer)
      await entered('handled', older)
      expect((await heardOf(heard('a', 3, 3))).versions).toEqual(new Map([['Rental/a', 1]]))
    })

    test('two replicas release one parked message: the second finds it handled', async () => {
      const early = heard('a', 2, 2)
      await entered('parked', early)
      const release = async (unit: Unit) => {
        const { outcomes } = await lookIntoInbox(unit.tx, ME, [early])
        if (outcomes.get(early.id) === 'parked')
          unit.write(takeParked, { consumer: ME, event: early, outcome: 'handled' })
        return outcomes.get(early.id)
      }
      expect(await race(store, release, release)).toBe('handled')
    })

    test('an attempt is counted beside the transaction in which it is made, whatever becomes of that', async () => {
      const id = randomUUID()
      const attempt = inUnit(async (unit) => {
        await take(heard('a', 1, 1))(unit)
        expect(await countAttempt(store.db, ME, id)).toBe(1)
        throw new Error('it failed')
      })
      await expect(attempt).rejects.toThrow('it failed')
      expect(await countAttempt(store.db, ME, id)).toBe(2)
      await noteFailure(store.db, ME, id, 'it failed')
      await noteFailure(store.db, ME, randomUUID(), 'nobody tried')
      await forgetAttempts(store.db, ME, id)
      expect(await countAttempt(store.db, ME, id)).toBe(1)
    })

    test('an event is buried once, also one that was parked; not one that was handled', async () => {
      const [handled, parked, unknown] = [heard('a', 1, 1), heard('a', 2, 2), heard('b', 1, 3)]
      await entered('handled', handled)
      await entered('parked', parked)
      const bury = (event: PublishedEvent) =>
        store.db.transaction().execute((tx) => buryEvent(tx, ME, event, 'it failed', 5))
      expect(await bury(handled)).toBe(false)
      expect(await readyParked(store.db, ME)).toEqual([parked])
      expect([await bury(parked), await bury(parked), await bury(unknown)]).toEqual([true, false, true])
      expect([await readyParked(store.db, ME), await isAnyParked(store.db, ME)]).toEqual([[], false])
      expect(await alreadyTaken(store.db, ME, [unknown.id])).toEqual(new Set([unknown.id]))
      expect((await heardOf(heard('a', 3, 4))).versions).toEqual(new Map([['Rental/a', 1]]))
    })

    test('what was said, what happened and what is put aside says less from then on', async () => {
      const [id, parked, dead] = [randomUUID(), heard('a', 2, 1), heard('a', 3, 2)]
      await inUnit(async (unit) => {
        unit.write(insertOutbox, append(id, 1))
        unit.write(writeHistory, happened(id, 1))
      })
      await entered('parked', parked)
      await store.db.transaction().execute((tx) => buryEvent(tx, ME, dead, 'it failed', 5))
      const [lives, redaction] = [[{ aggregate: 'Rental', id }] as const, { instead: { n: 0 }, without: [] }]
      await store.db.transaction().execute(async (tx) => {
        await redactOutbox(tx, lives, redaction)
        await redactHistory(tx, lives, redaction)
        await redactMessages(tx, 'a', redaction)
        await redactMessages(tx, 'b', redaction)
      })
      await inUnit(take(heard('a', 1, 3)))
      expect(await readyParked(store.db, ME)).toEqual([{ ...parked, data: { n: 0 }, redacted: true }])
    })

    test('the mark rises to the last position before the first hole, by producer', async () => {
      expect(await advancePosition(store.db, ME, 'rent')).toBe(0)
      await inUnit(take(heard('a', 1, 1), heard('b', 1, 2), heard('c', 1, 4)))
      expect(await advancePosition(store.db, ME, 'rent')).toBe(2)
      expect(await advancePosition(store.db, ME, 'book')).toBe(0)
      await inUnit(take(heard('d', 1, 3)))
      expect(await advancePosition(store.db, ME, 'rent')).toBe(4)
      expect(await advancePosition(store.other, ME, 'rent')).toBe(4)
    })
  },
)

test('whatever has operations of its own has a contract', () => {
  const all = globSync('{nats,chassis,subgraphs/*}/sql', { cwd: resolve(import.meta.dirname, '../../..') })
  // Nothing hangs on what notice does, and the simulator does without it.
  const folders = all.filter((folder) => folder !== 'subgraphs/notice/sql')
  const subgraphs = CONTEXTS.map((context) => `subgraphs/${context}/sql`)
  expect(folders.toSorted()).toEqual(['chassis/sql', 'nats/sql', ...subgraphs].toSorted())
})
