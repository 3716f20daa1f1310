import { setTimeout as delay } from 'node:timers/promises'
import { startStack, type Stack } from '@ebook/stack/stack'
import { percentile, rounded } from '../figures.ts'
import { openBareNats, type BareNats } from './bare-nats.ts'
import { metricOf } from '../metric.ts'
import { rowsOf, startMember, type Arrival, type Member } from './member.ts'
import { watchStream, type StreamWatch } from './stream-watch.ts'
import { until } from '../until.ts'

const MEMBERS = 25
const IDLE = { name: 'idle', perSecond: 8, requests: 120 }
const LOADED = { name: 'loaded', perSecond: 25, requests: 400 }
const WARM_UP = { name: 'warm-up', perSecond: 20, requests: 100 }

type Pace = typeof IDLE

interface Watched {
  readonly bare: BareNats
  readonly watch: StreamWatch
}

/** A rental is on its way to the client from the instant that its owner wrote into it. */
export async function measureLatency(): Promise<object> {
  const stack = await startStack({ durable: true, env: { RATE_LIMIT_PER_MINUTE: '100000000' } })
  try {
    const [bare, watch] = [await openBareNats(stack), await watchStream(stack)]
    const requests = WARM_UP.requests + IDLE.requests + LOADED.requests
    const titles = await register(stack, Math.ceil(requests / MEMBERS))
    const members: Member[] = []
    for (let index = 0; index < MEMBERS; index += 1) members.push(await startMember(stack, `m-${index}`, titles))
    // Who subscribes is not told when that has come to be; the dashboard knows.
    const listening = async () => (await ofDashboard(stack, 'ebook_dashboard_subscriptions')) === MEMBERS
    await until('every member listens', listening)
    await paced(WARM_UP, members, { bare, watch })
    const idle = await paced(IDLE, members, { bare, watch })
    const loaded = await paced(LOADED, members, { bare, watch })
    const checked = await everythingArrived(stack, members, requests)
    for (const member of members) member.stop()
    await Promise.all([bare.stop(), watch.stop()])
    return { idle, loaded, checked }
  } finally {
    await stack.stop()
  }
}

/** Requests at instants that were set beforehand, however long each takes; with each, one message of either bare kind. */
async function paced({ name, perSecond, requests }: Pace, members: readonly Member[], { bare, watch }: Watched) {
  const arrivals: Arrival[] = []
  const natsCore: number[] = []
  const jetStream: number[] = []
  const requesting: Promise<unknown>[] = []
  const began = performance.now()
  for (let index = 0; index < requests; index += 1) {
    await delay(Math.max(0, began + (index * 1_000) / perSecond - performance.now()))
    const member = members[index % members.length]
    if (member === undefined) throw new Error('there are no members')
    requesting.push(member.request().then((arrival) => arrivals.push(arrival)))
    requesting.push(bare.core().then((ms) => natsCore.push(ms)))
    requesting.push(bare.jetStream().then((ms) => jetStream.push(ms)))
  }
  await Promise.all(requesting)
  const timed = arrivals.map(({ rentalId, ...at }) => ({ ...at, seenAt: watch.rentedSeen(rentalId) ?? Number.NaN }))
  const ms = {
    rentedToClient: spread(timed.map(({ rentedAt, arrivedAt }) => arrivedAt - rentedAt)),
    rentedToStream: spread(timed.map(({ rentedAt, seenAt }) => seenAt - rentedAt)),
    streamToClient: spread(timed.map(({ seenAt, arrivedAt }) => arrivedAt - seenAt)),
    natsCore: spread(natsCore),
    jetStream: spread(jetStream),
  }
  const figure = {
    requestsPerSecond: perSecond,
    requests,
    ms,
    ratios: {
      toJetStream: rounded(ms.rentedToClient.p50 / ms.jetStream.p50),
      toNatsCore: rounded(ms.rentedToClient.p50 / ms.natsCore.p50),
    },
  }
  console.error(`${name}: ${JSON.stringify(figure)}`)
  return figure
}

function spread(samples: readonly number[]) {
  return { p50: percentile(samples, 0.5, 2), p99: percentile(samples, 0.99, 2) }
}

async function register(stack: Stack, titles: number): Promise<string[]> {
  const librarian = await stack.token('libby', 'ADMIN')
  const mutation = 'mutation ($input: RegisterBookInput!) { registerBook(input: $input) { book { id } } }'
  const ids: string[] = []
  for (let index = 0; index < titles; index += 1) {
    const input = { title: `Measured ${index}`, authors: ['B'], rentalFee: 3_000, seats: 1_000 }
    const { data } = await stack.graphql(mutation, { input }, librarian)
    const { book } = data?.['registerBook'] as { book: { id: string } }
    ids.push(book.id)
  }
  return ids
}

/** Every client has every version of each rental that it requested, once and in order, up to what a query answers now. */
async function everythingArrived(stack: Stack, members: readonly Member[], requests: number) {
  for (const member of members) {
    await until(`${member.sub} has heard of everything`, async () => {
      if (member.problem !== undefined) throw new Error(`${member.sub}: ${member.problem}`)
      const rows = await rowsOf(stack, member.token)
      const isHeard = rows.every(({ rentalId, version }) => member.versions.get(rentalId) === version)
      return isHeard && rows.length === member.versions.size
    })
  }
  const rentals = members.reduce((sum, { versions }) => sum + versions.size, 0)
  const payloads = members.reduce((sum, { received }) => sum + received, 0)
  const given = await ofDashboard(stack, 'ebook_dashboard_changes_delivered_total')
  if (payloads !== given) throw new Error(`the dashboard gave ${given} rows, and clients received ${payloads}`)
  if (rentals !== requests) throw new Error(`${requests} rentals were requested, and clients heard of ${rentals}`)
  return { rentals, payloads, lost: 0, twice: 0 }
}

function ofDashboard(stack: Stack, metric: string): Promise<number> {
  return metricOf(new URL(stack.process('dashboard').url).origin, metric)
}
