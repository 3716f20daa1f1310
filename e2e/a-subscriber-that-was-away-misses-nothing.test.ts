import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, type Json } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import { Subscriber, type Frame, type SubscriberSettings } from '@ebook/clients/testing/subscriber'
import type { Stack, StackProcess } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
const replicas: StackProcess[] = []
let otherRouter: StackProcess
const subscribers: Subscriber[] = []

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  otherRouter = await beside({})
})
afterAll(async () => {
  for (const subscriber of subscribers) subscriber.leave()
  await Promise.all(replicas.map((replica) => replica.stop()))
})

/** A router before a dashboard of its own. */
async function beside(env: Record<string, string>): Promise<StackProcess> {
  const dashboard = await stack.replica('dashboard', env)
  replicas.push(dashboard)
  const router = await stack.replica('router', { DASHBOARD_URL: dashboard.url })
  replicas.push(router)
  return router
}

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
  const ada = new Person(stack, 'ada', 'MEMBER')
  const present = await subscriber('ada').connect()
  const away = await subscriber('ada').connect()
  await canceledRentals(ada, 1)
  for (const one of [present, away]) await one.until('a rental', (it) => it.fold.size === 1 && allIsOver(it))
  away.cut()
  await away.until('it is away', ({ closes }) => closes.length === 1)
  const [had, cursor] = [away.frames.length, away.cursor]

  for (let n = 0; n < 6; n += 1) await canceledRentals(ada, 1)
  await present.until(
    '30 changes and more',
    (it) => it.frames.length >= had + 30 && it.fold.size === 7 && allIsOver(it),
  )
  await present.foldsToTheQuery()
  const missed = present.frames.slice(present.frames.findIndex((frame) => frame.cursor === cursor) + 1)
  expect(missed.length).toBeGreaterThanOrEqual(30)

  const elsewhere = subscriber('ada', { resumeFrom: cursor ?? '' })
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
  await canceledRentals(ada, 1)
  for (const back of [present, away]) await back.until('one more', (it) => it.fold.size === 8 && allIsOver(it))
  for (const back of [present, away]) await back.foldsToTheQuery()
  await elsewhere.until('the same', ({ frames }) => frames.length === present.frames.length - had)
  expect(elsewhere.problems).toEqual([])
  expect([...present.resyncs, ...away.resyncs, ...elsewhere.resyncs]).toEqual([])
})

test('statement 20: a cursor from the middle of a snapshot: the rest of it as it was, then the changes', async () => {
  const berta = new Person(stack, 'berta', 'MEMBER')
  const book = await librarian.registers()
  for (let n = 0; n < 12; n += 1) {
    const { id } = await eventually('the title is free again', () => berta.requests(book.id))
    // Canceled before it is paid and has its points, it would end in another way.
    await eventually('points', async () => (await berta.dashboardRow(id))?.points === 300)
    await berta.does('CancelRental', { rentalId: id })
  }
  await eventually('nothing more happens to them', async () => {
    const { myDashboard } = await berta.send('MyDashboard', { first: 100 })
    return myDashboard.edges.every(({ node }: Json) => isOver(node))
  })
  const whole = await subscriber('berta').connect()
  await whole.until('the snapshot', ({ fold }) => fold.size === 12)
  const after = await berta.requests((await librarian.registers()).id)
  // Requested, paid, before the librarian, points.
  const hasAll = ({ fold }: Subscriber) => fold.get(after.id)?.version === 4
  await whole.until('its changes', hasAll)

  const rest = await subscriber('berta', { resumeFrom: whole.frames[4]?.cursor ?? '' }).connect(otherRouter.url)
  await rest.until('its changes', hasAll)
  expect(facts(rest.frames)).toEqual(facts(whole.frames.slice(5)))
  expect([...whole.problems, ...rest.problems]).toEqual([])
})

