import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectNats } from '@ebook/nats/connection'
import { eventually } from '@ebook/testkit/eventually'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { removeFile } from '../file/dashboard-file.ts'
import { library, someStories } from '../testing/library.ts'
import { asOperator, declareStream, Producers, STREAM } from '../testing/producers.ts'
import { contentFrom, startReplica, type Replica } from '../testing/replica.ts'
import { temporaryPath } from '../testing/temporary-file.ts'
import { startFollowing } from '../testing/view.ts'
import { streamPlace } from './positions.ts'

let nats: TestNats
let producers: Producers
const replicas: Replica[] = []
const folders: { remove(): void }[] = []

beforeEach(async () => {
  nats = await startTestNats()
  producers = await Producers.start(nats)
})
afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.stop()
  await producers.stop()
  await nats.stop()
  for (const folder of folders.splice(0)) folder.remove()
})

function newPath(): string {
  const folder = temporaryPath()
  folders.push(folder)
  return folder.path
}

async function replicaOn(path = newPath()): Promise<Replica> {
  const replica = await startReplica(nats, path)
  replicas.push(replica)
  return replica
}

async function stop(replica: Replica): Promise<void> {
  replicas.splice(replicas.indexOf(replica), 1)
  await replica.stop()
}

const comesToShow = async (replica: Replica, events: Parameters<typeof contentFrom>[0]) => {
  const expected = await contentFrom(events)
  await eventually(async () => expect(await replica.content()).toEqual(expected))
}
const isReady = (replica: Replica) => eventually(async () => expect(await replica.feed.readiness()).toBeUndefined())

