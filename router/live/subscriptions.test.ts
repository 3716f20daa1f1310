import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { encodeConsistency } from '@ebook/chassis/consistency'
import type { Viewer } from '@ebook/chassis/identity'
import { FakeReplica, FakeView, KNOWN } from '../testing/fake-view.ts'
import { ALICE, fakeSchema, liveCore, LiveClient, requestOf, tokens } from '../testing/live-client.ts'

const BOB = { ...ALICE, sub: 'bob', token: 'bob-1' }
const snapshot = { variables: { snapshot: true } }

async function startView(changes = 0): Promise<{ view: FakeView; replica: FakeReplica }> {
  const view = new FakeView()
  for (let n = 0; n < changes; n += 1) view.change(`r${n % 7}`)
  const replica = await new FakeReplica(view).start()
  onTestFinished(() => replica.stop())
  return { view, replica }
}

test('a snapshot, and then every change after exactly that point', async () => {
  const { view, replica } = await startView(20)
  const core = liveCore(replica)
  const client = new LiveClient()
  await core.subscribe(requestOf(snapshot), client)
  await client.until(({ fold }) => fold.size === 7)
  expect(client.received).toHaveLength(7)
  view.change('r1')
  view.change('new')
  await client.until(({ fold }) => fold.has('new'))
  expect(client.received).toHaveLength(9)
  expect(client.fold).toEqual(view.now())
  expect(client.problem).toBeUndefined()
})

test('changes while the snapshot is read are neither lost nor told twice', async () => {
  const { view, replica } = await startView()
  for (let n = 0; n < 350; n += 1) view.change(`k${String(n).padStart(3, '0')}`)
  const core = liveCore(replica)
  const client = new LiveClient()
  await core.subscribe(requestOf(snapshot), client)
  for (let n = 0; n < 300; n += 1) {
    await nextTurn()
    view.change(`k${String((n * 7) % 350).padStart(3, '0')}`)
  }
  view.change('last')
  await client.until(({ fold }) => fold.has('last'))
  expect(client.fold).toEqual(view.now())
  expect(client.problem).toBeUndefined()
})

test('without a snapshot only what happens from now on', async () => {
  const { view, replica } = await startView(5)
  const core = liveCore(replica)
  const client = new LiveClient()
  await core.subscribe(requestOf(), client)
  await replica.until(() => replica.operations === 1)
  view.change('a')
  await client.until(({ received }) => received.length === 1)
  expect(client.versionsOf('a')).toEqual([1])
})

test('who resumes gets exactly what it missed, in order, also from another replica', async () => {
  const { view, replica } = await startView(3)
  const other = await new FakeReplica(view).start()
  onTestFinished(() => other.stop())
  const first = new LiveClient()
  const leaving = await liveCore(replica).subscribe(requestOf(snapshot), first)
  await first.until(({ fold }) => fold.size === 3)
  leaving.stop()
  for (let n = 0; n < 30; n += 1) view.change(`r${n % 4}`)
  const second = new LiveClient()
  await liveCore(other).subscribe(requestOf({ resumeFrom: first.cursor }), second)
  await second.until(({ received }) => received.length === 30)
  const told = second.received.map(({ data }) => [data.changed.key, data.changed.version])
  expect(told).toEqual(view.log.slice(3).map(({ key, version }) => [key, version]))
  view.change('more')
  await second.until(({ fold }) => fold.has('more'))
  expect(second.received).toHaveLength(31)
})

test('a cursor from the middle of a snapshot brings the rest of it', async () => {
  const { view, replica } = await startView()
  for (let n = 0; n < 250; n += 1) view.change(`k${String(n).padStart(3, '0')}`)
  const core = liveCore(replica)
  const first = new LiveClient()
  await core.subscribe(requestOf(snapshot), first)
  await first.until(({ received }) => received.length === 250)
  view.change('k000')
  const second = new LiveClient()
  await core.subscribe(requestOf({ ...snapshot, resumeFrom: first.received[119]?.extensions.cursor }), second)
  await second.until(({ fold }) => fold.has('k000'))
  expect(second.received).toHaveLength(131)
  expect(
    new Map(
      [...first.received.slice(0, 120), ...second.received].map(({ data }) => [data.changed.key, data.changed.version]),
    ),
  ).toEqual(view.now())
})

