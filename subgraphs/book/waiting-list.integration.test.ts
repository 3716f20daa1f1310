import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { tablesOf } from '@ebook/chassis/testing/tables-with'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { eventually } from '@ebook/testkit/eventually'
import { joinLine, tellInLine } from './line.ts'
import { blockMembers, limitMembers } from './sql/member.ts'
import { nothingIsWrong } from './testing/invariants.ts'
import { LibraryUnderTest } from './testing/library-under-test.ts'
import { anonymiseGivenUp } from './timers/anonymise.ts'
import { eraseMembers } from './timers/erase.ts'
import { passHolds } from './timers/holds.ts'
import { passBlocks } from './timers/pass-time.ts'
import { fetchLines } from './title-aggregate.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  library = await LibraryUnderTest.open()
})
afterAll(() => library.close())

const alice = () => library.person('alice')
const HOUR = 3_600_000

/** As if it had been the member's turn for so long already. */
async function readySince(holdId: string, agoMs: number): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    update hold set ready_until = now() - ${agoMs} * interval '1 millisecond' where hold_id = ${holdId}
    returning ready_until as at`.execute(library.db)
  const [row] = rows
  if (row === undefined) throw new Error('there is no such hold')
  return row.at
}

/** The owner's clock, so much later: nothing said so far is unheard. */
async function heardUpTo(at: Date): Promise<void> {
  await eventually(() => {
    library.rentals.announce({ rent: at, payment: at })
    for (const producer of ['rent', 'payment'])
      expect(Number(library.ports.messaging.heardUpTo(producer))).toBeGreaterThanOrEqual(at.getTime())
  })
}

describe('a member waits', () => {
  test('W3 W5 the seat that comes back is kept for the first one, and the others move up', async () => {
    const { bookId, loans } = await library.lentOut()
    const members = ['ann', 'ben', 'cleo'].map((name) => library.person(name))
    const holds: string[] = []
    for (const [index, member] of members.entries()) {
      const { hold } = await member.waitsFor(bookId)
      expect(hold).toMatchObject({ status: 'WAITING', position: index + 1, readyUntil: null, book: { id: bookId } })
      expect(Date.parse(String(hold?.estimate?.late))).toBeGreaterThan(Date.now())
      holds.push(hold?.id ?? '')
    }
    expect(await library.librarian.book(bookId)).toMatchObject({ holdsWaiting: 3, status: 'IMPOSSIBLE' })
    const [loan] = loans
    if (loan) await library.rentals.isReturned(loan)
    const { readyUntil } = await library.holdBecomes(holds[0] ?? '', { status: 'READY' })
    expect(Number(readyUntil) - Date.now()).toBeGreaterThan(71 * HOUR)
    const mine = `{ myHolds { totalCount edges { node { status position } } } }`
    expect(await members[1]?.asks(mine)).toMatchObject({ edges: [{ node: { status: 'WAITING', position: 1 } }] })
    expect(await library.librarian.book(bookId)).toMatchObject({ holdsWaiting: 2, status: 'IMPOSSIBLE', seatsFree: 0 })
    // What a librarian sees of a member; no other member sees it.
    const hisDocument = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Member { id holds { totalCount edges { node { userId status position } } } } } }`
    const his = { representations: [{ __typename: 'Member', id: 'ben' }] }
    const holdsOfBen = { totalCount: 1, edges: [{ node: { userId: 'ben', status: 'WAITING', position: 1 } }] }
    expect(await library.librarian.answer(hisDocument, his)).toEqual({
      data: { _entities: [{ id: 'ben', holds: holdsOfBen }] },
    })
    expect((await members[0]?.answer(hisDocument, his))?.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
    // Nobody else gets the seat that is kept, whoever pays first.
    const other = await library.rentals.paid(bookId, 'dave')
    await library.becomes(other.rentalId, { status: 'REFUSED', reasonCode: 'NO_COPY' })
    const hers = await library.rentals.paid(bookId, 'ann')
    await library.becomes(hers.rentalId, { status: 'REQUESTED' })
    await library.holdBecomes(holds[0] ?? '', { status: 'FULFILLED' })
    expect(await library.said(holds[0] ?? '')).toEqual(['HoldPlaced', 'HoldReady', 'HoldFulfilled'])
    await nothingIsWrong(library)
  })

  test('what is refused says why, and changes nothing', async () => {
    const { id: free } = await library.librarian.registers()
    const { bookId, loans } = await library.lentOut()
    const { id: gone } = await library.librarian.registers()
    await library.librarian.withdraws(gone)
    const codes = async (bookId: string, key?: string, who = alice()) =>
      (await who.waitsFor(bookId, key)).userErrors.map(({ code }) => code)
    expect(await codes(free)).toEqual(['CURRENTLY_AVAILABLE'])
    expect(await codes(gone)).toEqual(['BOOK_WITHDRAWN'])
    expect(await codes('0199a000-0000-7000-8000-00000000dead')).toEqual(['BOOK_NOT_FOUND'])
    expect(await codes('nonsense')).toEqual(['BOOK_NOT_FOUND'])
    expect(await codes(bookId, ' ')).toEqual(['INVALID_INPUT'])
    expect(await codes(bookId, 'x', library.person(loans[0]?.userId ?? ''))).toEqual(['ALREADY_RENTED'])
    const { hold } = await alice().waitsFor(bookId, 'her key')
    expect((await alice().waitsFor(bookId, 'her key')).hold).toMatchObject({ id: hold?.id, status: 'WAITING' })
    expect(await codes(bookId)).toEqual(['ALREADY_HELD'])
    expect(await codes(free, 'her key')).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    const holds = await library.db.selectFrom('hold').select('hold_id').where('book_id', '=', bookId).execute()
    expect(holds).toHaveLength(1)
    for (const change of ['leaves', 'suspends', 'resumes'] as const) {
      const { userErrors } = await library.person('mallory')[change](hold?.id ?? '')
      expect(userErrors.map(({ code }) => code)).toEqual(['HOLD_NOT_FOUND'])
    }
    expect((await alice().suspends(hold?.id ?? '', '2020-01-01T00:00:00.000Z')).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'until'] },
    ])
    expect((await library.librarian.leaves(hold?.id ?? '')).hold).toMatchObject({ status: 'CANCELED', position: null })
    expect((await alice().resumes(hold?.id ?? '')).userErrors).toMatchObject([{ code: 'HOLD_CLOSED' }])
  })

  test('N3 fifty at once by one member: five, and no more', async () => {
    const titles = await Promise.all(Array.from({ length: 50 }, () => library.librarian.registers()))
    await sql`update seat set state = 'WITHDRAWN' where book_id = any(${titles.map(({ id }) => id)}::uuid[])`.execute(
      library.db,
    )
    await sql`update title set seats_free = 0 where book_id = any(${titles.map(({ id }) => id)}::uuid[])`.execute(
      library.db,
    )
    const answers = await Promise.all(titles.map(({ id }) => library.person('eager').waitsFor(id)))
    expect(answers.filter(({ hold }) => hold)).toHaveLength(5)
    const codes = new Set(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)))
    expect([...codes]).toEqual(['HOLD_LIMIT_REACHED'])
  })

  test('N3 as many of one batch: what it has done already counts, as do a limit and a block that came in it', async () => {
    const bookIds = await Promise.all(Array.from({ length: 7 }, async () => (await library.lentOut()).bookId))
    const cause = { correlationId: 'a batch', causationId: 'a batch', actor: 'SYSTEM' } as const
    const [first = '', second = ''] = bookIds
    const codes = await inUnitOfWork(library.db, async (unit) => {
      await fetchLines(unit, bookIds, { userIds: ['hasty'] })
      const joins = async (bookId: string, userId = 'hasty') => {
        const joined = await joinLine(unit, { type: 'place', bookId, userId, key: null, limit: 5 }, cause)
        return joined.kind === 'joined' ? joined.hold : joined.code
      }
      const joined = []
      for (const bookId of [first, ...bookIds]) joined.push(await joins(bookId))
      const [placed] = joined
      if (typeof placed === 'object') await tellInLine(unit, placed, { type: 'cancel', reason: 'MEMBER' }, cause)
      joined.push(await joins(bookIds[5] ?? ''), await joins(bookIds[6] ?? ''))
      unit.write(limitMembers, { userId: 'limited', holdLimit: 1 })
      for (const bookId of [first, second]) joined.push(await joins(bookId, 'limited'))
      unit.write(blockMembers, { blockId: randomUUID(), userId: 'barred', kinds: ['HOLD'], until: null })
      joined.push(await joins(first, 'barred'))
      return joined.map((one) => (typeof one === 'object' ? 'joined' : one))
    })
    const [full, has] = ['HOLD_LIMIT_REACHED', 'ALREADY_HELD']
    expect(codes).toEqual([
      ...['joined', has, 'joined', 'joined', 'joined', 'joined', full, full],
      // One of them was given up.
      ...['joined', full],
      ...['joined', full, 'MEMBER_BLOCKED'],
    ])
    await nothingIsWrong(library)
  })

  test('N4 a hold meets the return of the last seat: it is READY at once, or there is nothing to wait for', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { bookId, loans } = await library.lentOut()
      const [loan] = loans
      const member = library.person(`late-${n}`)
      const [{ hold, userErrors }] = await Promise.all([
        member.waitsFor(bookId),
        loan && library.rentals.isReturned(loan),
      ])
      if (hold) await library.holdBecomes(hold.id, { status: 'READY' })
      else expect(userErrors).toMatchObject([{ code: 'CURRENTLY_AVAILABLE' }])
    }
    await library.heardEverything()
    await nothingIsWrong(library)
  })

  test('suspended, the place is kept and the seat goes to the next one; resumed, it is the old place', async () => {
    const { bookId, loans } = await library.lentOut()
    const [first, second] = [library.person('first'), library.person('second')]
    const one = await first.isInLineFor(bookId)
    const two = await second.isInLineFor(bookId)
    const [loan] = loans
    if (loan) await library.rentals.isReturned(loan)
    await library.holdBecomes(one, { status: 'READY' })
    const until = new Date(Date.now() + 24 * HOUR).toISOString()
    expect((await first.suspends(one, until)).hold).toMatchObject({
      suspended: true,
      suspendedUntil: until,
      position: null,
    })
    await library.holdBecomes(two, { status: 'READY' })
    await first.resumes(one)
    await second.leaves(two)
    await library.holdBecomes(one, { status: 'READY', suspended: false })
    expect(await library.said(one)).toEqual(['HoldPlaced', 'HoldReady', 'HoldSuspended', 'HoldResumed', 'HoldReady'])
  })

  test('W3 who is blocked keeps the place and is passed over, until the block is over', async () => {
    const { bookId, loans } = await library.lentOut({ seats: 2 })
    const [one, two] = ['blocked', 'behind'].map((name) => library.person(name))
    const first = (await one?.isInLineFor(bookId)) ?? ''
    const second = (await two?.isInLineFor(bookId)) ?? ''
    const blockId = randomUUID()
    await library.rentals.isBlocked('blocked', blockId)
    await library.heardEverything()
    for (const loan of loans) await library.rentals.isReturned(loan)
    await library.holdBecomes(second, { status: 'READY' })
    await library.heardEverything()
    expect(await library.hold(first)).toMatchObject({ status: 'WAITING', seq: 1 })
    expect((await library.person('blocked').waitsFor(bookId)).userErrors).toMatchObject([{ code: 'ALREADY_HELD' }])
    await library.rentals.isUnblocked('blocked', blockId)
    await library.heardEverything()
    await passBlocks(library.ports)
    await library.holdBecomes(first, { status: 'READY' })
    await nothingIsWrong(library)
  })

  test('W5 a member who has the title another way waits no longer', async () => {
    const { bookId } = await library.lentOut()
    const hold = await alice().isInLineFor(bookId)
    await alice().suspends(hold)
    await library.librarian.adds({ bookId, kind: 'ONE_COPY' })
    const { rentalId } = await library.rentals.paid(bookId, 'alice')
    await library.becomes(rentalId, { status: 'REQUESTED' })
    await library.holdBecomes(hold, { status: 'FULFILLED', suspended: false })
    await nothingIsWrong(library)
  })
})