/** Repeatable, and unlike the order in which things happened. */
const permuted = <T>(items: readonly T[]): T[] =>
  items
    .map((item, index) => ({ item, key: (index * 7_919) % 1_009 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)

describe('the feed', () => {
  test('V8 V9 H12 events published in any order, and again and again, give the same rows', async () => {
    const { events } = library(someStories(40))
    const replica = await replicaOn()
    producers.commit(events)
    await producers.speak()
    await producers.publish(permuted(events))
    await producers.publish(permuted(events.toReversed()), { again: true })
    await comesToShow(replica, events)
    const sequence = events.length * 2
    await eventually(async () => expect(await streamPlace(replica.file.read)).toMatchObject({ sequence }))
    expect(await replica.metric('ebook_dashboard_events_total')).toBe(events.length)
    await isReady(replica)
  })

  test('C22 a replica that was stopped and started again is the twin of one that never was', async () => {
    const { events } = library(someStories(60))
    const path = newPath()
    const never = await replicaOn()
    const first = await replicaOn(path)
    producers.commit(events)
    await producers.speak()
    await producers.publish(events.slice(0, 100))
    await comesToShow(first, events.slice(0, 100))
    await stop(first)
    await producers.publish(events.slice(100))
    const second = await replicaOn(path)
    await comesToShow(second, events)
    await comesToShow(never, events)
    expect(await streamPlace(second.file.read)).toEqual(await streamPlace(never.file.read))
    // It read on where it had stopped, and did not begin anew.
    expect(await second.metric('ebook_dashboard_events_total')).toBe(events.length - 100)
    expect(await second.metric('ebook_dashboard_repeated_events_total')).toBe(0)
  })

  test('who listens at two replicas hears every change once, in the same versions at the same places', async () => {
    const { events } = library(someStories(20))
    const replicas = [await replicaOn(), await replicaOn()]
    const followers = replicas.map((replica) => startFollowing(replica.view, { begin: 'snapshot', scope: {} }))
    for (const follower of followers) await follower.until(() => follower.told.length === 1)
    producers.commit(events)
    await producers.publish(events)
    const changes = events.filter(({ type }) => type !== 'ebook.book.Registered.v1').length
    for (const follower of followers) await follower.until(() => follower.rows().length === changes)
    const [one, other] = followers
    expect(one?.rows()).toEqual(other?.rows())
    for (const follower of followers) await follower.stop()
  })

  test('C24 a missing file is filled again from the stream; nothing else is needed', async () => {
    const { events } = library(someStories(20))
    producers.commit(events)
    await producers.publish(events)
    // The producers are away: the stream alone must do.
    await producers.stop()
    const path = newPath()
    const first = await replicaOn(path)
    await comesToShow(first, events)
    await isReady(first)
    await stop(first)
    removeFile(path)
    const second = await replicaOn(path)
    await comesToShow(second, events)
    await isReady(second)
  })
})

describe('what the stream lacks', () => {
  test('a hole is repaired from the outbox', async () => {
    const { events } = library(someStories(30))
    const lost = new Set(events.filter((_, index) => index % 9 === 4))
    const replica = await replicaOn()
    producers.commit(events)
    await producers.speak()
    await producers.publish(events.filter((event) => !lost.has(event)))
    await comesToShow(replica, events)
    expect(await replica.metric('ebook_dashboard_mended_events_total')).toBe(lost.size)
    expect(await replica.metric('ebook_dashboard_behind')).toBeGreaterThanOrEqual(0)
  })

  test('the lost tail, which leaves no hole, is noticed by the watermark', async () => {
    const { events } = library(someStories(10))
    const replica = await replicaOn()
    producers.commit(events)
    await producers.publish(events.slice(0, -12))
    await comesToShow(replica, events.slice(0, -12))
    await producers.speak()
    await comesToShow(replica, events)
  })

  test('a stream that has lost its beginning is made up for by the outboxes', async () => {
    const { events } = library(someStories(20))
    producers.commit(events)
    await producers.publish(events)
    await asOperator(nats, (jsm) => jsm.streams.purge(STREAM, { seq: 51 }))
    await producers.speak()
    const replica = await replicaOn()
    await comesToShow(replica, events)
    expect(await replica.metric('ebook_dashboard_mended_events_total')).toBe(50)
  })

  test('a hole whose producer is away is kept in mind, and repaired when it comes back; meanwhile the view is ready', async () => {
    const { events } = library(someStories(10))
    const lost = events.find((event) => event.producer === 'payment')
    const rest = events.filter((event) => event !== lost)
    const replica = await replicaOn()
    producers.commit(events)
    await producers.speak('rent', 'book', 'promotion')
    await producers.publish(rest)
    await comesToShow(replica, rest)
    await eventually(async () =>
      expect(replica.lines.map((line) => line['msg'])).toContain(
        'what the stream lacks cannot be had from the outbox now',
      ),
    )
    await isReady(replica)
    await producers.speak('payment')
    await comesToShow(replica, events)
  })
})

describe('the stream itself', () => {
  test('deleted and made again in the middle: nothing is lost and nothing doubled', async () => {
    const { events } = library(someStories(30))
    const half = events.slice(0, 80)
    const replica = await replicaOn()
    producers.commit(half)
    await producers.speak()
    await producers.publish(half)
    await comesToShow(replica, half)
    const before = await streamPlace(replica.file.read)

    await asOperator(nats, (jsm) => jsm.streams.delete(STREAM))
    const identity = await declareStream(nats)
    expect(identity).not.toBe(before?.identity)
    producers.commit(events.slice(80))
    await producers.publish(permuted(events))
    await comesToShow(replica, events)
    await eventually(async () =>
      expect(await streamPlace(replica.file.read)).toEqual({ identity, sequence: events.length }),
    )
  })

  test('told at once that there is more, nothing of a stream that was made again is taken for what came behind', async () => {
    const { events } = library(someStories(30))
    const replica = await replicaOn()
    producers.commit(events)
    const streams: string[] = []
    replica.view.hub.watch(({ place }) => void streams.push(place.stream))
    for (const [from, to] of [
      [0, 40],
      [40, 50],
      [50, 60],
    ] as const) {
      await producers.publish(events.slice(from, to))
      await producers.hint()
      await eventually(async () => expect(await streamPlace(replica.file.read)).toMatchObject({ sequence: to }))
    }
    const first = await asOperator(nats, async (jsm) => (await jsm.streams.info(STREAM)).created)
    expect(new Set(streams.splice(0))).toEqual(new Set([first]))

    await asOperator(nats, (jsm) => jsm.streams.delete(STREAM))
    const identity = await declareStream(nats)
    await producers.publish(events)
    await producers.hint()
    await eventually(async () =>
      expect(await streamPlace(replica.file.read)).toEqual({ identity, sequence: events.length }),
    )
    expect(new Set(streams)).toEqual(new Set([identity]))
    await comesToShow(replica, events)
  })

  test('the whole NATS store deleted while nothing is published any more: the outboxes are the log', async () => {
    const { events } = library(someStories(20))
    producers.commit(events)
    await producers.publish(events.slice(0, 40))
    const path = newPath()
    const first = await replicaOn(path)
    await comesToShow(first, events.slice(0, 40))
    await nats.wipe()
    await nats.restart()
    await producers.speak()
    await comesToShow(first, events)
    await stop(first)
    rmSync(path)
    await comesToShow(await replicaOn(path), events)
  })

  test('H13 a message that is no event is passed over, counted and named', async () => {
    const { events } = library(someStories(5))
    const replica = await replicaOn()
    producers.commit(events)
    await producers.publish(events.slice(0, 10))
    await producers.babble('{"half":')
    await producers.babble('{"specversion":"1.0"}')
    await producers.publish(events.slice(10))
    await comesToShow(replica, events)
    expect(await replica.metric('ebook_dashboard_refused_messages_total')).toBeGreaterThanOrEqual(2)
    expect(await streamPlace(replica.file.read)).toMatchObject({ sequence: events.length + 2 })
  })

  test('N1.1 an Approved without a paymentId changes no row, and says so', async () => {
    const { events } = library(someStories(1))
    const [rented] = events.filter((event) => event.type === 'ebook.rent.Rented.v1')
    if (!rented) throw new Error('no Rented')
    const approved = {
      ...rented,
      id: '00000000-0000-7000-b000-000000000001',
      source: '/subgraphs/book',
      type: 'ebook.book.Approved.v1',
      subject: '00000000-0000-7000-b000-000000000002',
      aggregatetype: 'Request' as const,
      producer: 'book',
      pos: 99,
      data: { rentalId: rented.subject, approvedDate: rented.time },
    }
    const replica = await replicaOn()
    producers.commit(events)
    await producers.publish([...events, approved])
    await comesToShow(replica, [...events, approved])
    const { rows } = await replica.content()
    expect(rows).toMatchObject([{ status: 'RENTED', payment_state: 'PENDING', version: 2 }])
    expect(await replica.metric('ebook_dashboard_refused_messages_total')).toBe(1)
  })
})

describe('what others claim', () => {
  test('events of rent on subjects of promotion change no row, and are counted', async () => {
    const { events } = library(someStories(5))
    const [theirs] = events.filter(({ producer }) => producer === 'rent')
    const replica = await replicaOn()
    producers.commit(events)
    await producers.speak()
    await producers.publish(events)
    await comesToShow(replica, events)
    const forged = { ...theirs, id: '00000000-0000-7000-b000-000000000009', pos: 999, aggregateversion: 9 }
    const claims = [forged, { ...forged, producer: 'promotion' }, { ...forged, type: 'ebook.promotion.Canceled.v1' }]
    const { url, user, password } = nats.credentials('promotion')
    const promotion = await connectNats({ url, user, password, name: 'thief' })
    for (const claim of claims)
      await promotion.jetstream().publish('ebook.promotion.Canceled.v1.x', JSON.stringify(claim))
    await promotion.close()
    await eventually(async () =>
      expect(await replica.metric('ebook_dashboard_refused_messages_total')).toBe(claims.length),
    )
    expect(await replica.content()).toEqual(await contentFrom(events))
  })

  test('a huge position, in an event and announced, leaves no replica unready, and nothing behind when it is over', async () => {
    const { events } = library(someStories(5))
    const [first] = events.filter(({ producer }) => producer === 'promotion')
    if (!first) throw new Error('promotion said nothing')
    const huge = { ...first, id: '00000000-0000-7000-b000-000000000008', pos: 9e15 }
    const path = newPath()
    const replica = await replicaOn(path)
    producers.commit(events)
    await producers.speak('rent', 'payment', 'book')
    await producers.publish(events)
    await isReady(replica)
    const { url, user, password } = nats.credentials('promotion')
    const thief = await connectNats({ url, user, password, name: 'thief' })
    await thief.jetstream().publish(`${huge.type}.${huge.subject}`, JSON.stringify(huge))
    const lie = () => thief.publish('watermark.promotion', JSON.stringify({ producer: 'promotion', pos: 9e15 }))
    const lying = setInterval(lie, 50)
    await eventually(async () => expect(await replica.metric('ebook_dashboard_behind')).toBeGreaterThan(1e15))
    expect(await replica.feed.readiness()).toBeUndefined()
    // One that starts meanwhile asks for what was announced, is given nothing, and goes on.
    await stop(replica)
    const second = await replicaOn(path)
    await isReady(second)
    clearInterval(lying)
    await thief.close()
    await producers.speak('promotion')
    await eventually(async () => expect(await second.metric('ebook_dashboard_behind')).toBe(0))
  })
})

describe('readiness', () => {
  test('a replica that NATS does not let in says so, is not ready, and comes back by itself', async () => {
    const { events } = library(someStories(5))
    producers.commit(events)
    await producers.publish(events.slice(0, 10))
    const replica = await replicaOn()
    await isReady(replica)
    await nats.process.stop()
    await nats.process.start({ env: { NATS_DASHBOARD_PASSWORD: '"another"' } })
    await eventually(async () => expect(await replica.feed.readiness()).toMatch(/NATS does not let this replica in/))
    await eventually(async () => expect(await replica.metric('ebook_broker_answers')).toBe(0))
    await producers.publish(events.slice(10))
    await nats.process.stop()
    await nats.process.start({ env: { NATS_DASHBOARD_PASSWORD: `"${nats.credentials('dashboard').password}"` } })
    await comesToShow(replica, events)
    await isReady(replica)
    await eventually(async () => expect(await replica.metric('ebook_broker_answers')).toBe(1))
  }, 60_000)

  test('a stream that is there and cannot be read makes a replica unready until it can be', async () => {
    const { events } = library(someStories(5))
    producers.commit(events)
    const replica = await replicaOn()
    await isReady(replica)
    const direct = (allow_direct: boolean) =>
      asOperator(nats, async (jsm) => {
        const { config } = await jsm.streams.info(STREAM)
        return jsm.streams.update(STREAM, { ...config, allow_direct })
      })
    await direct(false)
    await producers.publish(events)
    await eventually(async () => expect(await replica.feed.readiness()).toMatch(/the stream is there, and cannot/))
    expect(await replica.metric('ebook_broker_as_declared')).toBe(0)
    await direct(true)
    await comesToShow(replica, events)
    await isReady(replica)
  }, 60_000)

  test('a replica is not ready before NATS has said how far the stream has got, and stays ready when NATS goes away', async () => {
    const { events } = library(someStories(5))
    producers.commit(events)
    await producers.publish(events)
    const replica = await replicaOn()
    await isReady(replica)
    // It may be ready with a few yet to read.
    await comesToShow(replica, events)
    await nats.kill()
    expect(await replica.content()).toEqual(await contentFrom(events))
    expect(await replica.feed.readiness()).toBeUndefined()
    await nats.restart()
  })

  test('a file that cannot be written is named', async () => {
    const replica = await replicaOn()
    await isReady(replica)
    await replica.file.write.destroy()
    expect(await replica.feed.readiness()).toMatch(/cannot be written/)
  })
})
