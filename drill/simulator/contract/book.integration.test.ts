import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { migrations, type BookDatabase } from '@ebook/book/database'
import { fetchCases, tellRequest } from '@ebook/book/request-aggregate'
import type { PaidRental } from '@ebook/book/request/language'
import { findUndecided, isRequestKnown, loadRequests, waitingFor } from '@ebook/book/sql/request'
import { loadTitles, readTitles } from '@ebook/book/sql/title'
import { fetchTitle, fetchTitles, tellTitle } from '@ebook/book/title-aggregate'
import type { TitleCommand } from '@ebook/book/title/language'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { cause, contract, race } from './testing/contract.ts'

type Unit = UnitOfWork<BookDatabase>

const HOUR = 3_600_000

contract<BookDatabase>('book', migrations, ['subgraphs/book/sql/*.ts'], ({ store, inUnit }) => {
  async function register(seatsTotal: number) {
    const bookId = randomUUID()
    const about = { authors: ['An author'], isbn13: null, language: null, loanPeriodDays: 14, maxRenewals: 2 }
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
  const take = (bookId: string, rentalId: string) => tell(bookId, { type: 'takeSeat', rentalId })
  const free = (bookId: string, rentalId: string) => tell(bookId, { type: 'releaseSeat', rentalId, cause: 'REFUSED' })
  const seen = async (bookId: string, ...rentalIds: string[]) =>
    (await inUnit(({ tx }) => loadTitles(tx, [bookId], rentalIds))).found[0]?.state

  test('a title has its seats: one is taken, lent and freed, and the next rental has it', async () => {
    const bookId = await register(1)
    const [one, other] = [randomUUID(), randomUUID()]
    const taken = await inUnit(take(bookId, one))
    expect(taken).toMatchObject({ state: { seatsFree: 0, allocations: { [one]: { rentalId: one, state: 'PAID' } } } })
    await inUnit(tell(bookId, { type: 'lendSeat', rentalId: one }))
    const seatId = taken.state?.allocations[one]?.seatId
    const allocations = { [one]: { rentalId: one, seatId, state: 'APPROVED' } }
    expect(await seen(bookId, one, other)).toMatchObject({ freeSeats: [], allocations })
    expect(await inUnit(take(bookId, other))).toMatchObject({ kind: 'refused', refusal: { code: 'NO_COPY' } })
    await inUnit(tell(bookId, { type: 'releaseSeat', rentalId: one, cause: 'RETURNED' }))
    expect(await seen(bookId, one)).toMatchObject({ freeSeats: [seatId], allocations: {} })
    expect(await inUnit(take(bookId, other))).toMatchObject({
      state: { allocations: { [other]: { rentalId: other, seatId } } },
    })
    expect(await seen(randomUUID(), one)).toBeUndefined()
  })

  test('of a title’s free seats there are as many as rentals that ask, and of several at once each has another', async () => {
    const bookId = await register(5)
    const rentals = [randomUUID(), randomUUID(), randomUUID()]
    expect((await seen(bookId, ...rentals))?.freeSeats).toHaveLength(3)
    expect((await seen(bookId))?.freeSeats).toEqual([])
    await inUnit(async (unit) => {
      await fetchTitles(
        unit,
        rentals.map((rentalId) => ({ bookId, rentalId })),
      )
      for (const rentalId of rentals) await tellTitle(unit, bookId, { type: 'takeSeat', rentalId }, cause)
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
      await tellTitle(unit, bookId, { type: 'takeSeat', rentalId: other }, cause)
    })
    const title = await seen(bookId, one, other)
    expect(title).toMatchObject({ seatsFree: 0, freeSeats: [] })
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
    await inUnit((unit) => tellTitle(unit, bookId, { type: 'withdraw' }, cause))
    await inUnit(free(bookId, rentalId))
    expect(await seen(bookId, rentalId)).toMatchObject({
      withdrawn: true,
      seatsFree: 0,
      freeSeats: [],
      allocations: {},
    })
    const read = await readTitles(store.db, [bookId, randomUUID()])
    expect(read).toMatchObject([{ book_id: bookId, title: 'A title', authors: ['An author'], withdrawn: true }])
  })

  test('requests are loaded as they were saved, wait for their title, and are found when nobody decided', async () => {
    const bookId = await register(3)
    const openOne = async (decideInMs: number) => {
      const rental: PaidRental = { rentalId: randomUUID(), bookId, paymentId: randomUUID(), userId: 'ann' }
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
    expect(await isRequestKnown(store.db, fresh)).toBe(true)
    expect(await isRequestKnown(store.db, randomUUID())).toBe(false)
    const { found } = await inUnit(({ tx }) => loadTitles(tx, [], [fresh]))
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
})