describe('W6 a turn that is missed', () => {
  async function readyHold() {
    const { bookId, loans } = await library.lentOut()
    const hold = await library.person('slow').isInLineFor(bookId)
    const next = await library.person('quick').isInLineFor(bookId)
    const [loan] = loans
    if (loan) await library.rentals.isReturned(loan)
    await library.holdBecomes(hold, { status: 'READY' })
    return { bookId, hold, next }
  }

  test('N2 asked for in time, and heard late: the seat is theirs', async () => {
    const { bookId, hold } = await readyHold()
    const until = await readySince(hold, 60_000)
    // rent and payment are silent since before: nothing is decided.
    await heardUpTo(new Date(until.getTime() - 1_000))
    // Nor by a process whose clock is ahead (G6).
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3 * HOUR)
    await passHolds(library.ports).finally(() => clock.mockRestore())
    expect(await library.hold(hold)).toMatchObject({ status: 'READY' })
    const rental = await library.rentals.paid(bookId, 'slow')
    await library.becomes(rental.rentalId, { status: 'REQUESTED' })
    await library.holdBecomes(hold, { status: 'FULFILLED' })
  })

  test('not asked for: the next one has it, the place is kept once, and lost the second time', async () => {
    const { hold, next } = await readyHold()
    const until = await readySince(hold, 60_000)
    await heardUpTo(new Date(until.getTime() + 30_000))
    await passHolds(library.ports)
    expect(await library.hold(hold)).toMatchObject({ status: 'WAITING', suspended: true, lapses: 1 })
    expect(await library.hold(next)).toMatchObject({ status: 'READY' })
    await library.person('slow').resumes(hold)
    await library.person('quick').leaves(next)
    await library.holdBecomes(hold, { status: 'READY' })
    const again = await readySince(hold, 60_000)
    await heardUpTo(new Date(again.getTime() + 40_000))
    await passHolds(library.ports)
    expect(await library.hold(hold)).toMatchObject({ status: 'CANCELED', reason: 'LAPSED' })
    expect(await library.said(hold)).toContain('HoldLapsed')
  })

  test('W4 asked for and not paid: payment is waited for too; nobody is waited for longer than an hour', async () => {
    const { bookId, hold } = await readyHold()
    const rental = library.rentals.of(bookId, 'slow')
    await library.rentals.isRented(rental, { payUntil: new Date(Date.now() + 15 * 60_000) })
    await library.holdBecomes(hold, { extended: true })
    // It waits for the member at the bank, and may be paid for longer: the seat is kept as long.
    await readySince(hold, 60_000)
    const payUntil = new Date(Date.now() + HOUR)
    await library.rentals.isPaidLater(rental, payUntil)
    await library.holdBecomes(hold, { readyUntil: payUntil })
    await library.rentals.isPaidLater(library.rentals.of(bookId, 'slow'), new Date(Date.now() + 9 * HOUR))
    await library.heardEverything()
    expect(await library.hold(hold)).toMatchObject({ status: 'READY', readyUntil: payUntil })
    await readySince(hold, 2 * HOUR)
    await passHolds(library.ports)
    expect(await library.hold(hold)).toMatchObject({ status: 'WAITING', suspended: true })
  })
})

