import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, type Json } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { Subscriber, type Frame, type SubscriberSettings } from '@ebook/clients/testing/subscriber'
import type { Stack, StackProcess } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
let otherDashboard: StackProcess
let otherRouter: StackProcess
const subscribers: Subscriber[] = []

beforeAll(async () => {
  stack = await startLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  otherDashboard = await stack.replica('dashboard')
  otherRouter = await stack.replica('router', { DASHBOARD_URL: otherDashboard.url })
})
afterAll(async () => {
  for (const subscriber of subscribers) subscriber.leave()
  await stack?.stop()
})

function subscriber(sub: string, settings?: SubscriberSettings, role: 'MEMBER' | 'ADMIN' = 'MEMBER'): Subscriber {
  const made = new Subscriber(stack, sub, role, settings)
  subscribers.push(made)
  return made
}

/** So many rentals, each requested, paid, canceled, given back: up to eight changes each. */
async function canceledRentals(member: Person, count: number): Promise<void> {
  const book = await librarian.registers({ seats: count })
  await Promise.all(
    Array.from({ length: count }, async () => {
      const { id } = await eventually('a title may be rented once at a time', () => member.requests(book.id))
      await member.does('CancelRental', { rentalId: id })
    }),
  )
}

/** Nothing more will happen to a rental that stands so. */
const isOver = ({ status, paymentState, points }: Json) =>
  status === 'CANCELED' && paymentState === 'REFUNDED' && points === 0
const allIsOver = ({ fold }: Subscriber) => [...fold.values()].every(isOver)

const facts = (frames: readonly Frame[]) => frames.map(({ rentalId, version, row }) => [rentalId, version, row.status])

test('statement 20: who lost the connection receives exactly what was missed, in order, from any router', async () => {
  const alice = new Person(stack, 'alice', 'MEMBER')
  const present = await subscriber('alice').connect()
  const away = await subscriber('alice').connect()
  await canceledRentals(alice, 1)
  for (const one of [present, away]) await one.until('a rental', (it) => it.fold.size === 1 && allIsOver(it))
  away.cut()
  await away.until('it is away', ({ closes }) => closes.length === 1)
  const [had, cursor] = [away.frames.length, away.cursor]

  for (let n = 0; n < 6; n += 1) await canceledRentals(alice, 1)
  await present.until(
    '30 changes and more',
    (it) => it.frames.length >= had + 30 && it.fold.size === 7 && allIsOver(it),
  )
  await present.foldsToTheQuery()
  const missed = present.frames.slice(present.frames.findIndex((frame) => frame.cursor === cursor) + 1)
  expect(missed.length).toBeGreaterThanOrEqual(30)

  const elsewhere = subscriber('alice', { resumeFrom: cursor ?? '' })
  await Promise.all([away.connect(), elsewhere.connect(otherRouter.url)])
  for (const back of [away, elsewhere]) {
    await back.until('what was missed', ({ frames, fold }) => {
      const [last] = missed.slice(-1)
      return frames.length > 0 && fold.get(last?.rentalId ?? '')?.version === last?.version
    })
  }
  expect(facts(away.frames.slice(had))).toEqual(facts(missed))
  expect(facts(elsewhere.frames)).toEqual(facts(missed))
  await away.foldsToTheQuery()

  // And it goes on.
  await canceledRentals(alice, 1)
  for (const back of [present, away]) await back.until('one more', (it) => it.fold.size === 8 && allIsOver(it))
  for (const back of [present, away]) await back.foldsToTheQuery()
  await elsewhere.until('the same', ({ frames }) => frames.length === present.frames.length - had)
  expect(elsewhere.problems).toEqual([])
  expect([...present.resyncs, ...away.resyncs, ...elsewhere.resyncs]).toEqual([])
})

test('statement 20: a cursor from the middle of a snapshot: the rest of it as it was, then the changes', async () => {
  const bea = new Person(stack, 'bea', 'MEMBER')
  const book = await librarian.registers()
  for (let n = 0; n < 12; n += 1) {
    const { id } = await eventually('the title is free again', () => bea.requests(book.id))
    // Canceled before it is paid and has its points, it would end in another way.
    await eventually('points', async () => (await bea.dashboardRow(id))?.points === 300)
    await bea.does('CancelRental', { rentalId: id })
  }
  await eventually('nothing more happens to them', async () => {
    const { myDashboard } = await bea.send('MyDashboard', { first: 100 })
    return myDashboard.edges.every(({ node }: Json) => isOver(node))
  })
  const whole = await subscriber('bea').connect()
  await whole.until('the snapshot', ({ fold }) => fold.size === 12)
  const after = await bea.requests((await librarian.registers()).id)
  // Requested, paid, before the librarian, points.
  const hasAll = ({ fold }: Subscriber) => fold.get(after.id)?.version === 4
  await whole.until('its changes', hasAll)

  const rest = await subscriber('bea', { resumeFrom: whole.frames[4]?.cursor ?? '' }).connect(otherRouter.url)
  await rest.until('its changes', hasAll)
  expect(facts(rest.frames)).toEqual(facts(whole.frames.slice(5)))
  expect([...whole.problems, ...rest.problems]).toEqual([])
})

