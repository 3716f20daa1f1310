import { setTimeout as delay } from 'node:timers/promises'
import { eventually, type Json } from '@ebook/clients/people'
import type { Stack } from '@ebook/stack/stack'
import { percentilesOf, rounded } from '../figures.ts'
import { installed, metric, metricsOf, type Installation } from '../installation.ts'
import { listenTo, type Listener } from '../listener.ts'
import { registerTitles, type Router } from '../people.ts'
import { REQUEST } from '../request.ts'
import { openBareNats, type BareNats } from './bare-nats.ts'

const MEMBERS = 25
const IDLE = { name: 'idle', perSecond: 8, requests: 120 }
const LOADED = { name: 'loaded', perSecond: 25, requests: 400 }
const WARM_UP = { name: 'warm-up', perSecond: 20, requests: 100 }
const ROWS = `query ($after: String) {
  myDashboard(first: 100, after: $after) { edges { node { rentalId version } } pageInfo { hasNextPage endCursor } }
}`

/** In milliseconds of the epoch; `rentedAt` by the owner's clock. */
interface Arrival {
  readonly rentalId: string
  readonly rentedAt: number
  readonly arrivedAt: number
}

/** A member who requests rentals and listens to them. */
interface Member extends Listener {
  /** Requests the next title. Fulfilled when the first row of the rental has arrived. */
  request(): Promise<Arrival>
}

/** A rental is on its way to the client from the instant that its owner wrote into it. */
export function measureLatency() {
  return installed({}, async ({ stack, router }) => {
    const bare = await openBareNats(stack)
    const requests = WARM_UP.requests + IDLE.requests + LOADED.requests
    const titles = await registerTitles(stack, router, Math.ceil(requests / MEMBERS))
    const members: Member[] = []
    for (let index = 0; index < MEMBERS; index += 1) {
      members.push(await startMember({ stack, router }, `m-${index}`, titles))
    }
    // Who subscribes is not told when that has come to be; the dashboard knows.
    const listening = async () => (await ofDashboard(stack, 'ebook_dashboard_subscriptions')) === MEMBERS
    await eventually('every member listens', listening)
    await paced(WARM_UP, members, bare)
    const idle = await paced(IDLE, members, bare)
    const loaded = await paced(LOADED, members, bare)
    const checked = await everythingArrived({ stack, router }, members, requests)
    for (const member of members) member.stop()
    await bare.stop()
    return { idle, loaded, checked }
  })
}

async function startMember({ stack, router }: Installation, sub: string, titles: readonly string[]): Promise<Member> {
  const arrivals = new Map<string, PromiseWithResolvers<Arrival>>()
  const unread = [...titles]
  const arrival = (rentalId: string) => {
    const known = arrivals.get(rentalId) ?? Promise.withResolvers<Arrival>()
    arrivals.set(rentalId, known)
    return known
  }
  // Only the first row of a rental resolves it.
  const listener = await listenTo(stack, sub, 'MEMBER', ({ rentalId, rentedDate }, arrivedAt) =>
    arrival(rentalId).resolve({ rentalId, rentedAt: Date.parse(rentedDate), arrivedAt }),
  )
  return {
    ...listener,
    async request() {
      const input = { bookId: unread.shift(), idempotencyKey: `${sub}-${unread.length}` }
      const { rental } = await router.answered(listener.token, REQUEST, { input })
      return arrival(rental.id).promise
    },
  }
}

/** Requests at instants that were set beforehand, however long each takes; with each, one message of either bare kind. */
async function paced({ name, perSecond, requests }: typeof IDLE, members: readonly Member[], bare: BareNats) {
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
  const timed = arrivals.map(({ rentalId, ...at }) => ({ ...at, seenAt: bare.rentedSeen(rentalId) ?? at.arrivedAt }))
  const ms = {
    rentedToClient: percentilesOf(timed.map(({ rentedAt, arrivedAt }) => arrivedAt - rentedAt)),
    rentedToStream: percentilesOf(timed.map(({ rentedAt, seenAt }) => seenAt - rentedAt)),
    streamToClient: percentilesOf(timed.map(({ seenAt, arrivedAt }) => arrivedAt - seenAt)),
    natsCore: percentilesOf(natsCore),
    jetStream: percentilesOf(jetStream),
  }
  const ratios = {
    toJetStream: rounded(ms.rentedToClient.p50 / ms.jetStream.p50),
    toNatsCore: rounded(ms.rentedToClient.p50 / ms.natsCore.p50),
  }
  const measured = { requestsPerSecond: perSecond, requests, ms, ratios }
  console.error(`${name}: ${JSON.stringify(measured)}`)
  return measured
}

/** Every client has every version of each rental that it requested, once and in order, up to what a query answers now. */
async function everythingArrived({ stack, router }: Installation, members: readonly Member[], requests: number) {
  for (const { token, versions, problems } of members) {
    await eventually('a member has heard of everything', async () => {
      if (problems.length > 0) throw new Error(problems[0])
      const rows = await rowsOf(router, token)
      return rows.length === versions.size && rows.every((row) => versions.get(row.rentalId) === row.version)
    })
  }
  const rentals = members.reduce((sum, { versions }) => sum + versions.size, 0)
  const payloads = members.reduce((sum, { at }) => sum + at.length, 0)
  const given = await ofDashboard(stack, 'ebook_dashboard_changes_delivered_total')
  if (payloads !== given) throw new Error(`the dashboard gave ${given} rows, and clients received ${payloads}`)
  if (rentals !== requests) throw new Error(`${requests} rentals were requested, and clients heard of ${rentals}`)
  return { rentals, payloads, lost: 0, twice: 0 }
}

/** What a query answers now. */
async function rowsOf(router: Router, token: string): Promise<{ rentalId: string; version: number }[]> {
  const rows: Json[] = []
  for (let after: string | undefined; ;) {
    const { edges, pageInfo } = await router.answered(token, ROWS, { after })
    rows.push(...edges.map(({ node }: Json) => node))
    if (!pageInfo.hasNextPage) return rows
    after = pageInfo.endCursor
  }
}

async function ofDashboard(stack: Stack, name: string): Promise<number> {
  return metric(await metricsOf(stack.process('dashboard')), name)
}
