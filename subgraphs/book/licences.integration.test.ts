import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { nothingIsWrong } from './testing/invariants.ts'
import { LibraryUnderTest } from './testing/library-under-test.ts'
import { passHolds } from './timers/holds.ts'
import { passTime } from './timers/pass-time.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  library = await LibraryUnderTest.open()
})
afterAll(() => library.close())

const DAY = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString()

/** A title that is lent by this licence alone. */
async function lentBy(licence: Parameters<typeof library.librarian.adds>[0]): Promise<string> {
  const { bookId } = licence
  const added = await library.librarian.adds(licence)
  expect(added.userErrors).toEqual([])
  const { userErrors } = await library.librarian.ends({ bookId, licenceId: bookId })
  expect(userErrors).toEqual([])
  return added.licence?.id ?? ''
}

/** As if its day had come. */
async function comesToItsEnd(bookId: string, licenceId: string): Promise<void> {
  await sql`update licence set expires_at = now() where id = ${licenceId}`.execute(library.db)
  await sql`update title set changes_at = now() where book_id = ${bookId}`.execute(library.db)
  await passTime(library.ports)
}

const statusOf = async (bookId: string) => (await library.request(bookId))?.status

describe('S1 N9 a licence of so many loans', () => {
  test('lends as often as it allows, and nobody pays for a loan that is not left', async () => {
    const { id: bookId } = await library.librarian.registers()
    const licenceId = await lentBy({ bookId, kind: 'LOAN_LIMITED', seats: 5, loansTotal: 7 })
    const rentals = Array.from({ length: 40 }, (_, n) => library.rentals.of(bookId, `payer-${n}`))
    let decided = 0
    for (let round = 0; round < 4; round += 1) {
      const payers = rentals.slice(round * 10, round * 10 + 10)
      await Promise.all(payers.map((rental) => library.rentals.isPaid(rental)))
      await library.heardEverything()
      for (const rental of payers) {
        if ((await statusOf(rental.rentalId)) !== 'REQUESTED') continue
        decided += 1
        // Some are refused: their loan is left to others.
        if (decided % 4 === 0) {
          await library.librarian.refuses(rental.rentalId)
          continue
        }
        await library.librarian.approves(rental.rentalId)
        await library.rentals.isReturned(rental)
      }
      await library.heardEverything()
      await nothingIsWrong(library)
    }
    const requests = await library.db.selectFrom('request').select('status').where('book_id', '=', bookId).execute()
    expect(requests.filter(({ status }) => status === 'CLOSED')).toHaveLength(7)
    expect(requests.filter(({ status }) => status === 'REFUSED')).toHaveLength(33)
    expect(await library.librarian.book(bookId)).toMatchObject({ status: 'IMPOSSIBLE', seatsTotal: 0, seatsFree: 0 })
    expect(await library.said(bookId)).toContain('LicenceEnded')
    const licence = await library.db.selectFrom('licence').selectAll().where('id', '=', licenceId).executeTakeFirst()
    expect(licence).toMatchObject({ loans_left: 0 })
  })

  test('five seats and one loan left: one member may pay, and one that is canceled in vain gives it back', async () => {
    const { id: bookId } = await library.librarian.registers()
    await lentBy({ bookId, kind: 'LOAN_LIMITED', seats: 5, loansTotal: 1 })
    expect(await library.librarian.book(bookId)).toMatchObject({ seatsTotal: 5, seatsFree: 1 })
    const first = await library.lends(bookId, 'first')
    const second = await library.rentals.paid(bookId, 'second')
    await library.becomes(second.rentalId, { status: 'REFUSED', reasonCode: 'NO_COPY' })
    await library.rentals.isToBeCanceled(first, { loanStarted: false })
    await library.becomes(first.rentalId, { status: 'WITHDRAWN' })
    expect(await library.librarian.book(bookId)).toMatchObject({ status: 'POSSIBLE', seatsFree: 1 })
  })

  test('R17 by which a renewal is a loan: who is lent one is told so, and how many are left to renew', async () => {
    const { id: bookId } = await library.librarian.registers()
    await lentBy({ bookId, kind: 'LOAN_LIMITED', seats: 5, loansTotal: 3, renewalCountsAsLoan: true })
    const { rentalId } = await library.lends(bookId, 'renews')
    const second = await library.rentals.paid(bookId, 'second')
    await library.becomes(second.rentalId, { status: 'REQUESTED' })
    const toldOf = async (aggregateId: string) => {
      const events = library.db.selectFrom('outbox').select('event').where('aggregate_id', '=', aggregateId)
      return (await events.orderBy('seq').execute()).map(({ event }) => event.data)
    }
    expect(await toldOf(rentalId)).toContainEqual(expect.objectContaining({ renewalCounts: true }))
    expect((await toldOf(bookId)).at(-1)).toMatchObject({ loansToRenew: 1 })
  })
})

