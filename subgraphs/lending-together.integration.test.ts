import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrations as bookMigrations, type BookDatabase } from '@ebook/book/database'
import { book } from '@ebook/book/main'
import { Person as AtBook } from '@ebook/book/testing/person'
import { createLogger } from '@ebook/chassis/log'
import { Caller } from '@ebook/chassis/testing/caller'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { startReplica, SUBGRAPH_SECRET } from '@ebook/chassis/testing/subgraph-under-test'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { migrations as paymentMigrations, type PaymentDatabase } from '@ebook/payment/database'
import { payment } from '@ebook/payment/main'
import { ScriptedProvider } from '@ebook/payment/testing/scripted-provider'
import { migrations as promotionMigrations, type PromotionDatabase } from '@ebook/promotion/database'
import { promotion } from '@ebook/promotion/main'
import { isBookHeard } from '@ebook/rent/book-heard'
import { migrations as rentMigrations, type RentDatabase } from '@ebook/rent/database'
import { rent } from '@ebook/rent/main'
import { Person as AtRent } from '@ebook/rent/testing/person'
import { eventually } from '@ebook/testkit/eventually'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'

const log = createLogger('lending', process.env.TEST_LOG_LEVEL ?? 'silent')
const HOUR = 3_600_000
const provider = new ScriptedProvider()

/** Those who lend, as their processes compose them, on one broker; the payment provider is a script. */
async function openLibrary() {
  const [nats, issuer] = await Promise.all([startTestNats(), startTestIssuer()])
  const databases = {
    book: await openTestDatabase<BookDatabase>('book', bookMigrations),
    rent: await openTestDatabase<RentDatabase>('rent', rentMigrations),
    payment: await openTestDatabase<PaymentDatabase>('payment', paymentMigrations),
    promotion: await openTestDatabase<PromotionDatabase>('promotion', promotionMigrations),
  }
  const ground = <DB>(user: keyof typeof databases, of: { db: DB; database: { url: string } }) => ({
    ...{ db: of.db, databaseUrl: of.database.url, credentials: nats.credentials(user), issuer, log },
  })
  const startPromotion = () =>
    startReplica(promotion, {
      ...ground('promotion', databases.promotion),
      settings: { rateBps: 1_000, spendableFrom: 'APPROVED', delayMs: { min: 0, max: 0 } },
    })
  const running = {
    book: await startReplica(book, {
      ...ground('book', databases.book),
      settings: { decideForMs: 72 * HOUR, holdLimit: 5, historyKeptForMs: 90 * 86_400_000 },
    }),
    rent: await startReplica(rent, {
      ...ground('rent', databases.rent),
      settings: {
        ...{
          payForMs: 900_000,
          cancelWindowMs: 0,
          historyKeptForMs: 90 * 86_400_000,
          availabilityTrustedForMs: 30_000,
          paymentTimeoutMs: 2_000,
        },
        limits: { loans: 1_000, holds: 5 },
        rules: { missedTurns: { most: 0, withinMs: 0, blockForMs: 0 }, pointsDebt: 0 },
        // At any time.
        renewableLastPart: 1_000,
      },
    }),
    payment: await startReplica(payment, {
      ...ground('payment', databases.payment),
      settings: {
        promotionTimeoutMs: 1_000,
        providerTimeoutMs: 1_000,
        provider,
        returnUrl: 'http://localhost:4000/pay/return',
      },
    }),
    promotion: await startPromotion(),
  }
  return { nats, issuer, databases, running, startPromotion }
}

let library: Awaited<ReturnType<typeof openLibrary>>
let libby: AtBook

beforeAll(async () => {
  library = await openLibrary()
  libby = new AtBook('libby', () => `${library.running.book.url}/graphql`, tokenOf('libby', 'ADMIN'), SUBGRAPH_SECRET)
  await eventually(() => expect(isBookHeard(library.running.rent.ports)).toBe(true))
})
afterAll(async () => {
  const { nats, issuer, databases, running } = library
  for (const replica of Object.values(running)) await replica.stop()
  for (const { db, database } of Object.values(databases)) {
    await db.destroy()
    await database.drop()
  }
  await close(nats, issuer)
})
const close = (nats: TestNats, issuer: TestIssuer) => Promise.all([nats.stop(), issuer.stop()])

