import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { databaseNow } from '@ebook/chassis/sql/database-now'
import { migrations, type RentDatabase } from '@ebook/rent/database'
import { beginRental, tellRental } from '@ebook/rent/rental-aggregate'
import type { RentalCommand } from '@ebook/rent/rental/language'
import { keepBook, knownBooks, setBookStatus } from '@ebook/rent/sql/books'
import { findDue, lockDue, type DueRentals } from '@ebook/rent/sql/due'
import { eventsBehindRental } from '@ebook/rent/sql/events-behind'
import { keepKey, lockMember, readStoredFacts } from '@ebook/rent/sql/member-request'
import { loadRental, readVisibleRentals } from '@ebook/rent/sql/rental'
import { cause } from './road.ts'
import { race, type OpenStore, type Store } from './stores.ts'

type Tx = Transaction<RentDatabase>

const HOUR = 3_600_000

export function rentContract(open: OpenStore): void {
  let store: Store<RentDatabase>
  beforeAll(async () => {
    store = await open('rent', migrations)
  })
  afterAll(() => store.close())
  beforeEach(() => store.empty())

  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => store.db.transaction().execute(work)

  async function request(tx: Tx, userId: string, bookId: string, { payForMs = HOUR, retryInMs = HOUR } = {}) {
    const now = await databaseNow(tx)
    const book = { bookId, title: 'A title', rentalFee: 3_000, status: 'POSSIBLE', fresh: true } as const
    const retryAfter = new Date(now.getTime() + retryInMs)
    const rentalId = randomUUID()
    const asked = {
      type: 'requestRental',
      rentalId,
      userId,
      book,
      expectedFee: undefined,
      hasOpenRental: false,
    } as const
    await beginRental(tx, { ...asked, payForMs, retryAfter, now }, cause)
    return rentalId
  }

  const tell = (id: string, command: RentalCommand, because = cause as Parameters<typeof tellRental>[3]) =>
    inTx((tx) => tellRental(tx, id, command, because))

  test('a rental is loaded as it was saved, and seen by its member and by everybody’s librarian', async () => {
    const id = await inTx((tx) => request(tx, 'ann', randomUUID()))
    const paymentId = randomUUID()
    const told = await tell(id, { type: 'confirmPayment', paymentId, chargedAmount: 3_000 })
    expect(told).toMatchObject({ kind: 'accepted' })
    expect(await inTx((tx) => loadRental(tx, id))).toEqual(told.state)
    expect(await inTx((tx) => loadRental(tx, randomUUID()))).toBeUndefined()
    const seen = (visible: Parameters<typeof readVisibleRentals>[2]) => readVisibleRentals(store.db, [id], visible)
    expect(await seen('all')).toEqual([{ rental: told.state, now: expect.any(Date) }])
    expect(await seen({ userId: 'ann' })).toHaveLength(1)
    expect(await seen({ userId: 'ben' })).toEqual([])
  })

  test('a second open rental of one title for one member is refused, and its transaction leaves nothing', async () => {
    const bookId = randomUUID()
    await inTx((tx) => request(tx, 'ann', bookId))
    const second = inTx(async (tx) => {
      await keepBook(tx, bookId, 'A title', 3_000)
      await request(tx, 'ann', bookId)
    })
    await expect(second).rejects.toMatchObject({ code: '23505', constraint: 'rental_open_title' })
    expect(await knownBooks(store.db, [bookId])).toEqual(new Set())
    await inTx((tx) => request(tx, 'ben', bookId))
  })

  test('two requests of a member at once: the second waits, and sees what the first did', async () => {
    const bookId = randomUUID()
    const key = 'a press'
    const facts = async (tx: Tx) => {
      await lockMember(tx, 'ann')
      return readStoredFacts(tx, 'ann', key, bookId)
    }
    let rentalId = ''
    const first = async (tx: Tx) => {
      expect(await facts(tx)).toEqual({ earlier: undefined, book: undefined, open: undefined })
      rentalId = await request(tx, 'ann', bookId)
      await keepKey(tx, 'ann', key, 'what was asked', rentalId)
    }
    const nothing = { earlier: undefined, book: undefined, open: undefined }
    expect(await race(store, first, facts, { rolledBack: true })).toEqual(nothing)
    const seen = await race(store, first, facts)
    expect(seen).toEqual({
      earlier: { rentalId, fingerprint: 'what was asked' },
      book: undefined,
      open: { rentalId, isDue: false },
    })
  })

  test('two tell one rental: the second decides on what the first made of it', async () => {
    const id = await inTx((tx) => request(tx, 'ann', randomUUID()))
    const pay = (tx: Tx) =>
      tellRental(tx, id, { type: 'confirmPayment', paymentId: randomUUID(), chargedAmount: 3_000 }, cause)
    expect(await race(store, pay, pay, { rolledBack: true })).toMatchObject({ state: { status: 'PAID' } })
    const second = await race(
      store,
      (tx) => tellRental(tx, id, { type: 'notePoints', points: 7 }, cause),
      (tx) => loadRental(tx, id),
    )
    expect(second).toMatchObject({ payback: 7 })
  })

  test('what waits for a rental longer than lock_timeout fails, and changes nothing', async () => {
    const id = await inTx((tx) => request(tx, 'ann', randomUUID()))
    const note = (points: number) => (tx: Tx) => tellRental(tx, id, { type: 'notePoints', points }, cause)
    await expect(race(store, note(1), note(2), { patient: false })).rejects.toMatchObject({ code: '55P03' })
    expect(await inTx((tx) => loadRental(tx, id))).toMatchObject({ payback: 1 })
  })

  test('titles are kept, told again, and have the status that was told last', async () => {
    const [bookId, never] = [randomUUID(), randomUUID()]
    await inTx((tx) => keepBook(tx, bookId, 'A title', 3_000))
    await inTx((tx) => setBookStatus(tx, bookId, 'POSSIBLE'))
    await inTx((tx) => setBookStatus(tx, never, 'POSSIBLE'))
    await inTx((tx) => keepBook(tx, bookId, 'Another', 4_000))
    const facts = await inTx((tx) => readStoredFacts(tx, 'ann', 'key', bookId))
    expect(facts.book).toEqual({ title: 'Another', rentalFee: 4_000, status: 'POSSIBLE' })
    expect(await knownBooks(store.db, [bookId, never])).toEqual(new Set([bookId]))
  })

  test('what is due is found by the owner’s clock, and claimed once', async () => {
    const id = await inTx((tx) => request(tx, 'ann', randomUUID(), { retryInMs: -1 }))
    const over = await inTx((tx) => request(tx, 'ben', randomUUID(), { payForMs: -2_000 }))
    const [retry, unpaid, loanOver]: DueRentals[] = [
      { what: 'PAYMENT_DEFERRED' },
      { what: 'UNPAID', agoMs: 1_000 },
      { what: 'LOAN_OVER' },
    ]
    if (!retry || !unpaid || !loanOver) throw new Error('three')
    const isAbout = (ms: number) => expect.toSatisfy((is: unknown) => Math.abs(Number(is) - ms) < 20_000)
    expect(await findDue(store.db, retry, 10)).toEqual({ ids: [id], nextInMs: undefined })
    expect((await findDue(store.db, unpaid, 10)).ids).toEqual([over])
    expect(await findDue(store.db, { what: 'UNPAID', agoMs: HOUR }, 10)).toEqual({ ids: [], nextInMs: isAbout(HOUR) })
    expect(await findDue(store.db, loanOver, 10)).toEqual({ ids: [], nextInMs: undefined })
    await inTx((tx) => request(tx, 'cleo', randomUUID(), { retryInMs: HOUR }))
    for (const limit of [1, 10])
      expect(await findDue(store.db, retry, limit)).toEqual({ ids: [id], nextInMs: isAbout(HOUR) })
    const claim = async (tx: Tx) => {
      const now = await lockDue(tx, retry, id)
      if (now)
        await tellRental(tx, id, { type: 'retryPayment', retryAfter: new Date(now.getTime() + HOUR), now }, cause)
      return now
    }
    expect(await inTx(claim)).toBeInstanceOf(Date)
    expect(await store.other.transaction().execute(claim)).toBeUndefined()
  })

  test('a loan that has run out is due, and open only until then', async () => {
    const bookId = randomUUID()
    const id = await inTx((tx) => request(tx, 'ann', bookId))
    const paymentId = randomUUID()
    await tell(id, { type: 'confirmPayment', paymentId, chargedAmount: 3_000 })
    const now = new Date((await inTx((tx) => databaseNow(tx))).getTime() - 2 * 24 * HOUR)
    const loan = { paymentId, copyId: randomUUID(), loanPeriodDays: 1, licenceExpiresAt: undefined, now }
    await tell(id, { type: 'startLoan', ...loan })
    expect(await findDue(store.db, { what: 'LOAN_OVER' }, 10)).toEqual({ ids: [id], nextInMs: undefined })
    const { open } = await inTx((tx) => readStoredFacts(tx, 'ann', 'key', bookId))
    expect(open).toEqual({ rentalId: id, isDue: true })
  })

  test('a rental rests on the last that it said, and on the answer of payment', async () => {
    const id = await inTx((tx) => request(tx, 'ann', randomUUID()))
    const [rented] = await eventsBehindRental(store.db, id)
    const because = { ...cause, causationId: 'the event of payment' }
    await tell(id, { type: 'confirmPayment', paymentId: randomUUID(), chargedAmount: 3_000 }, because)
    expect(await eventsBehindRental(store.db, id)).toEqual([rented, 'the event of payment'])
    expect(await eventsBehindRental(store.db, randomUUID())).toEqual([])
  })
}