test('a librarian sees which licences end, by day and then by what is left of them; what is over is not among them', async () => {
  const own = new Map<string, string>()
  const add = async (name: string, licence: Omit<Parameters<typeof library.librarian.adds>[0], 'bookId'>) => {
    const { id: bookId } = await library.librarian.registers({ title: name })
    const added = await library.librarian.adds({ bookId, ...licence })
    own.set(added.licence?.id ?? '', name)
    return { bookId, licenceId: added.licence?.id ?? '' }
  }
  await add('many loans', { kind: 'LOAN_LIMITED', seats: 1, loansTotal: 26 })
  await add('few loans', { kind: 'LOAN_LIMITED', seats: 1, loansTotal: 2, price: 20_000 })
  await add('later', { kind: 'UNLIMITED', expiresAt: inDays(60) })
  await add('soon', { kind: 'TIME_LIMITED', seats: 1, expiresAt: inDays(50) })
  await add('for good', { kind: 'CONCURRENT', seats: 2 })
  await library.librarian.ends(await add('ended', { kind: 'TIME_LIMITED', seats: 1, expiresAt: inDays(40) }))
  const document = `query ($first: Int) { licencesThatEnd(first: $first) { book { title } licence { id loansLeft price } } }`
  const all = await library.librarian.asks<readonly { book: { title: string }; licence: { id: string } }[]>(document, {
    first: 500,
  })
  expect(all.filter(({ licence }) => own.has(licence.id)).map(({ book }) => book.title)).toEqual([
    'soon',
    'later',
    'few loans',
    'many loans',
  ])
  expect(all).toContainEqual({
    book: { title: 'few loans' },
    licence: expect.objectContaining({ loansLeft: 2, price: 20_000 }),
  })
  const code = async (first: number, who: { answer: typeof library.librarian.answer }) =>
    (await who.answer(document, { first })).errors?.[0]?.extensions['code']
  expect([await code(0, library.librarian), await code(501, library.librarian)]).toEqual([
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
  ])
  expect(await code(1, library.person('alice'))).toBe('FORBIDDEN')
})