test('W14 W10 a place that nobody has wanted for eleven months: its member is reminded once, and it is given up a month later', async () => {
  const { bookId } = await library.lentOut()
  const hold = await alice().isInLineFor(bookId)
  await alice().suspends(hold)
  const suspendedFor = (days: number) =>
    sql`update hold set suspended_date = now() - ${days} * interval '1 day' where hold_id = ${hold}`.execute(library.db)
  await suspendedFor(336)
  for (let n = 0; n < 2; n += 1) await passHolds(library.ports)
  const { rows } = await sql<{ data: { endsAt: string } }>`
    select event -> 'data' as data from outbox where aggregate_id = ${hold} and event ->> 'type' like '%HoldReminded%'`.execute(
    library.db,
  )
  expect(rows).toMatchObject([{ data: { holdId: hold, bookId, userId: 'alice' } }])
  const leftMs = Date.parse(rows[0]?.data.endsAt ?? '') - Date.now()
  expect(Math.round(leftMs / HOUR)).toBe(29 * 24)
  expect(await library.hold(hold)).toMatchObject({ status: 'WAITING', suspended: true, reminded: true })
  await suspendedFor(366)
  await passHolds(library.ports)
  await library.holdBecomes(hold, { status: 'CANCELED', reason: 'SUSPENDED_TOO_LONG' })
  expect(await library.said(hold)).toEqual(['HoldPlaced', 'HoldSuspended', 'HoldReminded', 'HoldCanceled'])
  await nothingIsWrong(library)
})