test('statement 20: a cursor that was made up, belongs to somebody else or to other arguments is refused', async () => {
  const cyril = new Person(stack, 'cyril', 'MEMBER')
  const live = await subscriber('cyril').connect()
  const { id } = await cyril.requests((await librarian.registers()).id)
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
  expect(await reasonFor('cyril', 'garbage')).toBe('INVALID_CURSOR')
  expect(await reasonFor('cyril', '')).toBe('INVALID_CURSOR')
  expect(await reasonFor('cyril', 'x'.repeat(5_000))).toBe('INVALID_CURSOR')
  expect(await reasonFor('cyril', `${Buffer.from(forged).toString('base64url')}.${signature}`)).toBe('INVALID_CURSOR')
  expect(await reasonFor('dave', cursor)).toBe('CURSOR_OF_ANOTHER_VIEWER')
  expect(await reasonFor('cyril', cursor, {}, 'ADMIN')).toBe('CURSOR_OF_ANOTHER_VIEWER')
  expect(await reasonFor('cyril', cursor, { rentalId: id })).toBe('CURSOR_OF_ANOTHER_SUBSCRIPTION')
})

test('statement 20: a cursor that is older than what is kept: RESYNC_REQUIRED, and a snapshot is right again', async () => {
  const router = await beside({ RESUME_WINDOW: '10' })
  const dorit = new Person(stack, 'dorit', 'MEMBER')
  const live = await subscriber('dorit').connect(router.url)
  await canceledRentals(dorit, 1)
  await live.foldsToTheQuery()
  live.cut()
  await live.until('it is away', ({ closes }) => closes.length === 1)
  const more = 5
  for (let n = 0; n < more; n += 1) await canceledRentals(dorit, 1)
  const other = await subscriber('dorit').connect(router.url)
  await other.until('all has happened', (it) => it.fold.size === 1 + more && allIsOver(it))
  await live.connect(router.url)
  await live.until('it is told', ({ resyncs }) => resyncs.length > 0)
  expect(live.resyncs).toEqual([{ reason: 'CURSOR_TOO_OLD' }])
  await live.connect(router.url)
  await live.foldsToTheQuery()
})

test('F10 with the token the connection ends, with 4403 within a second, and a new one goes on behind the cursor', async () => {
  const elsa = new Person(stack, 'elsa', 'MEMBER')
  const short = await stack.token('elsa', 'MEMBER', { ttl: 4 })
  const tokens = [short, await stack.token('elsa', 'MEMBER')]
  const live = await subscriber('elsa', { token: async () => tokens.shift() ?? '' }).connect()
  const { id } = await elsa.requests((await librarian.registers()).id)
  await live.until('points', ({ fold }) => fold.get(id)?.points === 300, expiryOf(short) - Date.now())
  await live.until('it is closed', ({ closes }) => closes.length > 0, expiryOf(short) - Date.now() + 1_000)
  expect(Date.now()).toBeGreaterThanOrEqual(expiryOf(short))
  expect(live.closes.map(({ code }) => code)).toEqual([4403])
  await elsa.does('CancelRental', { rentalId: id })
  await live.connect()
  await live.foldsToTheQuery()
  expect(live.resyncs).toEqual([])
})

test('F10 a new token on the live connection keeps it open; one of somebody else changes nothing', async () => {
  const floris = new Person(stack, 'floris', 'MEMBER')
  const short = await stack.token('floris', 'MEMBER', { ttl: 5 })
  const live = await subscriber('floris', { token: async () => short }).connect()
  const bound = await subscriber('floris', { token: async () => short }).connect()
  for (const one of [live, bound]) await one.until('it is connected', (it) => it.isConnected)
  const { id } = await floris.requests((await librarian.registers()).id)
  await live.until('a row', ({ fold }) => fold.has(id))
  for (const token of [await stack.token('gilbert', 'MEMBER'), await stack.token('floris', 'ADMIN'), 'garbage']) {
    expect(await bound.renew(token)).toMatchObject({ authorization: 'refused' })
  }
  const long = await stack.token('floris', 'MEMBER')
  expect(await live.renew(long)).toEqual({
    authorization: 'accepted',
    expiresAt: new Date(expiryOf(long)).toISOString(),
  })

  await bound.until('the other is closed', ({ closes }) => closes.length > 0)
  expect(bound.closes.map(({ code }) => code)).toEqual([4403])
  await delay(Math.max(0, expiryOf(short) - Date.now()) + 1_500)
  expect(live.closes).toEqual([])
  await floris.does('CancelRental', { rentalId: id })
  await live.until('the change', ({ fold }) => fold.get(id)?.status === 'CANCELED')
  await live.foldsToTheQuery()
}, 90_000)

/** Milliseconds since 1970. */
function expiryOf(token: string): number {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).exp * 1_000
}