describe('S1 a licence until a day', () => {
  test('a whole loan is promised, or the member is told before paying, or nothing is lent', async () => {
    const { id: bookId } = await library.librarian.registers({ loanPeriodDays: 14 })
    const licenceId = await lentBy({ bookId, kind: 'TIME_LIMITED', seats: 2, expiresAt: inDays(18) })
    expect(await library.librarian.book(bookId)).toMatchObject({ status: 'POSSIBLE', nextLoanEnds: null })
    const short = inDays(12)
    await library.librarian.revisesLicence({ bookId, licenceId, expiresAt: short })
    expect(await library.librarian.book(bookId)).toMatchObject({ status: 'POSSIBLE', nextLoanEnds: short })
    const { rentalId } = await library.lends(bookId, 'reader')
    const said = library.db.selectFrom('outbox').select('event').where('aggregate_id', '=', rentalId)
    const approved = await said.orderBy('aggregate_version', 'desc').executeTakeFirst()
    expect(approved?.event.data).toMatchObject({ licenceExpiresAt: short, chargedAmount: 3_000 })
    await library.librarian.revisesLicence({ bookId, licenceId, expiresAt: inDays(9) })
    expect(await library.librarian.book(bookId)).toMatchObject({
      status: 'IMPOSSIBLE',
      seatsFree: 0,
      nextLoanEnds: null,
    })
    const late = await library.rentals.paid(bookId, 'late')
    await library.becomes(late.rentalId, { status: 'REFUSED', reasonCode: 'NO_COPY' })
  })

  test('the one that ends soonest is lent first, and what lasts is kept', async () => {
    const { id: bookId } = await library.librarian.registers()
    const { licence: later } = await library.librarian.adds({
      bookId,
      kind: 'TIME_LIMITED',
      seats: 1,
      expiresAt: inDays(90),
    })
    const { licence: sooner } = await library.librarian.adds({
      bookId,
      kind: 'TIME_LIMITED',
      seats: 1,
      expiresAt: inDays(40),
    })
    const order: (string | undefined)[] = []
    for (let n = 0; n < 3; n += 1) {
      const { rentalId } = await library.rentals.paid(bookId, `reader-${n}`)
      const { copyId } = await library.becomes(rentalId, { status: 'REQUESTED' })
      const seat = await library.db
        .selectFrom('seat')
        .select('licence_id')
        .where('id', '=', copyId ?? '')
        .executeTakeFirst()
      order.push(seat?.licence_id)
    }
    expect(order).toEqual([sooner?.id, later?.id, bookId])
  })

  test('N10 it ends: who paid has another seat or the money back, whose turn it was is next again, loans run on', async () => {
    const { id: bookId } = await library.librarian.registers()
    const { licence } = await library.librarian.adds({ bookId, kind: 'TIME_LIMITED', seats: 5, expiresAt: inDays(60) })
    const licenceId = licence?.id ?? ''
    const lent = [await library.lends(bookId, 'lent-0'), await library.lends(bookId, 'lent-1')]
    const paid = []
    for (let n = 0; n < 3; n += 1) paid.push(await library.rentals.paid(bookId, `paid-${n}`))
    for (const { rentalId } of paid) await library.becomes(rentalId, { status: 'REQUESTED' })
    // The seat without an end is the last that is lent.
    const last = await library.lends(bookId, 'last')
    const holds = [await library.person('ann').isInLineFor(bookId), await library.person('ben').isInLineFor(bookId)]
    const [first] = lent
    if (first) await library.rentals.isReturned(first)
    await library.holdBecomes(holds[0] ?? '', { status: 'READY' })
    await library.rentals.isReturned(last)
    await library.holdBecomes(holds[1] ?? '', { status: 'READY' })
    await library.person('ben').leaves(holds[1] ?? '')
    await comesToItsEnd(bookId, licenceId)
    const statuses = await Promise.all(paid.map(async ({ rentalId }) => library.request(rentalId)))
    expect(statuses.map((request) => request?.reasonCode ?? request?.status).toSorted()).toEqual([
      'LICENCE_ENDED',
      'LICENCE_ENDED',
      'REQUESTED',
    ])
    expect(await library.hold(holds[0] ?? '')).toMatchObject({ status: 'WAITING', seq: 1, suspended: false })
    expect(await statusOf(lent[1]?.rentalId ?? '')).toBe('APPROVED')
    await nothingIsWrong(library)
    const moved = statuses.find((request) => request?.status === 'REQUESTED')
    const seat = await library.db
      .selectFrom('seat')
      .selectAll()
      .where('id', '=', moved?.copyId ?? '')
      .executeTakeFirst()
    expect(seat).toMatchObject({ licence_id: bookId, state: 'PAID' })
  })
})

describe('S1 without a limit', () => {
  test('everybody reads at once, and nobody waits', async () => {
    const { id: bookId } = await library.librarian.registers()
    await library.lends(bookId, 'first')
    const hold = await library.person('waiting').isInLineFor(bookId)
    await library.librarian.adds({ bookId, kind: 'UNLIMITED' })
    await library.holdBecomes(hold, { status: 'READY' })
    expect(await library.librarian.book(bookId)).toMatchObject({ status: 'POSSIBLE', unlimited: true, seatsTotal: 1 })
    const lent = await Promise.all(['a', 'b', 'c', 'waiting'].map((name) => library.lends(bookId, name)))
    for (const rental of lent) await library.rentals.isReturned(rental)
    await library.heardEverything()
    await nothingIsWrong(library)
    expect((await library.person('late').waitsFor(bookId)).userErrors).toMatchObject([{ code: 'CURRENTLY_AVAILABLE' }])
  })
})

test('N11 two more seats while ten wait: the first two have them, in one transaction', async () => {
  const { bookId } = await library.lentOut()
  const holds: string[] = []
  for (let n = 0; n < 10; n += 1) holds.push(await library.person(`waits-${n}`).isInLineFor(bookId))
  await library.librarian.adds({ bookId, kind: 'CONCURRENT', seats: 2 })
  const after = await Promise.all(holds.map((hold) => library.hold(hold)))
  expect(after.map((hold) => hold?.status)).toEqual(['READY', 'READY', ...Array(8).fill('WAITING')])
  await nothingIsWrong(library)
})