const tokenOf = (sub: string, role: 'MEMBER' | 'ADMIN') => () => library.issuer.token({ sub, roles: [role] })
const atBook = (sub: string) =>
  new AtBook(sub, () => `${library.running.book.url}/graphql`, tokenOf(sub, 'MEMBER'), SUBGRAPH_SECRET)
const atRent = (sub: string) =>
  new AtRent(sub, () => `${library.running.rent.url}/graphql`, tokenOf(sub, 'MEMBER'), SUBGRAPH_SECRET)
const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code)

const rows = {
  rental: (id: string) => library.databases.rent.db.selectFrom('rental').selectAll().where('id', '=', id),
  hold: (id: string) => library.databases.book.db.selectFrom('hold').selectAll().where('hold_id', '=', id),
}
const becomes = (id: string, expected: Partial<Record<string, unknown>>) =>
  eventually(async () => expect(await rows.rental(id).executeTakeFirst()).toMatchObject(expected))
const holdBecomes = (id: string, expected: object) =>
  eventually(async () => expect(await rows.hold(id).executeTakeFirst()).toMatchObject(expected))

/** What a subgraph said about some aggregates, without prefix and version. */
async function said(by: 'book' | 'rent', ids: readonly string[]) {
  const { db } = library.databases[by]
  const found = await (db as typeof library.databases.rent.db)
    .selectFrom('outbox')
    .select(['event', 'aggregate_id as id'])
    .where('aggregate_id', 'in', ids)
    .orderBy('seq')
    .execute()
  return found.map(({ event, id }) => ({ id, type: event.type.split('.')[2] ?? '', data: event.data }))
}

/** A request that a librarian approves, and that is a loan. */
async function borrows(sub: string, bookId: string): Promise<string> {
  const { id } = await atRent(sub).rents(bookId)
  await approves([id])
  return id
}
async function approves(ids: readonly string[]): Promise<void> {
  const waiting = () =>
    library.databases.book.db.selectFrom('request').select('rental_id').where('rental_id', 'in', ids).execute()
  await eventually(async () => expect(await waiting()).toHaveLength(ids.length))
  const { decided } = await libby.decides(ids.map((rentalId) => ({ rentalId, decision: 'APPROVE' })))
  expect(decided.flatMap(codes)).toEqual([])
  for (const id of ids) await becomes(id, { status: 'APPROVED' })
}