test('a replica that is behind the cursor is waited for', async () => {
  const { view, replica } = await startView(3)
  const late = new FakeReplica(view)
  late.heldBack = true
  await late.start()
  onTestFinished(() => late.stop())
  view.change('a')
  view.change('b')
  const first = new LiveClient()
  await liveCore(replica).subscribe(requestOf(snapshot), first)
  await first.until(({ fold }) => fold.size === 5)
  view.change('c')
  const second = new LiveClient()
  await liveCore(late).subscribe(requestOf({ resumeFrom: first.cursor }), second)
  await late.until(() => late.subscribed.filter(({ live }) => live.page !== undefined).length === 3)
  expect(second.received).toEqual([])
  late.heldBack = false
  late.advance()
  await second.until(({ fold }) => fold.has('c'))
  expect(second.received).toHaveLength(1)
})

test('identical subscriptions share one upstream operation and one hydration per event, until the last one leaves', async () => {
  const { view, replica } = await startView()
  const schema = fakeSchema()
  const core = liveCore(replica, schema)
  const clients = Array.from({ length: 10 }, () => new LiveClient())
  const subscriptions = await Promise.all(clients.map((client) => core.subscribe(requestOf(), client)))
  await replica.until(() => replica.operations === 1)
  view.change('a')
  await Promise.all(clients.map((client) => client.until(({ received }) => received.length === 1)))
  expect(replica.subscribed).toHaveLength(1)
  expect(schema.hydrations).toBe(1)
  for (const subscription of subscriptions.slice(1)) subscription.stop()
  view.change('a')
  await clients[0]?.until(({ received }) => received.length === 2)
  expect(clients[1]?.received).toHaveLength(1)
  subscriptions[0]?.stop()
  await replica.until(() => replica.operations === 0)
  expect(core.count).toBe(0)
})

test('other people and other arguments never share an upstream operation', async () => {
  const { replica } = await startView()
  const core = liveCore(replica)
  await core.subscribe(requestOf(), new LiveClient())
  await core.subscribe(requestOf({ viewer: BOB }), new LiveClient())
  await core.subscribe(requestOf({ viewer: { ...ALICE, roles: ['ADMIN'] } }), new LiveClient())
  await core.subscribe(requestOf({ variables: { key: 'a' } }), new LiveClient())
  await replica.until(() => replica.operations === 4)
  expect(replica.subscribed.map(({ authorization }) => authorization)).toEqual([
    'Bearer alice-1',
    'Bearer bob-1',
    'Bearer alice-1',
    'Bearer alice-1',
  ])
})