test('N17 a title is described anew, and what is wrong is said; a librarian’s other words are found', async () => {
  const { id: bookId } = await library.librarian.registers({ isbn13: '9788937460470' })
  const { book } = await library.librarian.revises({ bookId, title: 'Dune Messiah', rentalFee: 5_000, isbn13: null })
  expect(book).toMatchObject({ title: 'Dune Messiah', rentalFee: 5_000, isbn13: null, approval: 'LIBRARIAN' })
  const found = `{ books(search: "messiah", filter: { maxFee: 5000 }) { edges { node { id rentalFee } } } }`
  expect(await library.anybody().asks(found)).toMatchObject({ edges: [{ node: { id: bookId, rentalFee: 5_000 } }] })
  const said = (await library.said(bookId)).length
  await library.librarian.revises({ bookId, title: 'Dune Messiah' })
  expect(await library.said(bookId)).toHaveLength(said)
  const { userErrors } = await library.librarian.revises({ bookId, rentalFee: -1, loanPeriodDays: 0 })
  expect(userErrors.map(({ field }) => field?.[1])).toEqual(['rentalFee', 'loanPeriodDays'])
  expect((await library.librarian.revises({ bookId: randomUUID(), title: 'x' })).userErrors).toMatchObject([
    { code: 'BOOK_NOT_FOUND' },
  ])
})

test('a licence that is nonsense, or in use, is refused with what is wrong', async () => {
  const { bookId } = await library.lentOut({ seats: 2 })
  const wrong = async (input: object) => {
    const { userErrors } = await library.librarian.adds({ bookId, kind: 'CONCURRENT', ...input })
    return userErrors.map(({ code, field }) => `${code} ${field?.[1]}`)
  }
  expect(await wrong({ seats: 0 })).toEqual(['INVALID_INPUT seats'])
  expect(await wrong({ kind: 'UNLIMITED', seats: 3 })).toEqual(['INVALID_INPUT seats'])
  expect(await wrong({ kind: 'TIME_LIMITED', seats: 1 })).toEqual(['INVALID_INPUT expiresAt'])
  expect(await wrong({ kind: 'TIME_LIMITED', seats: 1, expiresAt: inDays(-1) })).toEqual(['INVALID_INPUT expiresAt'])
  expect(await wrong({ kind: 'LOAN_LIMITED', seats: 1 })).toEqual(['INVALID_INPUT loansTotal'])
  expect(await wrong({ seats: 1, price: -1 })).toEqual(['INVALID_INPUT price'])
  for (const preview of [-1, 101]) expect(await wrong({ seats: 1, preview })).toEqual(['INVALID_INPUT preview'])
  const inUse = { userErrors: [{ code: 'LICENCE_IN_USE' }] }
  expect(await library.librarian.ends({ bookId, licenceId: bookId })).toMatchObject(inUse)
  expect(await library.librarian.revisesLicence({ bookId, licenceId: bookId, seats: 1 })).toMatchObject(inUse)
  expect(await library.librarian.ends({ bookId, licenceId: randomUUID() })).toMatchObject({
    userErrors: [{ code: 'LICENCE_NOT_FOUND' }],
  })
})

test('D15 a rule decides at once; of whom it does not know enough a librarian decides', async () => {
  const { id: bookId } = await library.librarian.registers({ seats: 4, approval: 'AUTOMATIC', automaticAfterLoans: 1 })
  const rule = await library.librarian.asks(`{ book(id: "${bookId}") { approval automaticAfterLoans } }`)
  expect(rule).toEqual({ approval: 'AUTOMATIC', automaticAfterLoans: 1 })
  const { rentalId: unknown } = await library.rentals.paid(bookId, 'newcomer')
  await library.becomes(unknown, { status: 'REQUESTED' })
  await library.librarian.approves(unknown)
  await library.rentals.isReturned({ rentalId: unknown, bookId, paymentId: randomUUID(), userId: 'newcomer' })
  await library.becomes(unknown, { status: 'CLOSED' })
  const { rentalId: known } = await library.rentals.paid(bookId, 'newcomer')
  await library.becomes(known, { status: 'APPROVED', decidedBy: 'SYSTEM' })
  expect(await library.said(known)).toEqual(['ApprovalRequested', 'Approved'])
  await nothingIsWrong(library)
})