test('N18 R24 S7 a title is withdrawn while twenty read, some have paid and some wait: all have their money back, once', async () => {
  const { id: bookId } = await libby.registers({ seats: 23 })
  const members = Array.from({ length: 23 }, (_, n) => `reader-${n}`)
  const rentals = (await Promise.all(members.map((sub) => atRent(sub).rents(bookId)))).map(({ id }) => id)
  const [read, paid] = [rentals.slice(0, 20), rentals.slice(20)]
  await approves(read)
  for (const id of paid) await becomes(id, { status: 'PAID' })
  for (const [n, id] of read.entries()) if (n % 2 === 0) await atRent(members[n] ?? '').opens(id)
  await eventually(async () => expect(await libby.book(bookId)).toMatchObject({ seatsFree: 0 }))
  const holds = await Promise.all(['waits-1', 'waits-2', 'waits-3'].map((sub) => atBook(sub).isInLineFor(bookId)))
  const before = provider.refunds.size

  const note = 'The publisher wants it back.'
  expect(codes(await libby.withdraws(bookId, { revoke: true, note }))).toEqual([])
  for (const hold of holds) await holdBecomes(hold, { status: 'CANCELED', reason: 'WITHDRAWN' })
  const back = { status: 'CANCELED', payment_state: 'REFUNDED', refunded_amount: 3_000 }
  for (const id of read) await becomes(id, { ...back, cancel_reason: 'LIBRARY' })
  for (const id of paid) await becomes(id, { ...back, cancel_reason: 'REFUSED' })
  // Once more, and nothing more is said.
  const toldOfHolds = await said('book', holds)
  expect(codes(await libby.withdraws(bookId, { revoke: true, note }))).toEqual([])
  expect(toldOfHolds.filter(({ type }) => type === 'HoldCanceled')).toHaveLength(3)
  expect(await said('book', holds)).toEqual(toldOfHolds)

  const told = await said('rent', rentals)
  const of = (id: string, type: string) => told.filter((one) => one.id === id && one.type === type)
  for (const id of read) {
    expect(of(id, 'CancelRequested').map(({ data }) => data)).toMatchObject([
      { reason: 'LIBRARY', loanStarted: true, note },
    ])
    expect(of(id, 'Canceled')).toHaveLength(1)
  }
  for (const id of paid)
    expect([of(id, 'CancelRequested'), of(id, 'Canceled')]).toMatchObject([[], [{ type: 'Canceled' }]])
  expect(provider.refunds.size - before).toBe(23)
  expect([...provider.charges.keys()].filter((key) => provider.held(key) > 0)).toEqual([])
  const { db } = library.databases.promotion
  await eventually(async () => {
    const accounts = db.selectFrom('point_account').select(['user_id', 'available', 'pending'])
    const theirs = await accounts.where('user_id', 'in', members).execute()
    expect(theirs.map(({ available, pending }) => Number(available) + Number(pending))).toEqual(members.map(() => 0))
  })
  const seats = library.databases.book.db.selectFrom('seat').select('state').where('book_id', '=', bookId)
  await eventually(async () =>
    expect(new Set((await seats.execute()).map(({ state }) => state))).toEqual(new Set(['WITHDRAWN'])),
  )
})

describe('N6 a renewal and a place in the line', () => {
  /** What the two do in the same moment. */
  const round = fc.record({ renews: fc.boolean(), waits: fc.boolean(), leaves: fc.boolean() })

  test(
    'hard case 16: either may be first, and nobody has the seat for whom another waits, whoever asks again',
    async () => {
      let n = 0
      await fc.assert(
        fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 4 }), async (rounds) => {
          const { id: bookId } = await libby.registers({ seats: 1, maxRenewals: 10 })
          const [reader, waiter] = [atRent(`reads-${(n += 1)}`), atBook(`waits-for-${n}`)]
          const loan = await borrows(reader.sub, bookId)
          let hold: string | undefined
          let renewals = 0
          for (const { renews, waits, leaves } of rounds) {
            const wasWaiting = hold !== undefined
            const goes = wasWaiting && leaves
            const comes = !wasWaiting && waits
            const [renewed, placed] = await Promise.all([
              renews ? reader.renews(loan) : undefined,
              comes ? waiter.isInLineFor(bookId) : undefined,
              goes ? waiter.leaves(hold ?? '') : undefined,
            ])
            hold = goes ? undefined : (placed ?? hold)
            const refused = renewed?.outcome === null
            if (renewed) expect(codes(renewed)).toEqual(refused ? ['HOLDS_WAITING'] : [])
            if (renewed && !comes && !goes) expect(refused).toBe(wasWaiting)
            if (renewed && !refused) renewals += 1
            // Of what the two were told, the later holds: book's word has reached rent.
            const known = library.databases.rent.db
              .selectFrom('book')
              .select('holds_waiting')
              .where('book_id', '=', bookId)
            const waiting = hold === undefined ? 0 : 1
            await eventually(async () => expect(await known.executeTakeFirst()).toEqual({ holds_waiting: waiting }))
            if (hold !== undefined)
              expect(await rows.hold(hold).executeTakeFirst()).toMatchObject({ status: 'WAITING' })
            expect(await rows.rental(loan).executeTakeFirst()).toMatchObject({ renewal_count: renewals })
          }
          const asksAgain = await reader.renews(loan)
          expect(codes(asksAgain)).toEqual(hold === undefined ? [] : ['HOLDS_WAITING'])
          await reader.returns(loan)
          expect(await reader.renews(loan)).toMatchObject({ outcome: 'ALREADY_RETURNED', userErrors: [] })
          if (hold === undefined) return
          await holdBecomes(hold, { status: 'READY' })
          await waiter.leaves(hold)
        }),
        { numRuns: tries(4) },
      )
    },
    triedWithin(60_000),
  )
})

