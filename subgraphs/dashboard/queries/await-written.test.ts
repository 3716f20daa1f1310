import { expect, onTestFinished, test, vi } from 'vitest'
import { encodeConsistency } from '@ebook/chassis/consistency'
import { library, someStories } from '../testing/library.ts'
import { serveDashboard, type Answer, type Caller, type Served } from '../testing/served.ts'

const { events } = library(someStories(24))
const [next] = events.slice(50)
const wanted = { 'x-consistency': encodeConsistency([next?.id ?? '']) }
const MINE = '{ myDashboard(first: 100) { totalCount } }'
const member = (sub: string): Caller => ({ sub, roles: ['MEMBER'] })
const reached = ({ extensions }: Answer) => extensions?.['consistencyReached']

/** A dashboard that would wait for a minute for what is to come. */
async function patientDashboard() {
  const dashboard = await serveDashboard({ waitMs: 60_000 })
  onTestFinished(() => dashboard.stop())
  await dashboard.feed.stream(events.slice(0, 50))
  return { dashboard, waits: vi.spyOn(dashboard.view.waits, 'take') }
}

const reads = (dashboard: Served, sub: string, times: number) =>
  Array.from({ length: times }, () => dashboard.ask(MINE, {}, member(sub), wanted))

test('a member waits with four requests at a time; what is more is answered at once, and says so', async () => {
  const { dashboard, waits } = await patientDashboard()
  const greedy = reads(dashboard, 'greedy', 12)
  const answered: Answer[] = []
  for (const read of greedy) void read.then((answer) => answered.push(answer))
  await vi.waitFor(() => expect(answered).toHaveLength(8), { timeout: 20_000 })
  expect(answered.map(reached)).toEqual(Array(8).fill(false))

  const other = dashboard.ask(MINE, {}, member('other'), wanted)
  await vi.waitFor(() => expect(waits).toHaveBeenCalledTimes(13), { timeout: 20_000 })
  expect((await dashboard.ask(MINE, {}, member('greedy'))).data).toEqual({ myDashboard: { totalCount: 0 } })
  expect(answered).toHaveLength(8)

  await dashboard.feed.stream(events.slice(50, 51))
  expect(reached(await other)).toBe(true)
  expect((await Promise.all(greedy)).filter((answer) => reached(answer) === true)).toHaveLength(4)
})

test('a request waits once for all its fields, and no longer than its caller', async () => {
  const { dashboard, waits } = await patientDashboard()
  const fields = Array.from({ length: 20 }, (_, n) => `f${n}: myDashboard(first: 1) { totalCount }`).join(' ')
  for (let n = 0; n < 4; n += 1) {
    const leaving = new AbortController()
    const left = dashboard.ask(`{ ${fields} }`, {}, member('ann'), wanted, leaving.signal)
    await vi.waitFor(() => expect(waits).toHaveBeenCalledTimes(n + 1), { timeout: 10_000 })
    leaving.abort()
    await expect(left).rejects.toThrow()
  }
  // Those who left have given back what they had: four others wait.
  await vi.waitFor(() => {
    const room = Array.from({ length: 4 }, () => dashboard.view.waits.take('ann'))
    for (const giveBack of room) giveBack?.()
    expect(room).not.toContain(undefined)
  })
  waits.mockClear()
  const others = reads(dashboard, 'ann', 4)
  await vi.waitFor(() => expect(waits).toHaveBeenCalledTimes(4), { timeout: 10_000 })
  await dashboard.feed.stream(events.slice(50, 51))
  expect((await Promise.all(others)).map(reached)).toEqual([true, true, true, true])
})

test.each([
  ['who is not signed in', undefined, wanted],
  ['who was not told of it', member('other'), { ...wanted, 'x-consistency-wait': 'never' }],
])('%s is told whether it is there, and does not wait', async (_who, caller, headers) => {
  const { dashboard, waits } = await patientDashboard()
  const shelves = () => dashboard.ask('{ catalogue(first: 1) { totalCount } }', {}, caller, headers)
  expect(reached(await shelves())).toBe(false)
  await dashboard.feed.stream(events.slice(50, 51))
  expect(reached(await shelves())).toBe(true)
  expect(waits).not.toHaveBeenCalled()
})

test('what was written is there when all is that its rental said before it, also if the broker lost the beginning', async () => {
  const later = events.find(({ aggregatetype, aggregateversion: n }) => aggregatetype === 'Rental' && n === 2)
  const begun = events.find(({ subject, aggregateversion: n }) => subject === later?.subject && n === 1)
  if (begun === undefined || later === undefined) throw new Error('no rental says two things')
  const dashboard = await serveDashboard({ waitMs: 60_000 })
  onTestFinished(() => dashboard.stop())
  const waits = vi.spyOn(dashboard.view.waits, 'take')
  await dashboard.feed.stream([later])
  const owner = String((begun.data as { userId: string }).userId)
  const answer = dashboard.ask(MINE, {}, member(owner), { 'x-consistency': encodeConsistency([later.id]) })
  await vi.waitFor(() => expect(waits).toHaveBeenCalledTimes(1), { timeout: 10_000 })
  await dashboard.feed.stream([begun])
  expect(await answer).toMatchObject({ data: { myDashboard: { totalCount: 1 } } })
  expect(reached(await answer)).toBe(true)
})
