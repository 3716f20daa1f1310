import { setTimeout as delay } from 'node:timers/promises'
import { AckPolicy, type JetStreamManager } from 'nats'
import { expect } from 'vitest'
import { prepareBroker } from '@ebook/processes/broker'
import type { NatsUser } from '@ebook/processes/nats-server'
import { within } from '@ebook/testkit/eventually'
import { connectNats } from './connection.ts'
import { onARoad } from './testing/on-a-road.ts'
import type { Road } from './testing/road.ts'

// What happens to the broker, and that everybody comes back from it by themselves. Whole losses are in
// road.integration.test.ts, clusters in replicas.integration.test.ts. All of them at once: each waits on a road of its own.

const eventually = within(40_000)
const test = onARoad.extend('busy', async ({ road }) => {
  await road.producer.start()
  await road.consumer.start()
  await road.say('a', 0)
  await arrives(road, [0])
  return road
}).concurrent

const arrives = (road: Road, expected: number[]) =>
  eventually(async () => expect(await road.effects()).toEqual(expected))
const consumed = async (road: Road, name: string) => road.consumer.metric(name)

async function asOps<T>(road: Road, ask: (jsm: JetStreamManager) => Promise<T>): Promise<T> {
  const nats = await connectNats({ ...road.nats.credentials('ops'), name: 'ops' })
  try {
    return await ask(await nats.jetstreamManager())
  } finally {
    await nats.close()
  }
}

const declare = (road: Road) => prepareBroker({ ...road.nats.credentials('ops'), streamReplicas: 1 })

/** Other passwords than these users have. Those that they have, if none is named. */
async function restartWithout(road: Road, ...users: NatsUser[]): Promise<void> {
  const { process } = road.nats
  await process.stop()
  const passwords = (['rent', 'payment'] as const).map((user) => [
    `NATS_${user.toUpperCase()}_PASSWORD`,
    `"${users.includes(user) ? 'another' : road.nats.credentials(user).password}"`,
  ])
  await process.start({ env: Object.fromEntries(passwords) })
}

test.for(['payment', 'rent'] as const)(
  '%s is not let in for a while: it comes back by itself, and meanwhile its metrics say so',
  async (user, { busy: road }) => {
    const it = user === 'rent' ? road.producer : road.consumer
    await eventually(async () => expect(await it.metric('ebook_broker_answers')).toBe(1))
    await restartWithout(road, user)
    await eventually(async () => expect(await it.metric('ebook_broker_answers')).toBe(0))
    await road.say('a', 1)
    // The client's own rule gave up for good at the second refusal.
    const refusals = () => road.nats.log.filter((line) => line.includes(`authentication error - User "${user}"`))
    await eventually(() => expect(refusals().length).toBeGreaterThan(4))
    await restartWithout(road)
    await arrives(road, [0, 1])
    await eventually(async () => expect(await it.metric('ebook_broker_answers')).toBe(1))
  },
)

test('who is not let in when they start is waited for, and their log says why', async ({ busy: road }) => {
  await restartWithout(road, 'payment')
  const said: unknown[] = []
  const log = { warn: (what: unknown) => void said.push(what), info: () => undefined, error: () => undefined }
  const connecting = connectNats({ ...road.nats.credentials('payment'), name: 'late', log: log as never })
  await eventually(() => expect(JSON.stringify(said)).toMatch(/Authorization Violation/))
  await restartWithout(road)
  const nats = await connecting
  expect(nats.isClosed()).toBe(false)
  await nats.close()
})

test('a connection that is over for good is told, so that the process can end; one that we close is not', async ({
  busy: road,
}) => {
  const lost: Error[] = []
  const nats = await connectNats({
    ...road.nats.credentials('payment'),
    name: 'lost',
    onLost: (error) => void lost.push(error),
  })
  await nats.close()
  await eventually(() => expect(lost).toHaveLength(1))
})

