import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { watched, type Watched } from './testing/watched.ts'

let stack: Stack
let prometheus: Watched
let librarian: Person
let bookId: string
let members = 0

beforeAll(async () => {
  stack = await startLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  const member = new Person(stack, 'mina', 'MEMBER')
  bookId = (await librarian.registers({ seats: 1_000 })).id
  await eventually('rent knows the title', () => member.requests(bookId))
  prometheus = await watched(stack)
  await eventually('Prometheus answers', () => prometheus.firing())
}, 600_000)
afterAll(async () => {
  await prometheus?.stop()
  await stack?.stop()
})

interface Fault {
  readonly what: string
  readonly process: 'nats' | 'payment'
  /** What somebody does meanwhile, so that it is felt. */
  readonly meanwhile: () => Promise<unknown>
  readonly told: readonly string[]
}

const faults: readonly Fault[] = [
  {
    what: 'NATS is away',
    process: 'nats',
    meanwhile: () => librarian.registers(),
    told: ['BrokerAway', 'OutboxWaits'],
  },
  {
    what: 'payment is away',
    process: 'payment',
    meanwhile: () => new Person(stack, `mina-${(members += 1)}`, 'MEMBER').requests(bookId),
    told: ['PaymentAway'],
  },
]

/** The longest of the rules' bounds is a minute; what a busy machine needs comes to that. */
const WITHIN_MS = 120_000

test.each(faults)(
  'C32 $what: who is woken is told why, and of nothing else',
  async ({ what, process: name, meanwhile, told }) => {
    expect(await prometheus.firing()).toEqual([])
    await stack.process(name).stop()
    const since = performance.now()
    const first = new Map<string, number>()
    await eventually(
      'it is told',
      async () => {
        await meanwhile()
        for (const alert of await prometheus.firing()) {
          if (!first.has(alert)) first.set(alert, Math.round((performance.now() - since) / 1_000))
        }
        return told.every((alert) => first.has(alert))
      },
      WITHIN_MS,
    )
    process.stdout.write(`${what}: ${[...first].map(([alert, seconds]) => `${alert} after ${seconds} s`).join(', ')}\n`)
    expect([...first.keys()].toSorted()).toEqual(told)
    await stack.process(name).start()
    await eventually(
      'it is over',
      async () => {
        await meanwhile()
        return (await prometheus.firing()).length === 0
      },
      300_000,
    )
  },
  600_000,
)
