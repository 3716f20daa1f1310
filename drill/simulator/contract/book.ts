import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrations, type BookDatabase } from '@ebook/book/database'
import { tellRequest } from '@ebook/book/request-aggregate'
import type { PaidRental } from '@ebook/book/request/language'
import { findUndecided, loadRequest, titleOfRequest, waitingFor } from '@ebook/book/sql/request'
import { loadTitle, readTitles } from '@ebook/book/sql/title'
import { lockTitle, tellTitle } from '@ebook/book/title-aggregate'
import { databaseNow } from '@ebook/chassis/sql/database-now'
import { cause } from './road.ts'
import { race, type OpenStore, type Store } from './stores.ts'

type Tx = Transaction<BookDatabase>

const HOUR = 3_600_000

export function bookContract(open: OpenStore): void {
  let store: Store<BookDatabase>
  beforeAll(async () => {
    store = await open('book', migrations)
  })
  afterAll(() => store.close())
  beforeEach(() => store.empty())

  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => store.db.transaction().execute(work)

  async function register(seatsTotal: number) {
    const bookId = randomUUID()
    const about = { authors: ['An author'], isbn13: null, language: null, loanPeriodDays: 14, maxRenewals: 2 }
    await inTx(async (tx) => {
      const registeredDate = await databaseNow(tx)
      const title = { bookId, title: 'A title', ...about, rentalFee: 3_000, seatsTotal, registeredDate }
      await tellTitle(tx, bookId, { type: 'register', title }, cause)
    })
    return bookId
  }
  const take = (bookId: string, rentalId: string) => (tx: Tx) =>
    tellTitle(tx, bookId, { type: 'takeSeat', rentalId }, cause)
  const free = (bookId: string, rentalId: string) => (tx: Tx) =>
    tellTitle(tx, bookId, { type: 'releaseSeat', rentalId, cause: 'REFUSED' }, cause)

  test('a title has its seats: one is taken, lent and freed, and the next rental has it', async () => {
    const bookId = await register(1)
    const [one, other] = [randomUUID(), randomUUID()]
    const taken = await inTx(take(bookId, one))
    expect(taken).toMatchObject({ state: { seatsFree: 0, allocation: { rentalId: one, state: 'PAID' } } })
    await inTx((tx) => tellTitle(tx, bookId, { type: 'lendSeat', rentalId: one }, cause))
    const seatId = taken.state?.allocation?.seatId
    const lent = await inTx((tx) => loadTitle(tx, bookId, one))
    expect(lent).toMatchObject({ nextFreeSeat: undefined, allocation: { rentalId: one, seatId, state: 'APPROVED' } })
    expect(await inTx(take(bookId, other))).toMatchObject({ kind: 'refused', refusal: { code: 'NO_COPY' } })
    await inTx((tx) => tellTitle(tx, bookId, { type: 'releaseSeat', rentalId: one, cause: 'RETURNED' }, cause))
    expect(await inTx((tx) => loadTitle(tx, bookId, one))).toMatchObject({
      nextFreeSeat: seatId,
      allocation: undefined,
    })
    expect(await inTx(take(bookId, other))).toMatchObject({ state: { allocation: { rentalId: other, seatId } } })
    expect(await inTx((tx) => lockTitle(tx, randomUUID()))).toBeUndefined()
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
    expect(await inTx((tx) => lockTitle(tx, bookId))).toMatchObject({ seatsFree: 1 })
  })

  test('a title that is withdrawn has no free seat, and no seat that comes back is free', async () => {
    const bookId = await register(2)
    const rentalId = randomUUID()
    await inTx(take(bookId, rentalId))
    await inTx((tx) => tellTitle(tx, bookId, { type: 'withdraw' }, cause))
    await inTx(free(bookId, rentalId))
    const title = await inTx((tx) => loadTitle(tx, bookId, rentalId))
    expect(title).toMatchObject({ withdrawn: true, seatsFree: 0, nextFreeSeat: undefined, allocation: undefined })
    const read = await readTitles(store.db, [bookId, randomUUID()])
    expect(read).toMatchObject([{ book_id: bookId, title: 'A title', authors: ['An author'], withdrawn: true }])
  })

  test('requests are loaded as they were saved, wait for their title, and are found when nobody decided', async () => {
    const bookId = await register(3)
    const openOne = async (decideInMs: number) => {
      const rental: PaidRental = { rentalId: randomUUID(), bookId, paymentId: randomUUID(), userId: 'ann' }
      const { state } = await inTx(async (tx) => {
        const now = await databaseNow(tx)
        const decideBy = new Date(now.getTime() + decideInMs)
        return tellRequest(tx, rental.rentalId, { type: 'open', rental, copyId: randomUUID(), decideBy, now }, cause)
      })
      expect(await inTx((tx) => loadRequest(tx, rental.rentalId))).toEqual(state)
      return rental.rentalId
    }
    const [late, later, fresh] = [await openOne(-HOUR), await openOne(-2 * HOUR), await openOne(HOUR)]
    expect(await titleOfRequest(store.db, fresh)).toBe(bookId)
    expect(await titleOfRequest(store.db, randomUUID())).toBeUndefined()
    expect(await inTx((tx) => waitingFor(tx, bookId))).toEqual([late, later, fresh].toSorted())
    const inAnHour = expect.toSatisfy((ms: unknown) => Math.abs(Number(ms) - HOUR) < 20_000)
    const due = [later, late].map((rentalId) => ({ rentalId, bookId }))
    expect(await findUndecided(store.db, 10)).toEqual({ due, nextInMs: inAnHour })
    expect(await findUndecided(store.db, 1)).toMatchObject({ due: [{ rentalId: later, bookId }] })
    const close = async (tx: Tx) => tellRequest(tx, later, { type: 'timeOut', now: await databaseNow(tx) }, cause)
    await inTx(close)
    expect((await findUndecided(store.db, 10)).due).toEqual([{ rentalId: late, bookId }])
  })
}
