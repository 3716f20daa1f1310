import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FaultProxy } from '@ebook/clients/fault-proxy'
import { eventually, Person } from '@ebook/clients/people'
import { SeededRandom } from '@ebook/clients/seeded-random'
import { startLibrary } from '@ebook/clients/testing/installation'
import { Subscriber } from '@ebook/clients/testing/subscriber'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { inFull } from '@ebook/testkit/in-full'
import { SEED } from '@ebook/testkit/seed'

// Whatever happens between the clients and the events happens here, in an order that TEST_SEED decides, as far as processes
// and networks can be repeated.
const MEMBERS = 6
/** Counted, not timed: on a busy machine each takes longer, and a run is to show as much. */
const TROUBLES = inFull ? 25 : 8

let stack: Stack
let librarian: Person
let routers: StackProcess[]
let dashboards: StackProcess[]
let between: FaultProxy[]
let front: FaultProxy[]
const subscribers: Subscriber[] = []

beforeAll(async () => {
  stack = await startLibrary({ SHUTDOWN_STAGGER_MS: '200' })
  librarian = new Person(stack, 'libby', 'ADMIN')
  dashboards = [stack.process('dashboard'), await stack.replica('dashboard')]
  // client — front — router — between — dashboard, two of each; what people do goes another way.
  between = await Promise.all(dashboards.map(({ url }) => new FaultProxy(url).start()))
  routers = await Promise.all(between.map(({ url }) => stack.replica('router', { DASHBOARD_URL: url })))
  front = await Promise.all(routers.map(({ url }) => new FaultProxy(url).start()))
})
afterAll(async () => {
  for (const subscriber of subscribers) subscriber.leave()
  await Promise.all([...(front ?? []), ...(between ?? [])].map((proxy) => proxy.stop()))
  await stack?.stop()
})

/** One member's life: rents, and ends what was rented in one of the ways that there are. Refusals are no matter. */
async function lives(member: Person, books: readonly string[], random: SeededRandom, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const bookId = random.of(books)
    const ending = random.below(5)
    const answer = await member
      .answer(
        /* GraphQL */ 'mutation ($input: RequestRentalInput!) { requestRental(input: $input) { rental { id } userErrors { code } } }',
        { input: { bookId, idempotencyKey: randomUUID() } },
      )
      .catch(() => undefined)
    const rentalId: string | undefined = answer?.data?.requestRental?.rental?.id
    if (rentalId === undefined) {
      await delay(100)
      continue
    }
    const decide = (name: string, more = {}) => librarian.send(name, { input: { rentalId, ...more } })
    await delay(random.below(400))
    const step = async () => {
      if (ending === 0) await member.send('CancelRental', { input: { rentalId } })
      if (ending === 1) await decide('RefuseRental', { reasonCode: 'POLICY' })
      if (ending >= 2) await decide('ApproveRental')
      await delay(random.below(400))
      if (ending >= 3) await member.send('ReturnRental', { input: { rentalId } })
    }
    await step().catch(() => undefined)
  }
}

/** Waits until nothing more happens to any rental: what is late is as important as what is early. */
async function quiet(): Promise<void> {
  const versions = async () => {
    const { dashboards } = await librarian.send('Dashboards', { first: 100 })
    return JSON.stringify([dashboards.totalCount, dashboards.edges])
  }
  await eventually(
    'nothing happens any more',
    async () => {
      const before = await versions()
      await delay(3_000)
      return before === (await versions())
    },
    90_000,
  )
}

interface Trouble {
  readonly name: string
  readonly make: (random: SeededRandom) => Promise<void>
}

const clientsCut: Trouble = { name: 'clients cut', make: async (random) => random.of(front).cut() }

