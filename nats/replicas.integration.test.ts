import { sql } from 'kysely'
import type { JetStreamManager } from 'nats'
import { afterEach, expect, inject, test } from 'vitest'
import { within } from '@ebook/testkit/eventually'
import { startTestNatsCluster, type TestNatsCluster } from '@ebook/testkit/infrastructure'
import { connectNats } from './connection.ts'
import { bury, GIVE_UP_AFTER } from './dead-letters.ts'
import { deliver, releaseParked } from './inbox.ts'
import { lockAggregates } from './sql/aggregates.ts'
import { listDeadLetters } from './sql/dead-letters.ts'
import { STREAM } from './stream.ts'
import { cuttable } from './testing/cuttable.ts'
import { Road } from './testing/road.ts'

const eventually = within(60_000)
let road: Pick<Road, 'close'> | undefined
afterEach(async () => {
  await road?.close()
  road = undefined
})

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)

/** Asks as whoever may do everything. */
async function asOps<T>(
  { nats }: { nats: Pick<TestNatsCluster, 'credentials'> },
  ask: (jsm: JetStreamManager) => Promise<T>,
): Promise<T> {
  const connection = await connectNats({ ...nats.credentials('ops'), name: 'ops' })
  try {
    return await ask(await connection.jetstreamManager())
  } finally {
    await connection.close()
  }
}

test('C23 case 5: three replicas, and every event comes to another while the first still has it in hand: one effect each', async () => {
  const three = await Road.open(inject('postgresAdminUrl'), { ackWaitMs: 300 })
  road = three
  await three.producer.start()
  for (let replica = 0; replica < 3; replica += 1) await three.consumer.start()
  // Whoever takes an event in waits here with its transaction open, and the broker gives the event to the next.
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const holding = three.consumer.db.transaction().execute(async (tx) => {
    await tx.insertInto('effect').values({ aggregate_id: 'held', n: -1, consumer: 'test' }).execute()
    await sql`lock table effect in exclusive mode`.execute(tx)
    await held
  })
  for (const n of numbers(60)) await three.say(`a-${n % 6}`, n)
  await eventually(async () => {
    const { num_redelivered: again } = await asOps(three, (jsm) => jsm.consumers.info(STREAM, 'payment'))
    expect(again).toBeGreaterThan(0)
  })
  letGo()
  await holding
  await eventually(async () => expect(await three.effects()).toEqual([-1, ...numbers(60)]))
  await eventually(async () => {
    const { num_ack_pending: left } = await asOps(three, (jsm) => jsm.consumers.info(STREAM, 'payment'))
    expect(left).toBe(0)
  })
  expect(await three.effects()).toEqual([-1, ...numbers(60)])
}, 90_000)

test('of three replicas one reads; whoever stops leaves it to another, and at the last everything is read', async () => {
  const three = await Road.open(inject('postgresAdminUrl'))
  road = three
  await three.producer.start()
  for (let replica = 0; replica < 3; replica += 1) await three.consumer.start()
  const leads = () => three.consumer.metrics('ebook_relay_leading')
  let said = 0
  for (let left = 3; left > 0; left -= 1) {
    await eventually(async () => expect((await leads()).toSorted()).toEqual([0, 0, 1]))
    const before = await three.consumer.metrics('ebook_inbox_handled_total')
    for (const n of numbers(30)) await three.say(`a-${n % 3}`, said + n)
    said += 30
    await eventually(async () => expect(await three.effects()).toEqual(numbers(said)))
    const leader = (await leads()).indexOf(1)
    const handled = (await three.consumer.metrics('ebook_inbox_handled_total')).map((n, at) => n - (before[at] ?? 0))
    expect(handled.map((n) => n > 0)).toEqual(numbers(3).map((replica) => replica === leader))
    await three.consumer.running()[leader]?.stop()
  }
  expect(await three.consumer.db.selectFrom('delivery_attempt').selectAll().execute()).toEqual([])
}, 90_000)