test('N13 money given back as goodwill while the member reads: with keepLoan the loan goes on, without it ends', async () => {
  const { id: bookId } = await libby.registers({ seats: 2 })
  const [kept, ended] = [await borrows('keeps', bookId), await borrows('loses', bookId)]
  for (const [sub, id] of [
    ['keeps', kept],
    ['loses', ended],
  ] as const)
    await atRent(sub).opens(id)
  const cashier = new Caller(
    'libby',
    () => `${library.running.payment.url}/graphql`,
    tokenOf('libby', 'ADMIN'),
    SUBGRAPH_SECRET,
  )
  const gives = async (rentalId: string, keepLoan: boolean) => {
    const { payment_id: paymentId } = await rows.rental(rentalId).executeTakeFirstOrThrow()
    const query = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { userErrors { code } } }`
    expect(await cashier.asks(query, { input: { paymentId, keepLoan } })).toEqual({ userErrors: [] })
  }
  await Promise.all([gives(kept, true), gives(ended, false)])
  const back = { payment_state: 'REFUNDED', refunded_amount: 3_000 }
  await becomes(kept, { ...back, status: 'APPROVED' })
  await becomes(ended, { ...back, status: 'CANCELED', cancel_reason: 'ADMIN' })
  expect(await atRent('keeps').sees(kept)).toMatchObject({ readable: true, renewal: { possible: true } })
  expect(codes(await atRent('loses').opens(ended))).toEqual(['NOT_READABLE'])
  await eventually(async () => expect(await libby.book(bookId)).toMatchObject({ seatsFree: 1 }))
  // Taken back later, it ends without a second refund.
  const refunds = provider.refunds.size
  await libby.withdraws(bookId, { revoke: true })
  await becomes(kept, { ...back, status: 'CANCELED', cancel_reason: 'LIBRARY' })
  expect((await said('rent', [kept])).map(({ type }) => type).slice(-2)).toEqual(['CancelRequested', 'Canceled'])
  expect(provider.refunds.size).toBe(refunds)
})

test('P1a R4 points wait for a promotion that is away: all with money, and no point is lost', async () => {
  const { id: bookId } = await libby.registers({ seats: 2 })
  const [first, second] = [await libby.registers(), await libby.registers()]
  await borrows('spender', first.id)
  await borrows('spender', second.id)
  const { db } = library.databases.promotion
  const points = db.selectFrom('point_account').select(['available']).where('user_id', '=', 'spender')
  await eventually(async () => expect(Number((await points.executeTakeFirst())?.available)).toBe(600))
  await library.running.promotion.stop()
  const spender = atRent('spender')
  const asked = await spender.rents(bookId, { pointsToUse: 500 })
  expect(asked).toMatchObject({ status: 'RENTED', paymentState: 'PENDING', pointsToUse: 500 })
  const paid = await spender.pays(asked.id, { pointsToUse: 0 })
  expect(paid).toMatchObject({
    rental: { status: 'PAID', pointsToUse: 0, payment: { chargedAmount: 3_000 } },
    userErrors: [],
  })
  library.running.promotion = await library.startPromotion()
  await approves([asked.id])
  await eventually(async () => expect(Number((await points.executeTakeFirst())?.available)).toBe(900))
  const payments = library.databases.payment.db
    .selectFrom('payment')
    .select(['status', 'decline_reason', 'points_used'])
  expect(await payments.where('rental_id', '=', asked.id).orderBy('attempt_no').execute()).toMatchObject([
    { status: 'DECLINED', decline_reason: 'SUPERSEDED', points_used: 0 },
    { status: 'PAID', decline_reason: null, points_used: 0 },
  ])
})
