import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { migrations, type BookDatabase } from '@ebook/book/database'
import { fetchHolds, tellHold } from '@ebook/book/hold-aggregate'
import { joinLine } from '@ebook/book/line'
import { holdByKey, placeOf, readHoldViews } from '@ebook/book/queries/holds'
import { licencesOf, noteBought } from '@ebook/book/queries/licences'
import { fetchCases, tellRequest } from '@ebook/book/request-aggregate'
import type { PaidRental } from '@ebook/book/request/language'
import { closedHoldsBeside, findGivenUp, forgetAtTitle } from '@ebook/book/sql/anonymise'
import { endErasure, findErasures, forgetMembers, keepErasures, placesOf } from '@ebook/book/sql/erasure'
import { extendLoans } from '@ebook/book/sql/extend-loans'
import { findDueHolds, loadHolds, openHoldsOf } from '@ebook/book/sql/hold'
import { endBlocks, findTurning, paidOnExpired } from '@ebook/book/sql/licence'
import {
  blockMembers,
  limitMembers,
  lockMember,
  readBorrower,
  readyHolds,
  titlesWaitedFor,
} from '@ebook/book/sql/member'
import { findUndecided, knownRequests, loadRequests, waitingFor } from '@ebook/book/sql/request'
import { loadTitles, readTitles } from '@ebook/book/sql/title'
import { fetchLines, fetchTitle, fetchTitles, tellTitle } from '@ebook/book/title-aggregate'
import type { TitleCommand } from '@ebook/book/title/language'
import type { Title } from '@ebook/book/title/state'
import { keepWish, takeWish } from '@ebook/book/wishes'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { cause, contract, race } from './testing/contract.ts'

type Unit = UnitOfWork<BookDatabase>

const HOUR = 3_600_000

const FILES = ['subgraphs/book/sql/*.ts', 'subgraphs/book/queries/{holds,licences}.ts']