describe('W2 who asks to wait if the seat is gone', () => {
  test.each(['before', 'after'] as const)('is in line, whether rent is heard %s the payment', async (order) => {
    const { bookId } = await library.lentOut()
    const member = `wishes-${order}`
    const rental = library.rentals.of(bookId, member)
    const wish = () => library.rentals.isRented(rental, { holdIfTaken: true })
    if (order === 'before') {
      await wish()
      await library.heardEverything()
    }
    await library.rentals.isPaid(rental)
    await library.becomes(rental.rentalId, { status: 'REFUSED', reasonCode: 'NO_COPY' })
    if (order === 'after') await wish()
    await eventually(async () => {
      const holds = await library.db.selectFrom('hold').selectAll().where('user_id', '=', member).execute()
      expect(holds).toMatchObject([{ status: 'WAITING', book_id: bookId, seq: 1 }])
    })
    await eventually(async () => expect(await library.db.selectFrom('hold_wish').selectAll().execute()).toEqual([]))
  })
})

test('N18 a title is withdrawn: who paid is refunded, who waits waits no longer, and loans are taken back if so said', async () => {
  const { bookId } = await library.lentOut({ seats: 3 })
  const hold = await alice().isInLineFor(bookId)
  await library.librarian.withdraws(bookId, { note: 'The publisher wants it back.' })
  await library.holdBecomes(hold, { status: 'CANCELED', reason: 'WITHDRAWN' })
  expect((await library.said(bookId)).filter((said) => said === 'BookWithdrawn')).toHaveLength(1)
  await library.librarian.withdraws(bookId, { revoke: true })
  await library.librarian.withdraws(bookId, { revoke: true })
  const said = await library.db
    .selectFrom('outbox')
    .select('event')
    .where('aggregate_id', '=', bookId)
    .orderBy('aggregate_version')
    .execute()
  const withdrawn = said.map(({ event }) => event).filter(({ type }) => type === 'ebook.book.BookWithdrawn.v1')
  expect(withdrawn.map(({ data }) => data)).toEqual([
    { bookId, revoke: false, note: 'The publisher wants it back.' },
    { bookId, revoke: true },
  ])
  await nothingIsWrong(library)
})

