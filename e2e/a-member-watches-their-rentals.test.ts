import { afterEach, beforeAll, expect, test } from 'vitest'
import { eventually, operations, Person, rentalBecomes } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import { Subscriber, type SubscriberSettings } from '@ebook/clients/testing/subscriber'
import type { Stack } from '@ebook/stack/stack'
import { Stream } from './streams.ts'

let stack: Stack
let librarian: Person
const subscribers: Subscriber[] = []

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
})
afterEach(() => {
  for (const subscriber of subscribers.splice(0)) {
    subscriber.leave()
    expect(subscriber.problems, subscriber.who.sub).toEqual([])
  }
})

async function watches(sub: string, settings: SubscriberSettings = {}, role: 'MEMBER' | 'ADMIN' = 'MEMBER') {
  const subscriber = new Subscriber(stack, sub, role, settings)
  subscribers.push(subscriber)
  return subscriber.connect()
}

const member = (sub: string) => new Person(stack, sub, 'MEMBER')

test('F4 F7 F10 statement 20: DashboardChanged as it is written: the rows as they are, then each change, with what others know', async () => {
  const wanda = member('wanda')
  const [first, second] = [await librarian.registers({ seats: 3 }), await librarian.registers()]
  const before = await wanda.requests(first.id)
  await eventually('the view has all of it', async () => {
    const { points, trace } = await wanda.rental(before.id)
    // Rented, Paid, ApprovalRequested and PromoCompleted, in whatever order they came.
    return points?.granted === 300 && trace.length === 4 && (await wanda.dashboardRow(before.id))?.points === 300
  })

  const live = await watches('wanda')
  await live.until('the snapshot', ({ fold }) => fold.has(before.id))
  expect(live.frames).toHaveLength(1)
  const { row, errors } = live.frames[0] ?? {}
  expect(errors).toBeUndefined()
  expect(row).toMatchObject({
    userId: 'wanda',
    title: first.title,
    status: 'PAID',
    paymentState: 'PAID',
    points: 300,
    dueAt: null,
    rental: { id: before.id, status: 'PAID', renewalCount: 0 },
    book: { id: first.id, title: first.title, authors: ['An Author'], seatsFree: 2 },
  })

  const rental = await wanda.requests(second.id)
  await live.until('paid, with points', ({ fold }) => fold.get(rental.id)?.points === 300)
  await eventually('approved', () => librarian.does('ApproveRental', { rentalId: rental.id }))
  await live.until('on loan', ({ fold }) => fold.get(rental.id)?.dueAt !== null)
  expect(live.fold.get(rental.id)).toMatchObject({ status: 'APPROVED', book: { seatsFree: 0 } })
  await wanda.does('ReturnRental', { rentalId: rental.id })
  await live.until('given back', ({ fold }) => fold.get(rental.id)?.status === 'RETURNED')
  // The row begins with Rented, and on a busy machine Paid can be in the stream before it: then PAID is the first.
  const statuses = new Set(live.statusesOf(rental.id)).difference(new Set(['RENTED']))
  expect([...statuses]).toEqual(['PAID', 'APPROVED', 'RETURNED'])
  await live.foldsToTheQuery()
})

test('F10 without a snapshot there is nothing but changes', async () => {
  const ana = member('ana')
  const book = await librarian.registers({ seats: 2 })
  const before = await ana.requests(book.id)
  const { version } = await eventually('the view has it', () => ana.dashboardRow(before.id))
  const live = await watches('ana', { variables: { snapshot: false } })
  const snapshot = await watches('ana')
  await snapshot.until('the snapshot', ({ fold }) => fold.has(before.id))
  await ana.does('CancelRental', { rentalId: before.id })
  await live.until('canceled and given back', ({ fold }) => fold.get(before.id)?.paymentState === 'REFUNDED')
  await live.until('points taken back', ({ fold }) => fold.get(before.id)?.points === 0)
  expect(live.versionsOf(before.id)[0]).toBeGreaterThan(version)
})

test('statement 21: two members act at once, and neither sees a row of the other; the librarian sees both', async () => {
  const names = ['bob', 'carol']
  const book = await librarian.registers({ seats: 50 })
  const lives = await Promise.all(names.map((name) => watches(name)))
  const all = await watches('libby', {}, 'ADMIN')
  await Promise.all(
    names.map(async (name) => {
      const { id } = await member(name).requests(book.id)
      await eventually('refused', () => librarian.does('RefuseRental', { rentalId: id, reasonCode: 'POLICY' }))
    }),
  )
  for (const live of lives) {
    await live.until('refused and given back', ({ fold }) =>
      [...fold.values()].some((row) => row.paymentState === 'REFUNDED'),
    )
    await live.foldsToTheQuery()
    expect(new Set(live.frames.map(({ row }) => row.userId))).toEqual(new Set([live.who.sub]))
  }
  await all.foldsToTheQuery()
  expect(new Set([...all.fold.values()].map((row) => row.userId))).toEqual(expect.objectContaining(new Set(names)))
})