function troubles(): Trouble[] {
  const nats = stack.process('nats')
  const held = async (proxy: FaultProxy, ms: number) => {
    proxy.stall('up')
    proxy.stall('down')
    await delay(ms)
    proxy.heal()
  }
  const paused = async (process: StackProcess, ms: number) => {
    process.pause()
    await delay(ms)
    process.resume()
  }
  return [
    clientsCut,
    { name: 'clients half closed', make: async (random) => random.of(front).halfClose() },
    { name: 'clients held', make: (random) => held(random.of(front), random.below(1_500)) },
    { name: 'one client cut', make: async (random) => random.of(subscribers).cut() },
    {
      name: 'one client slow',
      make: async (random) => {
        const one = random.of(subscribers)
        one.stopReading()
        await delay(random.below(1_000))
        one.readAgain()
      },
    },
    { name: 'upstream cut', make: async (random) => random.of(between).cut() },
    { name: 'upstream held', make: (random) => held(random.of(between), random.below(2_500)) },
    {
      name: 'upstream refused',
      make: async (random) => {
        const proxy = random.of(between)
        proxy.refuse()
        await delay(random.below(1_500))
        proxy.heal()
      },
    },
    { name: 'router killed', make: (random) => random.of(routers).kill() },
    {
      name: 'router restarted',
      make: async (random) => {
        const router = random.of(routers)
        await router.stop()
        await router.start()
      },
    },
    { name: 'router paused', make: (random) => paused(random.of(routers), random.below(1_500)) },
    { name: 'dashboard killed', make: (random) => random.of(dashboards).kill() },
    { name: 'dashboard paused', make: (random) => paused(random.of(dashboards), random.below(2_500)) },
    { name: 'NATS killed', make: () => nats.kill() },
    { name: 'NATS paused', make: (random) => paused(nats, random.below(1_500)) },
    { name: 'rent killed', make: () => stack.process('rent').kill() },
    { name: 'book killed', make: () => stack.process('book').kill() },
  ]
}

test(`statements 20 21, TEST_SEED=${SEED}: whatever is killed, paused or cut, every client ends with what a query answers`, async () => {
  const random = new SeededRandom(SEED)
  const books = await Promise.all(Array.from({ length: 8 }, async () => (await librarian.registers({ seats: 5 })).id))
  const members = Array.from({ length: MEMBERS }, (_, n) => new Person(stack, `member-${n}`, 'MEMBER'))
  // Apart from the troubles: how often a client comes back depends on more than the seed.
  const roads = new SeededRandom(SEED + 1_000)
  const url = () => roads.of(front).url
  const keepsUp = true
  subscribers.push(
    ...members.map(({ sub }) => new Subscriber(stack, sub, 'MEMBER', { url, keepsUp })),
    ...members.slice(0, 3).map(({ sub }) => new Subscriber(stack, sub, 'MEMBER', { url, keepsUp })),
    new Subscriber(stack, 'libby', 'ADMIN', { url, keepsUp }),
    new Subscriber(stack, 'lena', 'ADMIN', { url, keepsUp }),
    new Subscriber(stack, 'lena', 'ADMIN', { url, keepsUp, variables: { status: 'PAID' } }),
  )
  await Promise.all(subscribers.map((subscriber) => subscriber.connect()))

  const over = new AbortController()
  const acting = members.map((member, n) => lives(member, books, new SeededRandom(SEED + n + 1), over.signal))
  const trouble = troubles()
  const story: string[] = []
  while (story.length < TROUBLES) {
    // Whatever the seed: a run in which no client loses its connection shows nothing.
    const { name, make } = story.length === 0 ? clientsCut : random.of(trouble)
    story.push(name)
    await make(random)
    await delay(random.below(1_200))
  }
  over.abort()
  await Promise.all(acting)
  const processes = ['nats', 'dashboard', 'rent', 'book'] as const
  await Promise.all([...processes.map((name) => stack.process(name)), ...routers].map((one) => one.untilReady()))
  await quiet()
  try {
    for (const subscriber of subscribers) await subscriber.foldsToTheQuery()
  } catch (error) {
    throw new Error(`TEST_SEED=${SEED}: ${story.join(', ')}`, { cause: error })
  }
  // Nothing that happened here makes it impossible to tell what was missed.
  for (const { resyncs, who } of subscribers) {
    expect(
      resyncs.filter(({ cursor }) => cursor === undefined),
      who.sub,
    ).toEqual([])
  }
  const frames = subscribers.reduce((sum, subscriber) => sum + subscriber.frames.length, 0)
  const losses = subscribers.reduce((sum, subscriber) => sum + subscriber.closes.length, 0)
  console.log(`${frames} frames, ${losses} lost connections, ${story.length} troubles: ${story.join(', ')}`)
  expect(frames).toBeGreaterThan(subscribers.length)
  expect(losses).toBeGreaterThan(0)
}, 240_000)
