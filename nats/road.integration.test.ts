import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { prepareBroker } from '@ebook/processes/broker'
import { eventually } from '@ebook/testkit/eventually'
import { connectNats } from './connection.ts'
import { askDeadLetters, askReplay } from './dead-letter-service.ts'
import type { DomainEvent } from './event.ts'
import { deliver } from './inbox.ts'
import { listDeadLetters } from './sql/dead-letters.ts'
import { appendToOutbox } from './testing/append-to-outbox.ts'
import { cause, rented, Road } from './testing/road.ts'

let road: Road

beforeEach(async () => {
  road = await Road.open(inject('postgresAdminUrl'))
})
afterEach(() => road.close())

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)
const arrives = (expected: number[]) => eventually(async () => expect(await road.effects()).toEqual(expected))

async function publishRaw(event: object, subject = 'raw'): Promise<void> {
  const nats = await connectNats({ ...road.nats.credentials('rent'), name: 'raw' })
  await nats.jetstream().publish(`ebook.rent.Rented.v1.${subject}`, JSON.stringify(event))
  await nats.close()
}

async function asOps<T>(run: (nats: Awaited<ReturnType<typeof connectNats>>) => Promise<T>): Promise<T> {
  const nats = await connectNats({ ...road.nats.credentials('ops'), name: 'ops' })
  try {
    return await run(nats)
  } finally {
    await nats.close()
  }
}

const sound = {
  specversion: '1.0',
  id: '01a1fbf2-e916-7438-a628-5795728ceb4e',
  source: '/subgraphs/rent',
  type: 'ebook.rent.Rented.v1',
  subject: 'a',
  time: '2026-11-21T00:00:00.000Z',
  datacontenttype: 'application/json',
  aggregatetype: 'Rental',
  aggregateversion: 1,
  correlationid: 'c',
  causationid: 'x',
  actor: 'SYSTEM',
  producer: 'rent',
  pos: 1,
} as const