describe('R25 whose it was is forgotten', () => {
  test('W15 of a rental that is over: the case, the place in line before it, and all that was said of both', async () => {
    const { bookId, loans } = await library.lentOut()
    const [nell, olga] = [library.person('nell'), library.person('olga')]
    const { hold } = await nell.waitsFor(bookId)
    const { hold: next } = await olga.waitsFor(bookId)
    const [first] = loans
    if (first) await library.rentals.isReturned(first)
    await library.holdBecomes(hold?.id ?? '', { status: 'READY' })
    const rental = await library.rentals.paid(bookId, 'nell')
    await library.becomes(rental.rentalId, { status: 'REQUESTED' })
    await library.librarian.refuses(rental.rentalId, { note: 'for nell alone' })
    await library.becomes(rental.rentalId, { status: 'REFUSED', note: 'for nell alone' })
    const pseudonym = await library.rentals.isAnonymised(rental)
    const request = await library.becomes(rental.rentalId, { userId: pseudonym, note: null })
    expect(request).toMatchObject({ status: 'REFUSED', reasonCode: 'POLICY', paymentId: rental.paymentId })
    await library.holdBecomes(hold?.id ?? '', { userId: pseudonym, key: null, status: 'FULFILLED' })
    // That somebody has waited once for something is no secret here: for what, is.
    expect(await tablesOf(library.db as never, 'nell')).toEqual(['member'])
    expect(await library.said(hold?.id ?? '')).toEqual(['HoldPlaced', 'HoldReady', 'HoldFulfilled', 'HoldAnonymised'])
    await library.holdBecomes(next?.id ?? '', { userId: 'olga', status: 'READY' })
    const redacted = await library.db
      .selectFrom('outbox')
      .select('event')
      .where('redacted_at', 'is not', null)
      .execute()
    expect(new Set(redacted.map(({ event }) => event.aggregatetype))).toEqual(new Set(['Request', 'Hold']))
    expect(redacted.every(({ event }) => !event.actor.startsWith('MEMBER') || event.actor === 'MEMBER:anon')).toBe(true)
    await nothingIsWrong(library)
  })

  test('W15 of a place that was given up, after as long; what a member did at a title does not say who did it', async () => {
    const { bookId } = await library.lentOut()
    const { hold } = await library.person('gaveup').waitsFor(bookId)
    await library.person('gaveup').leaves(hold?.id ?? '')
    const forgets = (historyKeptForMs: number) =>
      anonymiseGivenUp({ ...library.ports, settings: { ...library.ports.settings, historyKeptForMs } })
    await forgets(HOUR)
    expect(await library.hold(hold?.id ?? '')).toMatchObject({ userId: 'gaveup', status: 'CANCELED' })
    await forgets(0)
    await library.holdBecomes(hold?.id ?? '', { status: 'CANCELED', key: null })
    expect(await tablesOf(library.db as never, 'gaveup')).toEqual(['member'])
  })
})