test('a reader that cannot reach NATS any more leaves it to a replica that can', async () => {
  const two = await Road.open(inject('postgresAdminUrl'))
  road = two
  await two.producer.start()
  const way = await cuttable(two.nats.credentials('payment').url)
  await two.consumer.start(way.url)
  const leads = () => two.consumer.metrics('ebook_relay_leading')
  await eventually(async () => expect(await leads()).toEqual([1]))
  await two.consumer.start()
  await two.say('a', 0)
  await eventually(async () => expect(await two.effects()).toEqual([0]))
  way.cut()
  await two.say('a', 1)
  await eventually(async () => expect(await two.effects()).toEqual([0, 1]))
  expect(await leads()).toEqual([0, 1])
}, 90_000)

// Found by `npm run bench -- cost --only replicas`: each of three replicas tried for its batch and for what was parked, which made six.
test('many that wait for their turn at one event are no failures of it: it is handled once, and is no dead letter', async () => {
  const there = await Road.open(inject('postgresAdminUrl'))
  road = there
  const { inbox } = there
  const { db } = inbox
  await there.say('a', 1)
  await there.say('a', 2)
  const [first, second] = await there.published()
  if (!first || !second) throw new Error('the outbox is empty')
  await deliver(inbox, [{ event: second, redelivered: false }])

  const waiting = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`.execute(db)
    return rows[0]?.n
  }
  const many = numbers(2 * GIVE_UP_AFTER)
  const together = async (one: () => Promise<unknown>) => {
    const attempts = await db.transaction().execute(async (tx) => {
      await lockAggregates(tx, 'payment', [first])
      const begun = many.map(one)
      await eventually(async () => expect(await waiting()).toBe(many.length))
      return begun
    })
    await Promise.all(attempts)
  }
  await together(() => deliver(inbox, [{ event: first, redelivered: true }]))
  await together(() => releaseParked(inbox))

  expect(await there.effects()).toEqual([1, 2])
  expect((await listDeadLetters(inbox.db, inbox.consumer, { limit: 10 })).letters).toEqual([])
  const outcomes = await db.selectFrom('inbox').select('outcome').execute()
  expect(outcomes).toEqual([{ outcome: 'handled' }, { outcome: 'handled' }])
  expect(await db.selectFrom('delivery_attempt').selectAll().execute()).toEqual([])
})

test('what another replica has handled since is not buried', async () => {
  const there = await Road.open(inject('postgresAdminUrl'))
  road = there
  const { inbox } = there
  await there.say('a', 1)
  const [event] = await there.published()
  if (!event) throw new Error('the outbox is empty')
  await deliver(inbox, [{ event, redelivered: false }])
  await bury(inbox, event, 'failed before', GIVE_UP_AFTER)
  expect((await listDeadLetters(inbox.db, inbox.consumer, { limit: 10 })).letters).toEqual([])
  expect(await inbox.db.selectFrom('inbox').select('outcome').execute()).toEqual([{ outcome: 'handled' }])
})

test('a cluster of three: the leader of the stream is killed under load, and every event has its one effect', async () => {
  const cluster = await startTestNatsCluster()
  const over = await Road.over(cluster, 3, inject('postgresAdminUrl'))
  road = over
  await Promise.all([over.producer.start(), over.producer.start()])
  for (let replica = 0; replica < 3; replica += 1) await over.consumer.start()
  const leader = () => asOps(over, async (jsm) => (await jsm.streams.info(STREAM)).cluster?.leader ?? '')
  const first = await eventually(async () => {
    const name = await leader()
    expect(cluster.nodes.has(name)).toBe(true)
    return name
  })

  const heard = async (n: number) =>
    eventually(async () => expect((await over.effects()).length).toBeGreaterThanOrEqual(n))
  let said = 0
  let enough = false
  const saying = (async () => {
    for (; !enough; said += 1) {
      await over.say(`a-${said % 7}`, said)
      if (said % 20 === 0) await heard(said - 40)
    }
  })()
  try {
    await heard(20)
    await cluster.nodes.get(first)?.kill()
    await eventually(async () => expect([first, '']).not.toContain(await leader()))
    await heard(said + 20)
    await cluster.nodes.get(first)?.start()
    await heard(said + 20)
  } finally {
    enough = true
    await saying
  }
  await eventually(async () => expect(await over.effects()).toEqual(numbers(said)))
  expect((await over.outbox()).map(({ pos }) => Number(pos))).toEqual(numbers(said).map((n) => n + 1))
}, 120_000)