test('F10 one rental alone; another member who asks for it by its id receives nothing', async () => {
  const dora = member('dora')
  const book = await librarian.registers({ seats: 2 })
  const mine = await dora.requests(book.id)
  const one = await watches('dora', { variables: { rentalId: mine.id } })
  const all = await watches('dora')
  const foreign = await watches('eve', { variables: { rentalId: mine.id } })
  const other = await dora.requests((await librarian.registers()).id)
  await dora.does('CancelRental', { rentalId: mine.id })
  await all.until('the other is paid', ({ fold }) => fold.get(other.id)?.points === 300)
  await one.until('the one is canceled', ({ fold }) => fold.get(mine.id)?.status === 'CANCELED')
  await one.foldsToTheQuery()
  expect([...one.fold.keys()]).toEqual([mine.id])
  expect(foreign.frames).toEqual([])
  expect(foreign.refusals).toEqual([])
})

test('F4 F10 statement 20: a librarian sees a request the moment it is paid, and once more when it leaves the queue', async () => {
  const queue = await watches('libby', { variables: { status: 'PAID' } }, 'ADMIN')
  const fred = member('fred')
  const { id } = await fred.requests((await librarian.registers()).id)
  await queue.until('it is in the queue', ({ fold }) => fold.get(id)?.status === 'PAID')
  await eventually('approved', () => librarian.does('ApproveRental', { rentalId: id }))
  await queue.until('it has left', ({ fold }) => fold.get(id)?.status === 'APPROVED')
  // Rent hears of the approval too, when it will; the queue is told nothing more of it.
  await rentalBecomes(fred, id, { status: 'APPROVED' })
  await fred.does('ReturnRental', { rentalId: id })
  await queue.foldsToTheQuery()
  await eventually('the view has it', async () => (await fred.dashboardRow(id))?.status === 'RETURNED')
  expect(queue.statusesOf(id).filter((status) => status !== 'PAID')).toEqual(['APPROVED'])
})

test('F10 graphql-ws, SSE and multipart receive the same', async () => {
  const gina = member('gina')
  const book = await librarian.registers()
  const token = await stack.token('gina', 'MEMBER')
  const request = { query: operations.get('DashboardChanged') ?? '', variables: { snapshot: true } }
  const socket = await watches('gina')
  const streams = [Stream.sse(stack.url, token, request), Stream.multipart(stack.url, token, request)]
  const [sse] = streams
  await eventually('both streams are open', async () => streams.every(({ status }) => status === 200))
  const { id } = await gina.requests(book.id)
  await socket.until('points', ({ fold }) => fold.get(id)?.points === 300)
  await gina.does('CancelRental', { rentalId: id })
  await socket.until(
    'points taken back',
    ({ fold }) => fold.get(id)?.points === 0 && fold.get(id).status === 'CANCELED',
  )
  const facts = (row: Record<string, unknown>) =>
    [row['rentalId'], row['version'], row['status'], row['paymentState'], row['points']].join(' ')
  await eventually('the streams have what the socket has', async () => {
    const told = socket.frames.map(({ row }) => facts(row))
    for (const stream of streams) {
      const got = stream.payloads.map(({ data }) => facts(data.dashboardChanged))
      // Whoever connected a moment later has the first changes as one row of its snapshot.
      expect(got.length).toBeGreaterThan(3)
      expect(told.slice(-got.length)).toEqual(got)
    }
    return true
  })
  expect(streams.flatMap(({ payloads }) => payloads).every(({ extensions }) => extensions.cursor)).toBe(true)
  expect(sse?.lastId).toBe(sse?.payloads.at(-1).extensions.cursor)

  // A cursor is the same to all of them.
  for (const stream of streams) stream.stop()
  const resumed = Stream.sse(stack.url, token, request, { 'last-event-id': socket.frames.at(-3)?.cursor ?? '' })
  await eventually('the last two changes again', async () => resumed.payloads.length === 2)
  expect(resumed.payloads.map(({ data }) => data.dashboardChanged.version)).toEqual(
    socket.frames.slice(-2).map(({ version }) => version),
  )
  resumed.stop()
})

test('F10 statement 22: the first payload says whether the view has what the member wrote', async () => {
  const book = await librarian.registers()
  const { data, extensions } = await stack.graphql(
    operations.get('RequestRental') ?? '',
    { input: { bookId: book.id, idempotencyKey: 'one' } },
    await stack.token('hugo', 'MEMBER'),
  )
  expect(data).toMatchObject({ requestRental: { userErrors: [] } })
  const consistency = extensions?.['consistency'] as string
  expect(typeof consistency).toBe('string')
  const live = await watches('hugo', { consistency })
  await live.until('a row', ({ frames }) => frames.length > 0)
  expect(live.frames[0]?.extensions.consistencyReached).toBe(true)
  expect(live.frames.slice(1).every((frame) => !('consistencyReached' in frame.extensions))).toBe(true)
  await live.foldsToTheQuery()
})
