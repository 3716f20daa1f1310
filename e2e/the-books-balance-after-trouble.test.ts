import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contracts as bookContracts } from '@ebook/book/events'
import { eventually, Person, type Json } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { EventContract } from '@ebook/nats/event'
import { contracts as paymentContracts } from '@ebook/payment/events'
import { contracts as promotionContracts } from '@ebook/promotion/events'
import { checkStatements, type Outcome } from '@ebook/reconcile/check-statements'
import { findInstallation, openInstallation } from '@ebook/reconcile/open-installation'
import { statements } from '@ebook/reconcile/statements'
import { contracts as rentContracts } from '@ebook/rent/events'
import type { Stack } from '@ebook/stack/stack'
import { inFull } from '@ebook/testkit/in-full'

let stack: Stack
let librarian: Person
/** One in four ends in each way. */
const SAGAS = inFull ? 60 : 24

beforeAll(async () => {
  stack = await startLibrary({
    PAYMENT_SIMULATOR_DECLINE_RATE: '0.2',
    PAYMENT_SIMULATOR_LOSE_REPLY_RATE: '0.3',
    PAYMENT_TIMEOUT_MS: '610',
    PAYMENT_PROVIDER_TIMEOUT_MS: '300',
  })
  librarian = new Person(stack, 'libby', 'ADMIN')
})
afterAll(() => stack?.stop())

type Database = 'book' | 'rent' | 'payment' | 'promotion'
const producers: Record<Database, readonly EventContract[]> = {
  book: bookContracts,
  rent: rentContracts,
  payment: paymentContracts,
  promotion: promotionContracts,
}

async function rows(database: Database, query: string): Promise<Json[]> {
  const client = new pg.Client({ connectionString: stack.postgresUrl(database) })
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}

/** One member's story: pays until it is paid, and then cancels, is approved, is refused, or waits. */
async function story(index: number, bookId: string): Promise<string> {
  const member = new Person(stack, `saga-${index}`, 'MEMBER')
  const { id } = await member.requests(bookId)
  await eventually(
    'paid in the end, whatever the provider says',
    async () => {
      const rental = await member.rental(id)
      if (rental.paymentState === 'DECLINED') await member.send('PayRental', { input: { rentalId: id } })
      return rental.status === 'PAID' && rental.request?.status === 'REQUESTED'
    },
    90_000,
  )
  const ending = index % 4
  if (ending === 0) await member.does('CancelRental', { rentalId: id })
  if (ending === 1) await librarian.does('ApproveRental', { rentalId: id })
  if (ending === 2) await librarian.does('RefuseRental', { rentalId: id, reasonCode: 'POLICY' })
  const expected = (['CANCELED', 'APPROVED', 'CANCELED', 'PAID'] as const)[ending]
  await eventually('it ends as it should', async () => (await member.rental(id)).status === expected, 90_000)
  return id
}

/** What a reconciliation every second finds at fault while the stories go on. */
async function criesUntil(stories: Promise<unknown>): Promise<Outcome[]> {
  const installation = await openInstallation(await findInstallation(stack.dataDir, {}))
  const isOver = () => true
  // One that fails is told by whoever awaits them all.
  const over = stories.then(isOver, isOver)
  const cries: Outcome[] = []
  try {
    // As long as a story may take.
    const patience = { withinMs: 1_000, graceMs: 90_000 }
    do cries.push(...(await checkStatements(installation, statements, patience)).filter(isAtFault))
    while (!(await Promise.race([over, delay(1_000, false)])))
    return cries
  } finally {
    await installation.close()
  }
}

const isAtFault = ({ verdict }: Outcome) => verdict === 'fails'

test('V3 V4 V5 V6 C2 C22 C34: a provider that declines and loses replies; then every book agrees', async () => {
  const book = await librarian.registers({ seats: 100, rentalFee: 1000 })
  const stories = Promise.all(Array.from({ length: SAGAS }, (_, index) => story(index, book.id)))
  const cries = await criesUntil(stories)
  await stories
  expect(cries, 'what is under way is no fault').toEqual([])

  const caughtUp = async () => {
    for (const database of Object.keys(producers) as Database[]) {
      const [waiting] = await rows(database, 'select count(*)::int as n from unpublished')
      if (waiting.n > 0) return false
    }
    const [granted] = await rows('promotion', `select count(*)::int as n from promotion where status = 'GRANTED'`)
    return granted.n === SAGAS / 2
  }
  await eventually('everything that was said has been heard', caughtUp, 60_000)

  // Money: charged once each, and given back exactly where there is no loan.
  const [money] = await rows(
    'payment',
    `select count(*) filter (where status = 'PAID')::int as kept, count(*) filter (where status = 'REFUNDED')::int as back,
       count(*) filter (where status not in ('PAID', 'REFUNDED', 'DECLINED'))::int as open from payment`,
  )
  expect(money).toEqual({ kept: SAGAS / 2, back: SAGAS / 2, open: 0 })
  const [provider] = await rows(
    'payment',
    `select (select coalesce(sum(amount), 0)::int from simulated_provider.charge where status = 'CHARGED')
       - (select coalesce(sum(amount), 0)::int from simulated_provider.refund where status = 'REFUNDED') as kept`,
  )
  expect(provider.kept, 'and the provider agrees').toBe((SAGAS / 2) * 1000)

  // Every event is as its contract promises.
  for (const [database, contracts] of Object.entries(producers) as [Database, readonly EventContract[]][]) {
    for (const { event } of await rows(database, 'select event from outbox order by pos')) {
      const contract = contracts.find(({ type }) => type === event.type)
      expect(contract, event.type).toBeDefined()
      expect(contract?.data.strict().safeParse(event.data).error, event.type).toBeUndefined()
    }
  }

  // Lives, seats, keys, ledgers, points, the road and the read side: what must hold of every installation, with nothing
  // left under way.
  const installation = await openInstallation(await findInstallation(stack.dataDir, {}))
  try {
    const outcomes = await checkStatements(installation, statements, { withinMs: 60_000, graceMs: 0 })
    expect(outcomes.filter(isAtFault)).toEqual([])
    expect(outcomes.filter(({ underWay }) => underWay.length > 0)).toEqual([])
    expect(outcomes.filter(({ verdict }) => verdict === 'holds').map(({ number }) => number)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 23, 28, 29, 30,
    ])
  } finally {
    await installation.close()
  }
}, 300_000)