test('NATS is away: what waits in the outbox, and what is parked and dead, is measured all the same', async ({
  busy: road,
}) => {
  await road.nats.kill()
  await eventually(async () => expect(await consumed(road, 'ebook_broker_answers')).toBe(0))
  for (const n of [1, 2, 3]) await road.say('a', n)
  await eventually(async () => expect(await road.producer.metric('ebook_outbox_waiting')).toBe(3))
  const oldest = await road.producer.metric('ebook_outbox_oldest_waiting_seconds')
  await eventually(async () =>
    expect(await road.producer.metric('ebook_outbox_oldest_waiting_seconds')).toBeGreaterThan(oldest),
  )
  await road.consumer.db
    .insertInto('dead_letter')
    .values({
      id: crypto.randomUUID(),
      consumer: 'payment',
      source: 's',
      payload: '',
      error: '',
      attempts: 1,
      status: 'DEAD',
    })
    .execute()
  await eventually(async () => expect(await consumed(road, 'ebook_dead_letters')).toBe(1))
  await road.nats.restart()
  await arrives(road, [0, 1, 2, 3])
})

test('a stream that somebody changed is told, works on, and is declared again', async ({ busy: road }) => {
  const [listening] = road.consumer.running()
  await asOps(road, async (jsm) => {
    const { config } = await jsm.streams.info('EBOOK')
    await jsm.streams.update('EBOOK', { ...config, max_age: 86_400_000_000_000 })
  })
  await eventually(async () => expect(await consumed(road, 'ebook_broker_as_declared')).toBe(0))
  expect(listening?.broker().otherwise).toBe('stream EBOOK has max_age = 86400000000000, declared is 0')
  await road.say('a', 1)
  await arrives(road, [0, 1])
  await declare(road)
  await eventually(async () => expect(await consumed(road, 'ebook_broker_as_declared')).toBe(1))
})

test.for([
  ['the stream is deleted', (jsm: JetStreamManager) => jsm.streams.delete('EBOOK'), /stream EBOOK is not there/],
  ['the durable is deleted', (jsm: JetStreamManager) => jsm.consumers.delete('EBOOK', 'payment'), /durable payment/],
  [
    'the durable is made one that delivers by itself',
    async (jsm: JetStreamManager) => {
      await jsm.consumers.delete('EBOOK', 'payment')
      const config = { deliver_subject: 'somewhere', ack_policy: AckPolicy.Explicit, filter_subject: 'ebook.rent.>' }
      return jsm.consumers.add('EBOOK', { durable_name: 'payment', ...config })
    },
    /durable payment delivers to somewhere/,
  ],
] as const)('%s: told while it lasts, and over with the next declaration', async ([, act, told], { busy: road }) => {
  const [listening] = road.consumer.running()
  await asOps<unknown>(road, act)
  await eventually(() => expect(listening?.broker().otherwise).toMatch(told))
  await road.say('a', 1)
  await declare(road)
  await arrives(road, [0, 1])
  await eventually(() => expect(listening?.broker()).toEqual({ away: undefined, otherwise: undefined }))
})

test.for([
  ['hangs for longer than a ping may take', 'SIGSTOP', 12_000],
  ['is asked to leave its clients (lame duck)', 'SIGUSR2', 1_000],
] as const)('NATS %s: everybody comes back', { timeout: 90_000 }, async ([, signal, forMs], { busy: road }) => {
  await road.nats.process.kill(signal)
  await road.say('a', 1)
  await delay(forMs)
  if (signal === 'SIGSTOP') road.nats.process.resume()
  else await road.nats.restart()
  await arrives(road, [0, 1])
})

test.for([
  ['the bound is raised', (jsm: JetStreamManager) => jsm.streams.update('EBOOK', { max_bytes: -1 })],
  ['what is old is purged', (jsm: JetStreamManager) => jsm.streams.purge('EBOOK', { keep: 1 })],
] as const)(
  'a stream that is full refuses and the outbox waits; it all arrives when %s',
  async ([, makeRoom], { busy: road }) => {
    const big = Array.from({ length: 3 }, (_unused, n) => n + 1)
    await asOps(road, async (jsm) => {
      const { state } = await jsm.streams.info('EBOOK')
      return jsm.streams.update('EBOOK', { max_bytes: Math.ceil(state.bytes * 2.5) })
    })
    for (const n of big) await road.say('a', n)
    await eventually(async () => expect(await road.producer.metric('ebook_outbox_waiting')).toBe(2))
    await arrives(road, [0, 1])
    // A bound is the operator's to set: a declaration leaves it.
    await declare(road)
    expect(await road.consumer.metric('ebook_broker_as_declared')).toBe(1)
    for (let time = 0; time < 2; time += 1) {
      await asOps<unknown>(road, makeRoom)
      await eventually(async () => expect(await road.producer.metric('ebook_outbox_waiting')).toBeLessThan(2 - time))
    }
    await arrives(road, [0, ...big])
  },
)