contract<BookDatabase>('book', migrations, FILES, ({ store, inUnit }) => {
  async function register(seatsTotal: number) {
    const bookId = randomUUID()
    const about = {
      authors: ['An author'],
      isbn13: null,
      language: null,
      loanPeriodDays: 14,
      maxRenewals: 2,
      automaticAfter: null,
    }
    const title = { bookId, title: 'A title', ...about, rentalFee: 3_000, seatsTotal }
    await inUnit(async (unit) => {
      await fetchTitle(unit, bookId)
      await tellTitle(unit, bookId, { type: 'register', title: { ...title, registeredDate: unit.now } }, cause)
    })
    return bookId
  }
  const tell = (bookId: string, command: TitleCommand & { rentalId: string }) => async (unit: Unit) => {
    await fetchTitles(unit, [{ bookId, rentalId: command.rentalId }])
    return tellTitle(unit, bookId, command, cause)
  }
  const take = (bookId: string, rentalId: string) => tell(bookId, { type: 'takeSeat', rentalId, userId: 'ann' })
  const free = (bookId: string, rentalId: string) => tell(bookId, { type: 'releaseSeat', rentalId, cause: 'REFUSED' })
  const seen = async (bookId: string, ...rentalIds: string[]) =>
    (await inUnit(({ tx }) => loadTitles(tx, { bookIds: [bookId], rentalIds, userIds: [], spare: 0 }))).found[0]?.state
  const freeSeats = (title: Title | undefined) => title?.licences.flatMap((licence) => licence.freeSeats)

  test('a title has its seats: one is taken, lent and freed, and the next rental has it', async () => {
    const bookId = await register(1)
    const [one, other] = [randomUUID(), randomUUID()]
    const taken = await inUnit(take(bookId, one))
    expect(taken).toMatchObject({ state: { seatsFree: 0, allocations: { [one]: { rentalId: one, state: 'PAID' } } } })
    await inUnit(tell(bookId, { type: 'lendSeat', rentalId: one }))
    const seatId = taken.state?.allocations[one]?.seatId
    const allocations = { [one]: { rentalId: one, seatId, state: 'APPROVED' } }
    expect(await seen(bookId, one, other)).toMatchObject({ licences: [{ freeSeats: [] }], allocations })
    expect(await inUnit(take(bookId, other))).toMatchObject({ kind: 'refused', refusal: { code: 'NO_COPY' } })
    await inUnit(tell(bookId, { type: 'releaseSeat', rentalId: one, cause: 'RETURNED' }))
    expect(await seen(bookId, one)).toMatchObject({ licences: [{ freeSeats: [seatId] }], allocations: {} })
    expect(await inUnit(take(bookId, other))).toMatchObject({
      state: { allocations: { [other]: { rentalId: other, seatId } } },
    })
    expect(await seen(randomUUID(), one)).toBeUndefined()
  })

  test('of a title’s free seats there are as many as rentals that ask, and of several at once each has another', async () => {
    const bookId = await register(5)
    const rentals = [randomUUID(), randomUUID(), randomUUID()]
    expect(freeSeats(await seen(bookId, ...rentals))).toHaveLength(3)
    expect(freeSeats(await seen(bookId))).toEqual([])
    await inUnit(async (unit) => {
      await fetchTitles(
        unit,
        rentals.map((rentalId) => ({ bookId, rentalId })),
      )
      for (const rentalId of rentals)
        await tellTitle(unit, bookId, { type: 'takeSeat', rentalId, userId: 'ann' }, cause)
    })
    const title = await seen(bookId, ...rentals)
    expect(title).toMatchObject({ seatsFree: 2 })
    expect(new Set(Object.values(title?.allocations ?? {}).map(({ seatId }) => seatId)).size).toBe(3)
  })

  test('a seat goes from one rental to the next within one unit of work', async () => {
    const bookId = await register(1)
    const [one, other] = [randomUUID(), randomUUID()]
    await inUnit(take(bookId, one))
    await inUnit(async (unit) => {
      await fetchTitles(
        unit,
        [one, other].map((rentalId) => ({ bookId, rentalId })),
      )
      await tellTitle(unit, bookId, { type: 'releaseSeat', rentalId: one, cause: 'REFUSED' }, cause)
      await tellTitle(unit, bookId, { type: 'takeSeat', rentalId: other, userId: 'ben' }, cause)
    })
    const title = await seen(bookId, one, other)
    expect(title).toMatchObject({ seatsFree: 0, licences: [{ freeSeats: [] }] })
    expect(Object.keys(title?.allocations ?? {})).toEqual([other])
  })

  test('two want the last seat: one has it, and if that one rolls back the other', async () => {
    for (const rolledBack of [false, true]) {
      const bookId = await register(1)
      const second = await race(store, take(bookId, randomUUID()), take(bookId, randomUUID()), { rolledBack })
      expect(second.kind).toBe(rolledBack ? 'accepted' : 'refused')
    }
  })

  test('what waits for a title longer than lock_timeout fails, and takes no seat', async () => {
    const bookId = await register(2)
    const late = race(store, take(bookId, randomUUID()), take(bookId, randomUUID()), { patient: false })
    await expect(late).rejects.toMatchObject({ code: '55P03' })
    expect(await seen(bookId)).toMatchObject({ seatsFree: 1 })
  })

  test('a title that is withdrawn has no free seat, and no seat that comes back is free', async () => {
    const bookId = await register(2)
    const rentalId = randomUUID()
    await inUnit(take(bookId, rentalId))
    await inUnit((unit) => tellTitle(unit, bookId, { type: 'withdraw', revoke: false, note: null }, cause))
    await inUnit(free(bookId, rentalId))
    expect(await seen(bookId, rentalId)).toMatchObject({
      withdrawn: true,
      seatsFree: 0,
      licences: [{ freeSeats: [] }],
      allocations: {},
    })
    const read = await readTitles(store.db, [bookId, randomUUID()])
    expect(read).toMatchObject([{ book_id: bookId, title: 'A title', authors: ['An author'], withdrawn: true }])
  })

  test('requests are loaded as they were saved, wait for their title, and are found when nobody decided', async () => {
    const bookId = await register(3)
    const openOne = async (decideInMs: number) => {
      const rental: PaidRental = {
        rentalId: randomUUID(),
        bookId,
        paymentId: randomUUID(),
        userId: 'ann',
        chargedAmount: 3_000,
      }
      const { state } = await inUnit(async (unit) => {
        await fetchCases(unit, [rental])
        const { now } = unit
        const decideBy = new Date(now.getTime() + decideInMs)
        return tellRequest(unit, rental.rentalId, { type: 'open', rental, copyId: randomUUID(), decideBy, now }, cause)
      })
      const { found } = await inUnit(({ tx }) => loadRequests(tx, [rental.rentalId, randomUUID()]))
      expect(found).toEqual([{ id: rental.rentalId, state, said: 1, happened: 1 }])
      return rental.rentalId
    }
    const [late, later, fresh] = [await openOne(-HOUR), await openOne(-2 * HOUR), await openOne(HOUR)]
    expect(await knownRequests(store.db, [fresh, randomUUID()])).toEqual(new Set([fresh]))
    const { found } = await inUnit(({ tx }) =>
      loadTitles(tx, { bookIds: [], rentalIds: [fresh], userIds: [], spare: 0 }),
    )
    expect(found.map(({ id }) => id)).toEqual([bookId])
    expect(await inUnit(({ tx }) => waitingFor(tx, bookId))).toEqual([late, later, fresh].toSorted())
    const inAnHour = expect.toSatisfy((ms: unknown) => Math.abs(Number(ms) - HOUR) < 20_000)
    const due = [later, late].map((rentalId) => ({ rentalId, bookId }))
    expect(await findUndecided(store.db, 10)).toEqual({ due, nextInMs: inAnHour })
    expect(await findUndecided(store.db, 1)).toMatchObject({ due: [{ rentalId: later, bookId }] })
    await inUnit(async (unit) => {
      await fetchCases(unit, [{ rentalId: later }])
      await tellRequest(unit, later, { type: 'timeOut', now: unit.now }, cause)
    })
    expect((await findUndecided(store.db, 10)).due).toEqual([{ rentalId: late, bookId }])
  })

  test('a line: who waits, whose turn it is, what is due, and who may not', async () => {
    const bookId = await register(1)
    const rentalId = randomUUID()
    await inUnit(take(bookId, rentalId))
    const wait = (userId: string) =>
      inUnit(async (unit) => {
        await fetchLines(unit, [bookId], { userIds: [userId] })
        return joinLine(unit, { type: 'place', bookId, userId, key: `of ${userId}`, limit: 5 }, cause)
      })
    const holdIds: string[] = []
    for (const name of ['ann', 'ben']) {
      const joined = await wait(name)
      if (joined.kind === 'joined') holdIds.push(joined.hold.holdId)
    }
    const [ann = '', ben = ''] = holdIds
    expect(await wait('ann')).toMatchObject({ kind: 'refused', code: 'ALREADY_HELD' })
    expect(await inUnit(({ tx }) => openHoldsOf(tx, bookId))).toEqual([ann, ben])
    expect(await inUnit(({ tx }) => lockMember(tx, 'ann', bookId))).toEqual({
      ...{ openHolds: [{ holdId: ann, bookId }], holdLimit: null, blockIds: [], rentalIds: [] },
    })
    expect(await titlesWaitedFor(store.db, 'ben')).toEqual([bookId])
    expect(await readBorrower(store.db, 'ann', 3)).toEqual({ goodLoans: 0, isBlocked: false })
    expect(await inUnit(({ tx }) => endBlocks(tx))).toEqual({ userIds: [], nextInMs: undefined })
    await inUnit(async (unit) => {
      unit.write(limitMembers, { userId: 'ben', holdLimit: 2 })
      unit.write(blockMembers, { blockId: 'a block', userId: 'ben', kinds: ['HOLD'], until: null })
    })
    expect(await inUnit(({ tx }) => lockMember(tx, 'ben', bookId))).toMatchObject({
      holdLimit: 2,
      blockIds: ['a block'],
    })
    const [over, inAnHour] = [new Date(0), new Date(Date.now() + HOUR)]
    await inUnit(async (unit) => {
      unit.write(blockMembers, { blockId: 'a block', userId: 'ben', kinds: [], until: over })
      unit.write(blockMembers, { blockId: 'another', userId: 'ann', kinds: ['RENEW'], until: inAnHour })
    })
    expect(await inUnit(({ tx }) => lockMember(tx, 'ben', bookId))).toMatchObject({ blockIds: [] })
    const soon = expect.toSatisfy((ms: unknown) => Math.abs(Number(ms) - HOUR) < 20_000)
    expect(await inUnit(({ tx }) => endBlocks(tx))).toEqual({ userIds: ['ben'], nextInMs: soon })
    expect(await placeOf(store.db, ben)).toEqual({ bookId, userId: 'ben' })
    expect(await placeOf(store.db, randomUUID())).toBeUndefined()
    expect(await holdByKey(store.db, 'ben', 'of ben')).toEqual({ bookId, holdId: ben })
    expect(await holdByKey(store.db, 'ann', 'of ben')).toBeUndefined()
    const views = await readHoldViews(store.db, [ben])
    expect(views).toMatchObject([{ id: ben, holdId: ben, userId: 'ben', status: 'WAITING', position: 2 }])
    await inUnit(tell(bookId, { type: 'releaseSeat', rentalId, cause: 'REFUSED' }))
    const { found } = await inUnit(({ tx }) => loadHolds(tx, [ann, ben]))
    expect(found.map(({ id, state }) => [id, state.status]).toSorted()).toEqual(
      [
        [ann, 'READY'],
        [ben, 'WAITING'],
      ].toSorted(),
    )
    expect(await seen(bookId)).toMatchObject({ seatsFree: 0, holdsWaiting: 1, openHolds: 2 })
    expect(
      await readyHolds(store.db, [
        { userId: 'ann', bookId },
        { userId: 'ben', bookId },
      ]),
    ).toEqual(new Map([[`ann/${bookId}`, ann]]))
    const later = expect.toSatisfy((ms: unknown) => Number(ms) > 70 * HOUR)
    expect(await findDueHolds(store.db, 10)).toEqual({ due: [], nextInMs: later })
    const suspended = async (holdId: string, until: Date | null) => {
      await inUnit(async (unit) => {
        await fetchLines(unit, [bookId])
        await fetchHolds(unit, [holdId])
        await tellHold(unit, holdId, { type: 'suspend', until }, cause)
      })
      return Math.round(Number((await findDueHolds(store.db, 10)).nextInMs) / HOUR)
    }
    const { now } = await inUnit(({ tx }) => loadHolds(tx, []))
    const inDays = (days: number) => new Date(now.getTime() + days * 24 * HOUR)
    await suspended(ann, inDays(360))
    // Who wants it again before it would be given up needs no reminder.
    expect(await suspended(ben, null)).toBe(335 * 24)
    expect(await suspended(ben, inDays(360))).toBe(360 * 24)
  })

  test('a wish is remembered until it is known whether the seat is gone', async () => {
    const bookId = await register(1)
    const rentalId = randomUUID()
    await inUnit(async (unit) => {
      await fetchTitles(unit, [{ bookId, rentalId }])
      keepWish(unit, { rentalId, bookId, userId: 'ann' })
    })
    expect((await seen(bookId, rentalId))?.wishes).toEqual([rentalId])
    await inUnit(async (unit) => {
      await fetchTitles(unit, [{ bookId, rentalId }])
      expect(takeWish(unit, { rentalId, bookId })).toBe(true)
    })
    expect((await seen(bookId, rentalId))?.wishes).toEqual([])
  })

  test('who is to be forgotten is remembered until they are, with the places that they have by then', async () => {
    const bookId = await register(1)
    await inUnit(take(bookId, randomUUID()))
    const joined = await inUnit(async (unit) => {
      await fetchLines(unit, [bookId], { userIds: ['gone'] })
      return joinLine(unit, { type: 'place', bookId, userId: 'gone', key: 'a key', limit: 5 }, cause)
    })
    const holdId = joined.kind === 'joined' ? joined.hold.holdId : ''
    const [one, again] = [randomUUID(), randomUUID()].map((event_id) => ({ user_id: 'gone', event_id }))
    if (!one || !again) throw new Error('two')
    for (const erasure of [one, again]) await inUnit(async (unit) => unit.write(keepErasures, erasure))
    expect(await findErasures(store.db)).toEqual([again])
    expect(await placesOf(store.db, 'gone')).toEqual([{ holdId, bookId }])
    expect(await placesOf(store.db, 'ann')).toEqual([])
    await inUnit(async (unit) => unit.write(limitMembers, { userId: 'gone', holdLimit: 2 }))
    await inUnit(({ tx }) => forgetMembers(tx, ['gone', 'nobody']))
    expect(await inUnit(({ tx }) => lockMember(tx, 'gone', bookId))).toMatchObject({
      openHolds: [{ holdId, bookId }],
      holdLimit: null,
    })
    const over = async () => [
      await inUnit(({ tx }) => closedHoldsBeside(tx, { bookId, userId: 'gone' })),
      await findGivenUp(store.db, 0, 10),
      await findGivenUp(store.db, HOUR, 10),
    ]
    expect(await over()).toEqual([[], [], []])
    await inUnit(async (unit) => {
      await fetchHolds(unit, [holdId])
      await tellHold(unit, holdId, { type: 'cancel', reason: 'MEMBER' }, cause)
    })
    expect(await over()).toEqual([[holdId], [holdId], []])
    await inUnit(({ tx }) => forgetAtTitle(tx, bookId, 'gone', 'anon:1'))
    await endErasure(store.db, one)
    expect(await findErasures(store.db)).toEqual([again])
    await endErasure(store.db, again)
    expect(await findErasures(store.db)).toEqual([])
  })

  test('a licence with an end is found when what can be lent of it changes', async () => {
    const bookId = await register(1)
    expect(await findTurning(store.db, 10)).toEqual({ bookIds: [], nextInMs: undefined })
    const [seatId, licenceId] = [randomUUID(), randomUUID()]
    await inUnit(async (unit) => {
      await fetchLines(unit, [bookId])
      const expiresAt = new Date(unit.now.getTime() + 100 * 24 * HOUR)
      const limits = { seats: 1, expiresAt, loansTotal: 3, loansLeft: 3, renewalCountsAsLoan: false, endedAt: null }
      const seats = { nearEnd: [], free: 1, promised: 0, freeSeats: [seatId], newSeats: [seatId], goneSeats: [] }
      const licence = { licenceId, kind: 'TIME_AND_LOAN_LIMITED', ...limits, ...seats } as const
      await tellTitle(unit, bookId, { type: 'addLicence', licence }, cause)
    })
    const inDays = expect.toSatisfy((ms: unknown) => Math.round(Number(ms) / HOUR) === 70 * 24)
    expect(await findTurning(store.db, 10)).toEqual({ bookIds: [], nextInMs: inDays })
    expect(await inUnit(({ tx }) => paidOnExpired(tx, bookId))).toEqual([])
    const rentalId = randomUUID()
    await inUnit(take(bookId, rentalId))
    await inUnit(tell(bookId, { type: 'lendSeat', rentalId }))
    const dueAt = new Date('2027-01-01T00:00:00Z')
    await inUnit(async (unit) => unit.write(extendLoans, { rentalId, dueAt }))
    const title = await seen(bookId, rentalId)
    expect(title?.licences.map(({ loansLeft, free }) => [loansLeft, free])).toEqual(
      expect.arrayContaining([
        [null, 0],
        [3, 1],
      ]),
    )
    await noteBought(store.db, licenceId, { vendor: 'A vendor', price: 9_000 })
    await noteBought(store.db, licenceId, {})
    // Two of one instant are in the order of their ids.
    const licences = (await licencesOf(store.db, [bookId])).toSorted((one, other) => other.in_use - one.in_use)
    expect(licences).toMatchObject([
      { id: bookId, kind: 'ONE_COPY', seats: 1, in_use: 1, loans: 0, price: null },
      { id: licenceId, kind: 'TIME_AND_LOAN_LIMITED', seats: 1, in_use: 0, loans: 0, price: 9_000, loans_total: 3 },
    ])
  })
})
