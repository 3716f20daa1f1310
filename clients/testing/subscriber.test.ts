import { onTestFinished, expect, test } from 'vitest'
import type { Stack } from '@ebook/stack/stack'
import { FakeLiveRouter } from '../../cli/testing/fake-live-router.ts'
import type { Json } from '../people.ts'
import { Subscriber, type SubscriberSettings } from './subscriber.ts'

// A strict client that notices nothing would make every test here worthless.

/** A subscriber at a router that says what the test wants; `rows` is what a query would answer. */
async function subscribed(settings: SubscriberSettings = {}, rows: () => Json[] = () => []) {
  const router = new FakeLiveRouter()
  const url = await router.start()
  onTestFinished(() => router[Symbol.asyncDispose]())
  const stack: Pick<Stack, 'url' | 'token' | 'graphql'> = {
    url,
    token: async () => 'a token',
    graphql: async () => ({
      data: { myDashboard: { edges: rows().map((node) => ({ node })), pageInfo: { hasNextPage: false } } },
    }),
  }
  const subscriber = await new Subscriber(stack as Stack, 'alice', 'MEMBER', settings).connect()
  onTestFinished(() => subscriber.leave())
  return { router, subscriber, told: await router.subscribed() }
}

const frames = (count: number) => (it: Subscriber) => it.frames.length === count
const found = (problem: RegExp) => (it: Subscriber) => it.problems.some((one) => problem.test(one))

test('what is as it should be', async () => {
  const { router, subscriber, told } = await subscribed({ keepsUp: true })
  told.row(3)
  told.row(4)
  told.row(1, { rentalId: 'another' })
  await subscriber.until('three', frames(3))
  told.cut()
  const again = await router.subscribed()
  expect(again.payload.extensions).toEqual({ resumeFrom: 'cursor-1' })
  again.row(5)
  again.error('RESYNC_REQUIRED', { reason: 'STREAM_REPLACED' })
  const anew = await router.subscribed()
  expect(anew.payload).toMatchObject({ variables: { snapshot: true }, extensions: {} })
  anew.row(5)
  await subscriber.until('the snapshot', frames(5))
  expect(subscriber.problems).toEqual([])
  expect(subscriber.resyncs).toEqual([{ reason: 'STREAM_REPLACED' }])
})

test.each<[string, RegExp, (told: Awaited<ReturnType<typeof subscribed>>['told']) => void]>([
  ['a version left out', /from version 3 to 5/, (told) => [3, 5].forEach((version) => told.row(version))],
  ['a version twice', /from version 3 to 3/, (told) => [3, 3].forEach((version) => told.row(version))],
  ['an older version', /from version 3 to 2/, (told) => [3, 2].forEach((version) => told.row(version))],
  ['a cursor twice', /came twice/, (told) => [1, 2].forEach(() => told.row(1, { rentalId: String(Math.random()) }))],
  ['a foreign row', /alice sees rental-1 of bob/, (told) => told.row(1, { userId: 'bob' })],
  ['no cursor', /without a cursor/, (told) => told.next({ data: { dashboardChanged: { rentalId: '1' } } })],
  ['no row', /without a row/, (told) => told.next({ data: null, extensions: { cursor: '1' } })],
  [
    'an older rental than the row',
    /is RETURNED, hydrated with a rental that is APPROVED/,
    (told) => told.row(1, { status: 'RETURNED', rental: { id: 'rental-1', status: 'APPROVED' } }),
  ],
  ['a rental of another row', /hydrated with something else/, (told) => told.row(1, { rental: { id: 'rental-2' } })],
  [
    'something after the end',
    /next after the operation's end/,
    (told) => {
      told.error('FORBIDDEN')
      told.row(1)
    },
  ],
])('it notices %s', async (_, problem, tell) => {
  const { subscriber, told } = await subscribed()
  tell(told)
  await subscriber.until('it is noticed', found(problem))
})

test('it notices that a snapshot goes back', async () => {
  const { router, subscriber, told } = await subscribed({ keepsUp: true })
  told.row(4)
  told.error('RESYNC_REQUIRED', { reason: 'STREAM_REPLACED' })
  ;(await router.subscribed()).row(3)
  await subscriber.until('it is noticed', found(/from version 4 to 3/))
})

test('it notices what it did not receive, and what it has and nobody else', async () => {
  const row = { rentalId: 'rental-1', version: 3, userId: 'alice', title: 'Demian', status: 'PAID', points: 300 }
  let rows = [row]
  const { subscriber, told } = await subscribed({}, () => rows)
  await expect(subscriber.foldsToTheQuery(100)).rejects.toThrow(/rental-1: rentalId is undefined/)
  told.row(3)
  await subscriber.foldsToTheQuery()
  rows = [{ ...row, version: 4 }]
  await expect(subscriber.foldsToTheQuery(100)).rejects.toThrow(/version is 3, and 4 by the query/)
  rows = []
  await expect(subscriber.foldsToTheQuery(100)).rejects.toThrow(/1 rows, and 0 by the query/)
})