test('M8 of an erased member the places in line are given up and forgotten, and their turn is the next one’s', async () => {
  const { bookId, loans } = await library.lentOut()
  const { bookId: otherId } = await library.lentOut()
  const [gone, next] = [library.person('leaver'), library.person('follower')]
  const { hold } = await gone.waitsFor(bookId)
  const { hold: behind } = await next.waitsFor(bookId)
  const { hold: other } = await gone.waitsFor(otherId)
  await gone.asks('mutation ($input: SuspendHoldInput!) { suspendHold(input: $input) { userErrors { code } } }', {
    input: { holdId: other?.id },
  })
  const [first] = loans
  if (first) await library.rentals.isReturned(first)
  await library.holdBecomes(hold?.id ?? '', { status: 'READY' })
  await library.rentals.isBlocked('leaver', randomUUID())
  await library.rentals.isErased('leaver')
  await eventually(async () => expect(await library.db.selectFrom('erasure').selectAll().execute()).toHaveLength(1))
  // By several replicas at once.
  await Promise.all([eraseMembers(library.ports), eraseMembers(library.ports)])
  for (const holdId of [hold?.id ?? '', other?.id ?? '']) {
    const { userId } = await library.holdBecomes(holdId, { status: 'CANCELED', reason: 'MEMBER', key: null })
    expect(userId).toMatch(/^anon:/)
    expect((await library.said(holdId)).slice(-2)).toEqual(['HoldCanceled', 'HoldAnonymised'])
  }
  await library.holdBecomes(behind?.id ?? '', { userId: 'follower', status: 'READY' })
  expect(await tablesOf(library.db as never, 'leaver')).toEqual([])
  await nothingIsWrong(library)
})

test('M8 who comes again under the name of an erased member is another one: what they do, and is said of them, holds', async () => {
  const { bookId } = await library.lentOut()
  await library.rentals.isBlocked('comes again', 'of before')
  await library.rentals.isErased('comes again')
  await eventually(async () => expect(await library.db.selectFrom('erasure').selectAll().execute()).toHaveLength(1))
  const { hold } = await library.person('comes again').waitsFor(bookId)
  await library.rentals.isBlocked('comes again', 'of now')
  const blocks = library.db.selectFrom('member_block').select('block_id').where('user_id', '=', 'comes again')
  await eventually(async () => expect(await blocks.execute()).toEqual([{ block_id: 'of now' }]))
  await eraseMembers(library.ports)
  expect(await library.hold(hold?.id ?? '')).toMatchObject({ userId: 'comes again', status: 'WAITING' })
  expect(await blocks.execute()).toEqual([{ block_id: 'of now' }])
  await nothingIsWrong(library)
})