describe('said', () => {
  test('H5 H6 G2: what is rolled back is never said', async () => {
    await road.producer.start()
    await road.consumer.start()
    await expect(
      road.producer.db.transaction().execute(async (tx) => {
        await appendToOutbox(tx, 'rent', [rented('a', 1)], cause)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await road.say('b', 2)
    await arrives([2])
    expect(await road.outbox()).toHaveLength(1)
  })

  test('V6 statement 12: positions are dense and versions too, although writers commit in another order than they began', async () => {
    const producer = await road.producer.start()
    await road.consumer.start()
    let releaseLate: () => void = () => undefined
    const late = road.producer.db.transaction().execute(async (tx) => {
      await appendToOutbox(tx, 'rent', [rented('late', 10_000)], cause)
      await new Promise<void>((resolve) => (releaseLate = resolve))
    })
    await Promise.all(
      numbers(32).map(async (lane) => {
        for (const n of numbers(10)) await road.say(`lane-${lane}`, lane * 10 + n)
      }),
    )
    producer.nudge()
    await arrives(numbers(320))
    releaseLate()
    await late
    await arrives([...numbers(320), 10_000])
    const outbox = await road.outbox()
    expect(outbox.map((row) => Number(row.pos))).toEqual(numbers(321).map((n) => n + 1))
    const versions = Map.groupBy(outbox, (row) => row.event.subject)
    for (const rows of versions.values()) {
      expect(rows.map((row) => row.event.aggregateversion)).toEqual(numbers(rows.length).map((n) => n + 1))
    }
  })

  test('one relay leads; when its connection dies another takes over and nothing is said twice or left out', async () => {
    await Promise.all([road.producer.start(), road.producer.start(), road.producer.start()])
    await road.consumer.start()
    for (const n of numbers(60)) {
      await road.say(`a-${n % 3}`, n)
      if (n % 20 === 10) {
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'rent-relay' and datname = current_database()`.execute(road.producer.db)
      }
    }
    await arrives(numbers(60))
    expect((await road.outbox()).map((row) => Number(row.pos))).toEqual(numbers(60).map((n) => n + 1))
  })
})

describe('nobody hinted', () => {
  test('what was committed by a process that died before its hint is said all the same', async () => {
    await road.producer.start()
    await road.consumer.start()
    await road.say('a', 1, { hint: false })
    await arrives([1])
    // Now everybody sleeps.
    await road.say('a', 2, { hint: false })
    await arrives([1, 2])
  })

  test('what a process left parked that died before it could release it is released all the same', async () => {
    await road.producer.start()
    await road.consumer.start()
    await road.say('a', 1)
    await road.say('a', 2)
    await arrives([1, 2])
    const [, second] = await road.published()
    if (!second) throw new Error('there are two')
    // As if the second had come first, and its release had been lost.
    await road.consumer.db.deleteFrom('effect').where('n', '=', 2).execute()
    await road.consumer.db.updateTable('inbox').set({ outcome: 'parked' }).where('event_id', '=', second.id).execute()
    await road.consumer.db
      .insertInto('parked_message')
      .values({
        consumer: 'payment',
        event_id: second.id,
        aggregate_type: 'Rental',
        aggregate_id: 'a',
        aggregate_version: 2,
        event: JSON.stringify(second),
      })
      .execute()
    await arrives([1, 2])
  })
})

describe('heard', () => {
  test('C23 case 5: three replicas and every event delivered again: one effect each', async () => {
    await road.producer.start()
    await Promise.all([road.consumer.start(), road.consumer.start(), road.consumer.start()])
    for (const n of numbers(200)) await road.say(`a-${n % 20}`, n)
    await arrives(numbers(200))
    // Beyond the broker's duplicate window: the same event under another message id.
    for (const { event, pos } of await road.outbox())
      await publishRaw({ ...event, producer: 'rent', pos: Number(pos) }, event.subject)
    await road.say('last', 999)
    await arrives([...numbers(200), 999])
  })

  test('C22 case 7: a consumer that was away receives what it missed', async () => {
    await road.producer.start()
    const first = await road.consumer.start()
    for (const n of numbers(10)) await road.say('a', n)
    await arrives(numbers(10))
    await first.stop()
    for (const n of numbers(10)) await road.say('a', 10 + n)
    await road.consumer.start()
    await arrives(numbers(20))
  })

  test('a durable that an earlier version declared otherwise is changed at the deployment, and goes on where it was', async () => {
    await road.producer.start()
    await road.consumer.start()
    await road.say('a', 1)
    await arrives([1])
    const [listening] = road.consumer.running()
    await asOps(async (nats) => {
      const jsm = await nats.jetstreamManager()
      await jsm.consumers.update('EBOOK', 'payment', { ack_wait: 30_000_000_000, filter_subjects: ['ebook.other.>'] })
    })
    await eventually(() => expect(listening?.broker().otherwise).toMatch(/durable payment is not given ebook\.rent/))
    await prepareBroker({ ...road.nats.credentials('ops'), streamReplicas: 1 })
    await eventually(() => expect(listening?.broker()).toEqual({ away: undefined, otherwise: undefined }))
    await road.say('a', 2)
    await arrives([1, 2])
    const info = await asOps(async (nats) => (await nats.jetstreamManager()).consumers.info('EBOOK', 'payment'))
    expect(info.config.ack_wait).toBe(8_000_000_000)
  })

  test('G4 case 6: versions in the wrong order are parked and handled in the right one', async () => {
    await road.consumer.start()
    for (const n of numbers(4)) await road.say('a', n)
    const handled: number[] = []
    road.policy.react = (n) => handled.push(n)
    const events = (await road.producer.db.selectFrom('outbox').select('event').orderBy('seq').execute()).map(
      (row) => row.event,
    )
    const at = (index: number): DomainEvent & { producer: string; pos: number } => {
      const event = events[index]
      if (!event) throw new Error(`no event ${index}`)
      return { ...event, producer: 'rent', pos: index + 1 }
    }
    for (const index of [3, 1, 2]) await publishRaw(at(index), 'a')
    await eventually(async () => {
      const { parked } = await road.consumer.db
        .selectFrom('parked_message')
        .select((eb) => eb.fn.countAll<string>().as('parked'))
        .executeTakeFirstOrThrow()
      expect(parked).toBe('3')
    })
    expect(await road.effects()).toEqual([])
    await publishRaw(at(0), 'a')
    await arrives([0, 1, 2, 3])
    expect(handled).toEqual([0, 1, 2, 3])
  })

  test('the effect and the inbox row are one: a reaction that fails halfway leaves nothing, and is done once when it succeeds', async () => {
    await road.producer.start()
    await road.consumer.start()
    let failures = 2
    road.policy.react = () => {
      if (failures-- > 0) throw new Error('not yet')
    }
    await road.say('a', 1)
    await arrives([1])
    await eventually(async () =>
      expect(await road.consumer.db.selectFrom('delivery_attempt').selectAll().execute()).toEqual([]),
    )
  })
})

describe('lost by the courier', () => {
  test('the whole NATS store is deleted in the middle: nothing is lost and nothing is done twice', async () => {
    await road.producer.start()
    await road.consumer.start()
    for (const n of numbers(30)) await road.say(`a-${n % 5}`, n)
    await arrives(numbers(30))
    await road.nats.wipe()
    await road.nats.restart()
    for (const n of numbers(30)) await road.say(`a-${n % 5}`, 30 + n)
    await arrives(numbers(60))
  })

  test('an acknowledged message that the stream does not have is pulled from the outbox, the tail included', async () => {
    await road.consumer.start()
    for (const n of numbers(3)) await road.say('a', n)
    // The broker said yes and lost them.
    await sql`update outbox set pos = seq, published_at = '-infinity'`.execute(road.producer.db)
    await sql`update relay_state set last_pos = 3, published = '{[1,4)}', stream_identity = ${await asOps(async (nats) => (await (await nats.jetstreamManager()).streams.info('EBOOK')).created)}`.execute(
      road.producer.db,
    )
    await road.producer.start()
    await arrives([0, 1, 2])
  })
})

describe('poison', () => {
  test('H13 case 19: it becomes a dead letter, its neighbours pass, its own successors wait, and a replay heals it once', async () => {
    await road.producer.start()
    await road.consumer.start()
    let broken = true
    road.policy.react = (n) => {
      if (broken && n === 13) throw new Error('poison')
    }
    await road.say('sick', 13)
    await road.say('sick', 14)
    for (const n of numbers(10)) await road.say(`well-${n}`, n)
    await arrives(numbers(10))
    const letter = await eventually(async () => {
      const { letters } = await asOps((nats) => askDeadLetters(nats, 'payment', { limit: 10 }))
      expect(letters).toMatchObject([
        { status: 'DEAD', error: 'Error: poison', attempts: 5, event_type: 'ebook.rent.Rented.v1' },
      ])
      return letters[0]
    })
    expect(await asOps((nats) => askReplay(nats, 'payment', letter?.id ?? ''))).toMatchObject({
      kind: 'failed again',
      letter: { status: 'DEAD', replayed_at: null },
    })
    broken = false
    const replay = () => asOps((nats) => askReplay(nats, 'payment', letter?.id ?? ''))
    const together = await Promise.all([replay(), replay(), replay()])
    expect(together.map(({ kind }) => kind).toSorted()).toEqual(['already replayed', 'already replayed', 'replayed'])
    expect(await replay()).toMatchObject({ kind: 'already replayed', letter: { id: letter?.id, status: 'REPLAYED' } })
    await arrives([...numbers(10), 13, 14])
  })

  test('C34 N1.1: data that is not what the consumer expects is a dead letter at once; what is no event at all is passed over', async () => {
    await road.consumer.start()
    await publishRaw({ not: 'an event' })
    await publishRaw({ ...sound, data: { n: 'one' } }, 'a')
    await eventually(async () => {
      const { letters } = await listDeadLetters(road.consumer.db, 'payment', { limit: 10 })
      expect(letters.map((letter) => letter.error)).toEqual([expect.stringContaining('UnexpectedPayload')])
    })
    expect(await road.consumer.metric('ebook_inbox_refused_messages_total')).toBe(1)
    expect(await road.effects()).toEqual([])
  })

  // Found by whatever-fails-on-the-road.integration.test.ts with TEST_SEED=472946617.
  test('an event that failed under one delivery and was handled under another leaves no attempts behind', async () => {
    await road.say('a', 1)
    const [{ event } = { event: undefined }] = await road.outbox()
    await sql`insert into delivery_attempt (consumer, event_id, attempts) values ('payment', ${event?.id}, 1)`.execute(
      road.consumer.db,
    )
    await road.producer.start()
    await road.consumer.start()
    await arrives([1])
    await eventually(async () =>
      expect(await road.consumer.db.selectFrom('delivery_attempt').selectAll().execute()).toEqual([]),
    )
  })

  test('a message that killed the process five times is buried without being tried again', async () => {
    const { inbox } = road
    await road.say('a', 1)
    const [event] = await road.published()
    if (!event) throw new Error('the outbox is empty')
    await sql`insert into delivery_attempt (consumer, event_id, attempts) values ('payment', ${event.id}, 5)`.execute(
      road.consumer.db,
    )
    expect(await deliver(inbox, [{ event, redelivered: true }])).toEqual([{ done: true }])
    expect((await listDeadLetters(inbox.db, inbox.consumer, { limit: 10 })).letters).toMatchObject([
      { error: 'the process did not survive handling it', attempts: 5 },
    ])
    expect(await road.effects()).toEqual([])
  })
})
