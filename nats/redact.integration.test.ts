import { expect } from 'vitest'
import { prepareBroker } from '@ebook/processes/broker'
import { eventually } from '@ebook/testkit/eventually'
import { connectNats } from './connection.ts'
import { readFrom } from './direct-get.ts'
import { ConsumersBehind, freeStream } from './free-stream.ts'
import { redactOutbox } from './sql/redact-outbox.ts'
import { STREAM } from './stream.ts'
import { onARoad as test } from './testing/on-a-road.ts'
import type { Road } from './testing/road.ts'

const HEARD_BY_NOBODY = ['book', 'notice', 'promotion']

async function asOps<Result>(road: Road, work: (nats: Awaited<ReturnType<typeof connectNats>>) => Promise<Result>) {
  const nats = await connectNats({ ...road.nats.credentials('ops'), name: 'ops' })
  try {
    return await work(nats)
  } finally {
    await nats.close()
  }
}

async function withoutOthers(road: Road): Promise<void> {
  await asOps(road, async (nats) => {
    const jsm = await nats.jetstreamManager()
    for (const durable of HEARD_BY_NOBODY) await jsm.consumers.delete(STREAM, durable)
  })
}

/** What an aggregate said says another number from now on. */
async function forgets(road: Road, id: string, n: number): Promise<void> {
  await road.producer.db
    .transaction()
    .execute((tx) => redactOutbox(tx, [{ aggregate: 'Rental', id }], { instead: { n }, without: [] }))
}

const published = (road: Road) =>
  eventually(async () => {
    expect(await road.producer.db.selectFrom('unpublished').selectAll().execute()).toEqual([])
  })

const textsOf = (road: Road) =>
  asOps(road, async (nats) =>
    (await readFrom(nats, 1, 100)).map(({ text }) => (JSON.parse(text) as { data: object }).data),
  )

test('N19 what was redacted leaves the stream; who begins anew has it from the outbox, and nobody is alarmed', async ({
  road,
}) => {
  await withoutOthers(road)
  await road.producer.start()
  await road.consumer.start()
  for (const [id, n] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ] as const)
    await road.say(id, n)
  await eventually(async () => expect(await road.effects()).toEqual([1, 2, 3]))
  await published(road)
  await forgets(road, 'a', 9)
  expect(await textsOf(road)).toHaveLength(3)
  expect(await asOps(road, (nats) => freeStream(nats, ['rent']))).toEqual({ events: 2, subjects: 1 })
  expect(await textsOf(road)).toEqual([{ n: 2 }])
  expect(await asOps(road, (nats) => freeStream(nats, ['rent']))).toEqual({ events: 0, subjects: 0 })
  expect((await road.outbox()).map(({ event }) => [event.data['n'], event.aggregateversion])).toEqual([
    [9, 1],
    [2, 1],
    [9, 2],
  ])
  // A consumer that has never heard anything.
  await road.consumer.running()[0]?.stop()
  for (const table of ['inbox', 'inbox_position', 'effect'] as const) await road.consumer.db.deleteFrom(table).execute()
  await asOps(road, async (nats) => (await nats.jetstreamManager()).consumers.delete(STREAM, 'payment'))
  await prepareBroker({ ...road.nats.credentials('ops'), streamReplicas: 1 })
  await road.consumer.start()
  await eventually(async () => expect(await road.effects()).toEqual([2, 9, 9]))
  expect(await road.consumer.metric('ebook_inbox_repaired_total')).toBe(0)
})

test('nothing leaves the stream before every consumer has passed it; killed in between, it is done the next time', async ({
  road,
}) => {
  await withoutOthers(road)
  await road.producer.start()
  await road.say('a', 1)
  await published(road)
  await forgets(road, 'a', 9)
  const free = () => asOps(road, (nats) => freeStream(nats, ['rent'], { patienceMs: 200 }))
  await expect(free()).rejects.toThrow(ConsumersBehind)
  expect(await textsOf(road)).toEqual([{ n: 1 }])
  await road.consumer.start()
  await eventually(async () => expect(await road.effects()).toEqual([1]))
  // As if it had been killed between the stream and the note.
  await asOps(road, async (nats) =>
    (await nats.jetstreamManager()).streams.purge(STREAM, { filter: 'ebook.rent.*.v1.a' }),
  )
  expect(await eventually(free)).toEqual({ events: 1, subjects: 1 })
  expect(await textsOf(road)).toEqual([])
})