test('statement 20: a cursor that was made up, belongs to somebody else or to other arguments is refused', async () => {
  const carl = new Person(stack, 'carl', 'MEMBER')
  const live = await subscriber('carl').connect()
  const { id } = await carl.requests((await librarian.registers()).id)
  await live.until('a row', ({ frames }) => frames.length > 0)
  const cursor = live.cursor ?? ''
  const [body = '', signature = ''] = cursor.split('.')
  const forged = Buffer.from(body, 'base64url')
    .toString()
    .replace(/"sequence":\d+/, '"sequence":1')

  const reasonFor = async (sub: string, resumeFrom: string, variables = {}, role: 'MEMBER' | 'ADMIN' = 'MEMBER') => {
    const refused = await subscriber(sub, { resumeFrom, variables }, role).connect()
    await refused.until('it is refused', ({ refusals }) => refusals.length > 0)
    expect(refused.frames).toEqual([])
    expect(refused.refusals[0].extensions.code).toBe('BAD_USER_INPUT')
    return refused.refusals[0].extensions.reason
  }
  expect(await reasonFor('carl', 'garbage')).toBe('INVALID_CURSOR')
  expect(await reasonFor('carl', '')).toBe('INVALID_CURSOR')
  expect(await reasonFor('carl', 'x'.repeat(5_000))).toBe('INVALID_CURSOR')
  expect(await reasonFor('carl', `${Buffer.from(forged).toString('base64url')}.${signature}`)).toBe('INVALID_CURSOR')
  expect(await reasonFor('dan', cursor)).toBe('CURSOR_OF_ANOTHER_VIEWER')
  expect(await reasonFor('carl', cursor, {}, 'ADMIN')).toBe('CURSOR_OF_ANOTHER_VIEWER')
  expect(await reasonFor('carl', cursor, { rentalId: id })).toBe('CURSOR_OF_ANOTHER_SUBSCRIPTION')
})

test('statement 20: a cursor that is older than what is kept: RESYNC_REQUIRED, and a snapshot is right again', async () => {
  const short = await stack.replica('dashboard', { RESUME_WINDOW: '10' })
  const router = await stack.replica('router', { DASHBOARD_URL: short.url })
  const dina = new Person(stack, 'dina', 'MEMBER')
  const live = await subscriber('dina').connect(router.url)
  await canceledRentals(dina, 1)
  await live.foldsToTheQuery()
  live.cut()
  await live.until('it is away', ({ closes }) => closes.length === 1)
  await canceledRentals(dina, 1)
  await canceledRentals(dina, 1)
  await subscriber('dina')
    .connect(router.url)
    .then((other) => other.foldsToTheQuery())
  await live.connect(router.url)
  await live.until('it is told', ({ resyncs }) => resyncs.length > 0)
  expect(live.resyncs).toEqual([{ reason: 'CURSOR_TOO_OLD' }])
  await live.connect(router.url)
  await live.foldsToTheQuery()
})

test('F10 with the token the connection ends, with 4403 within a second, and a new one goes on behind the cursor', async () => {
  const ella = new Person(stack, 'ella', 'MEMBER')
  const short = await stack.token('ella', 'MEMBER', { ttl: 4 })
  const tokens = [short, await stack.token('ella', 'MEMBER')]
  const live = await subscriber('ella', { token: async () => tokens.shift() ?? '' }).connect()
  const { id } = await ella.requests((await librarian.registers()).id)
  await live.until('points', ({ fold }) => fold.get(id)?.points === 300, expiryOf(short) - Date.now())
  await live.until('it is closed', ({ closes }) => closes.length > 0, expiryOf(short) - Date.now() + 1_000)
  expect(Date.now()).toBeGreaterThanOrEqual(expiryOf(short))
  expect(live.closes.map(({ code }) => code)).toEqual([4403])
  await ella.does('CancelRental', { rentalId: id })
  await live.connect()
  await live.foldsToTheQuery()
  expect(live.resyncs).toEqual([])
})

test('F10 a new token on the live connection keeps it open; one of somebody else changes nothing', async () => {
  const finn = new Person(stack, 'finn', 'MEMBER')
  const short = await stack.token('finn', 'MEMBER', { ttl: 5 })
  const live = await subscriber('finn', { token: async () => short }).connect()
  const bound = await subscriber('finn', { token: async () => short }).connect()
  for (const one of [live, bound]) await one.until('it is connected', (it) => it.isConnected)
  const { id } = await finn.requests((await librarian.registers()).id)
  await live.until('a row', ({ fold }) => fold.has(id))
  for (const token of [await stack.token('gus', 'MEMBER'), await stack.token('finn', 'ADMIN'), 'garbage']) {
    expect(await bound.renew(token)).toMatchObject({ authorization: 'refused' })
  }
  const long = await stack.token('finn', 'MEMBER')
  expect(await live.renew(long)).toEqual({
    authorization: 'accepted',
    expiresAt: new Date(expiryOf(long)).toISOString(),
  })

  await bound.until('the other is closed', ({ closes }) => closes.length > 0)
  expect(bound.closes.map(({ code }) => code)).toEqual([4403])
  await delay(Math.max(0, expiryOf(short) - Date.now()) + 1_500)
  expect(live.closes).toEqual([])
  await finn.does('CancelRental', { rentalId: id })
  await live.until('the change', ({ fold }) => fold.get(id)?.status === 'CANCELED')
  await live.foldsToTheQuery()
}, 90_000)

/** Milliseconds since 1970. */
function expiryOf(token: string): number {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).exp * 1_000
}