test('a lost connection to the subgraph is taken up behind the last row, and clients notice nothing', async () => {
  const { view, replica } = await startView(3)
  const core = liveCore(replica)
  const client = new LiveClient()
  await core.subscribe(requestOf(snapshot), client)
  await client.until(({ fold }) => fold.size === 3)
  for (let round = 0; round < 5; round += 1) {
    view.change('a')
    if (round % 2 === 0) await replica.stop()
    else replica.cut()
    view.change('a')
    view.change(`round-${round}`)
    if (round % 2 === 0) await replica.start()
    await client.until(({ fold }) => fold.has(`round-${round}`))
  }
  expect(client.versionsOf('a')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(client.problem).toBeUndefined()
})

test('a slow client gets one RESYNC_REQUIRED with the cursor from which it then misses nothing', async () => {
  const { view, replica } = await startView()
  const core = liveCore(replica)
  const fast = new LiveClient()
  await core.subscribe(requestOf(), fast)
  const slow = new LiveClient()
  slow.slow = true
  await core.subscribe(requestOf(), slow)
  await replica.until(() => replica.operations === 1)
  for (let n = 0; n < 10_000; n += 1) {
    view.change('a')
    if (n % 100 === 0) await nextTurn()
  }
  await slow.until(({ errors }) => errors !== undefined)
  expect(slow.received).toHaveLength(1)
  expect(slow.errors?.[0]?.extensions).toEqual({ code: 'RESYNC_REQUIRED', reason: 'SLOW_CLIENT', cursor: slow.cursor })
  const again = new LiveClient()
  await core.subscribe(requestOf({ resumeFrom: slow.cursor }), again)
  await again.until(({ fold }) => fold.get('a') === 10_000)
  expect(again.versionsOf('a')).toEqual(Array.from({ length: 9_999 }, (_, n) => n + 2))
  await fast.until(({ fold }) => fold.get('a') === 10_000)
  expect(fast.received).toHaveLength(10_000)
  expect(fast.problem).toBeUndefined()
}, 30_000)

test('a client that reads slowly, but reads, gets everything; its snapshot waits for it', async () => {
  const { view, replica } = await startView()
  for (let n = 0; n < 250; n += 1) view.change(`k${n}`)
  const core = liveCore(replica)
  const client = new LiveClient()
  client.slow = true
  const subscription = await core.subscribe(requestOf(snapshot), client)
  await client.until(({ received }) => received.length === 1)
  // Two operations: the group's, and the page that holds what the client has not taken.
  expect(replica.subscribed).toHaveLength(2)
  for (let n = 0; n < 249; n += 1) {
    const before = client.received.length
    subscription.resume()
    await client.until(({ received }) => received.length > before)
  }
  expect(client.fold).toEqual(view.now())
})

test('a view that was replaced is told, never passed over in silence', async () => {
  const { view, replica } = await startView(3)
  const core = liveCore(replica)
  const client = new LiveClient()
  await core.subscribe(requestOf(snapshot), client)
  await client.until(({ fold }) => fold.size === 3)
  view.stream = '2026-02-02T00:00:00Z'
  replica.cut()
  await client.until(({ errors }) => errors !== undefined)
  expect(client.errors?.[0]?.extensions).toEqual({ code: 'RESYNC_REQUIRED', reason: 'STREAM_REPLACED' })
  const resuming = new LiveClient()
  await core.subscribe(requestOf({ resumeFrom: client.cursor }), resuming)
  await resuming.until(({ errors }) => errors !== undefined)
  expect(resuming.errors?.[0]?.extensions).toEqual({ code: 'RESYNC_REQUIRED', reason: 'STREAM_REPLACED' })
})

test('cursors that are garbage, of others or of other arguments are refused by name', async () => {
  const { replica } = await startView(3)
  const core = liveCore(replica)
  const client = new LiveClient()
  await core.subscribe(requestOf(snapshot), client)
  await client.until(({ fold }) => fold.size === 3)
  const { cursor = '' } = client
  const reasonFor = async (more: Parameters<typeof requestOf>[0]) => {
    try {
      await core.subscribe(requestOf(more), new LiveClient())
    } catch (error) {
      return (error as { extensions?: unknown }).extensions
    }
  }
  const invalid = { code: 'BAD_USER_INPUT', reason: 'INVALID_CURSOR' }
  for (const garbage of ['', 'x', 'a.b', `${cursor}x`, cursor.slice(1), `${cursor}.a`, 'a'.repeat(5_000)]) {
    expect(await reasonFor({ resumeFrom: garbage }), garbage).toEqual(invalid)
  }
  expect(await reasonFor({ resumeFrom: cursor, viewer: BOB })).toMatchObject({ reason: 'CURSOR_OF_ANOTHER_VIEWER' })
  expect(await reasonFor({ resumeFrom: cursor, variables: { key: 'a' } })).toMatchObject({
    reason: 'CURSOR_OF_ANOTHER_SUBSCRIPTION',
  })
  expect(await reasonFor({ resumeFrom: cursor, variables: {} })).toBeUndefined()
})

test('a subgraph that is away when a subscription begins is named, after a bounded wait', async () => {
  const { view, replica } = await startView(1)
  await replica.stop()
  const core = liveCore(replica, fakeSchema(), 300)
  const client = new LiveClient()
  await core.subscribe(requestOf(snapshot), client)
  await client.until(({ errors }) => errors !== undefined)
  expect(client.errors?.[0]?.extensions).toEqual({
    code: 'SUBGRAPH_UNAVAILABLE',
    serviceName: 'view',
    reason: 'UNREACHABLE',
  })
  await replica.start()
  const again = new LiveClient()
  await core.subscribe(requestOf(snapshot), again)
  await again.until(({ fold }) => fold.size === 1)
  expect(again.fold).toEqual(view.now())
})

test('an upstream operation whose token has expired goes on with the token that was brought', async () => {
  const { view, replica } = await startView()
  const core = liveCore(replica)
  const client = new LiveClient()
  const renewals = new Set<(viewer: Viewer) => void>()
  const onRenewal = (listener: (viewer: Viewer) => void) => {
    renewals.add(listener)
    return () => void renewals.delete(listener)
  }
  const subscription = await core.subscribe(requestOf({ onRenewal }), client)
  await replica.until(() => replica.operations === 1)
  for (const renew of renewals) renew({ ...ALICE, expiresAt: new Date('2101-01-01'), token: 'alice-2' })
  replica.refuse('UNAUTHENTICATED', 'expired')
  view.change('a')
  view.change('a')
  await client.until(({ fold }) => fold.get('a') === 2)
  expect(replica.subscribed.at(-1)?.authorization).toBe('Bearer alice-2')
  expect(client.versionsOf('a')).toEqual([1, 2])
  subscription.stop()
  expect(renewals.size).toBe(0)
})

test('a new schema ends only the operations that it breaks, naming why; the others are taken up without a gap', async () => {
  const { view, replica } = await startView(2)
  const core = liveCore(replica, {
    prepare: ({ text }) => fakeSchema({ text }).prepare({ text }),
  })
  const [kept, broken] = [new LiveClient(), new LiveClient()]
  await core.subscribe(requestOf(snapshot), kept)
  await core.subscribe(requestOf({ ...snapshot, text: 'old' }), broken)
  await Promise.all([kept, broken].map((client) => client.until(({ fold }) => fold.size === 2)))
  await core.reload(fakeSchema({ query: 'subscription { changed more }' }))
  view.change('a')
  await kept.until(({ fold }) => fold.has('a'))
  expect(broken.errors?.[0]).toEqual({
    message: 'The schema has changed, and this operation no longer fits it: old is gone.',
    extensions: { code: 'BAD_USER_INPUT', reason: 'SCHEMA_CHANGED' },
  })
  expect(kept.problem).toBeUndefined()
  await replica.until(() => replica.operations === 1)
})

test('the first payload says whether the view holds what the client wrote', async () => {
  const { view, replica } = await startView(2)
  const core = liveCore(replica)
  const [wrote, unknown, now] = [new LiveClient(), new LiveClient(), new LiveClient()]
  const known = tokens.write([KNOWN], ALICE)
  await core.subscribe(requestOf({ ...snapshot, consistency: known }), wrote)
  await core.subscribe(requestOf({ ...snapshot, consistency: tokens.write([randomUUID()], ALICE) }), unknown)
  await core.subscribe(requestOf({ consistency: known }), now)
  await Promise.all([wrote, unknown].map((client) => client.until(({ received }) => received.length === 2)))
  expect(wrote.received.map(({ extensions }) => extensions.consistencyReached)).toEqual([true, undefined])
  expect(unknown.received.map(({ extensions }) => extensions.consistencyReached)).toEqual([false, undefined])
  await replica.until(() => replica.subscribed.length === 6 && replica.operations === 1)
  view.change('a')
  await now.until(({ received }) => received.length === 1)
  expect(now.received[0]?.extensions.consistencyReached).toBe(true)
})

test('however many wait for a write, whoever only reads has their rows', async () => {
  const { replica } = await startView(3)
  replica.waits = true
  const core = liveCore(replica)
  const consistency = tokens.write([randomUUID()], ALICE)
  for (let n = 0; n < 150; n += 1) await core.subscribe(requestOf({ ...snapshot, consistency }), new LiveClient())
  await replica.until(() => replica.subscribed.filter(({ live }) => live.consistency !== undefined).length === 150)
  const reads = new LiveClient()
  await core.subscribe(requestOf(snapshot), reads)
  await reads.until(({ fold }) => fold.size === 3)
  expect(replica.subscribed.filter(({ live }) => live.begin === 'snapshot')).toHaveLength(1)
})

test('a replica that is behind a cursor is waited for without a turn', async () => {
  const { view, replica } = await startView(3)
  const core = liveCore(replica)
  const first = new LiveClient()
  await core.subscribe(requestOf(snapshot), first)
  await first.until(({ fold }) => fold.size === 3)
  const behind = await new FakeReplica(view).start()
  onTestFinished(() => behind.stop())
  behind.heldBack = true
  view.change('r0')
  await first.until(({ fold }) => fold.get('r0') === 2)
  const other = liveCore(behind)
  const [resumes, reads] = [new LiveClient(), new LiveClient()]
  for (let n = 0; n < 100; n += 1)
    await other.subscribe(requestOf({ resumeFrom: first.cursor }), n === 0 ? resumes : new LiveClient())
  await behind.until(() => behind.subscribed.length >= 101)
  await other.subscribe(requestOf(snapshot), reads)
  await reads.until(({ fold }) => fold.size === 3)
  behind.heldBack = false
  view.change('r1')
  await resumes.until(({ fold }) => fold.get('r1') === 2)
})

test('what nobody has signed, or was told to somebody else, is not waited for', async () => {
  const { replica } = await startView(1)
  const core = liveCore(replica)
  const forged = requestOf({ ...snapshot, consistency: encodeConsistency([randomUUID()]) })
  await expect(core.subscribe(forged, new LiveClient())).rejects.toThrow(
    expect.objectContaining({ extensions: expect.objectContaining({ reason: 'INVALID_CONSISTENCY' }) }),
  )
  expect(core.count).toBe(0)
  const client = new LiveClient()
  await core.subscribe(requestOf({ ...snapshot, viewer: BOB, consistency: tokens.write([KNOWN], ALICE) }), client)
  await client.until(({ fold }) => fold.size === 1)
  expect(client.received[0]?.extensions).not.toHaveProperty('consistencyReached')
  expect(replica.subscribed.map(({ live }) => live.consistency)).toEqual([undefined, undefined])
})

test('rows of one entity are hydrated in order, one after the other', async () => {
  const { view, replica } = await startView()
  let underway = 0
  const schema = fakeSchema({
    async hydrate() {
      underway += 1
      expect(underway).toBe(1)
      await nextTurn()
      underway -= 1
    },
  })
  const core = liveCore(replica, schema)
  const client = new LiveClient()
  await core.subscribe(requestOf(), client)
  await replica.until(() => replica.operations === 1)
  for (let n = 0; n < 50; n += 1) view.change('a')
  await client.until(({ fold }) => fold.get('a') === 50)
  expect(client.problem).toBeUndefined()
})

test('rows of different entities that wait are hydrated at once, a few of them, and told in their order', async () => {
  const { view, replica } = await startView()
  const underway = new Set<number>()
  const counts: number[] = []
  const schema = fakeSchema({
    async hydrate() {
      const row = counts.length
      underway.add(row)
      counts.push(underway.size)
      // The first ones are the last to be ready.
      for (let turn = row % 8; turn < 8; turn += 1) await nextTurn()
      underway.delete(row)
    },
  })
  const core = liveCore(replica, schema)
  const client = new LiveClient()
  await core.subscribe(requestOf(), client)
  await replica.until(() => replica.operations === 1)
  const told = Array.from({ length: 60 }, (_, n) => view.change(`r${n % 12}`))
  await client.until(({ received }) => received.length === told.length)
  expect(client.received.map(({ data }) => data.changed.key)).toEqual(told.map(({ key }) => key))
  expect(client.problem).toBeUndefined()
  const most = Math.max(...counts)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(8)
})