test('many decisions are each by itself: one that is refused holds up no other', async () => {
  const { id: bookId } = await library.librarian.registers({ seats: 3 })
  const paid = []
  for (let n = 0; n < 3; n += 1)
    paid.push(await library.rentals.paid(bookId, n === 2 ? library.librarian.sub : `m-${n}`))
  for (const { rentalId } of paid) await library.becomes(rentalId, { status: 'REQUESTED' })
  const [one = '', two = '', own = ''] = paid.map(({ rentalId }) => rentalId)
  const { decided, userErrors } = await library.librarian.decides([
    { rentalId: one, decision: 'APPROVE' },
    { rentalId: own, decision: 'APPROVE' },
    { rentalId: randomUUID(), decision: 'REFUSE' },
    { rentalId: two, decision: 'REFUSE', note: 'Not now.' },
  ])
  expect(userErrors).toEqual([])
  expect(decided.map((each) => each.userErrors[0]?.code ?? each.request?.status)).toEqual([
    'APPROVED',
    'OWN_RENTAL',
    'REQUEST_NOT_FOUND',
    'REFUSED',
  ])
  const many = Array.from({ length: 101 }, () => ({ rentalId: randomUUID(), decision: 'APPROVE' as const }))
  expect((await library.librarian.decides(many)).userErrors).toMatchObject([{ code: 'TOO_MANY_DECISIONS' }])
  const twice = [one, one].map((rentalId) => ({ rentalId, decision: 'APPROVE' as const }))
  expect((await library.librarian.decides(twice)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }])
})

test(
  'N1 N5 V10 whatever happens to a line: seats go to the first who wants one, none is idle while somebody waits',
  async () => {
    const steps = ['wait', 'pay', 'return', 'suspend', 'resume', 'leave', 'lapse', 'seat', 'time'] as const
    const story = fc.record({
      seats: fc.integer({ min: 1, max: 3 }),
      told: fc.array(fc.tuple(fc.nat(7), fc.constantFrom(...steps)), { minLength: 8, maxLength: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(story, async ({ seats, told }) => {
        const { bookId, loans } = await library.lentOut({ seats })
        const run = randomUUID().slice(0, 8)
        const holds = new Map<number, string>()
        const served: number[] = []
        for (const [who, step] of told) {
          const member = library.person(`${run}-${who}`)
          const hold = holds.get(who)
          if (step === 'wait') {
            const { hold: placed } = await member.waitsFor(bookId)
            if (placed) holds.set(who, placed.id)
          } else if (step === 'pay') {
            const wasReady = hold !== undefined && (await library.hold(hold))?.status === 'READY'
            const rental = await library.rentals.paid(bookId, member.sub)
            await library.heardEverything()
            const status = await statusOf(rental.rentalId)
            // A turn is a seat.
            if (wasReady) expect(status).toBe('REQUESTED')
            if (status === 'REQUESTED') {
              await library.librarian.approves(rental.rentalId)
              loans.push(rental)
              served.push(who)
            }
          } else if (step === 'return') {
            const loan = loans.shift()
            if (loan) await library.rentals.isReturned(loan)
            await library.heardEverything()
          } else if (step === 'seat') {
            if (told.length % 3 === 0) await library.librarian.adds({ bookId, kind: 'ONE_COPY' })
          } else if (step === 'time') {
            await passTime(library.ports)
          } else if (hold !== undefined) {
            if (step === 'suspend') await member.suspends(hold)
            else if (step === 'resume') await member.resumes(hold)
            else if (step === 'leave') await member.leaves(hold)
            else {
              await sql`update hold set ready_until = now() - interval '2 hours'
                where hold_id = ${hold} and status = 'READY'`.execute(library.db)
              await passHolds(library.ports)
            }
          }
          await nothingIsWrong(library)
          const { rows: passed } = await sql`
            select ready.hold_id from hold as ready join hold as before using (book_id)
            where book_id = ${bookId} and ready.status = 'READY' and before.status = 'WAITING'
              and not before.suspended and before.seq < ready.seq
              and not exists (select from history where aggregate_id = before.hold_id::text
                and event_type in ('HoldSuspended', 'HoldLapsed'))`.execute(library.db)
          expect(passed, 'somebody was passed over who wanted to be served').toEqual([])
        }
        const ready = await library.db
          .selectFrom('history')
          .select('aggregate_id')
          .where('event_type', '=', 'HoldFulfilled')
          .execute()
        expect(new Set(ready.map(({ aggregate_id }) => aggregate_id)).size).toBe(ready.length)
      }),
      { numRuns: tries(6) },
    )
  },
  triedWithin(120_000),
)
