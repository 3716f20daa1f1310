import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { databaseNow } from '@ebook/chassis/sql/database-now'
import { migrations, type PaymentDatabase } from '@ebook/payment/database'
import { tellPayment } from '@ebook/payment/payment-aggregate'
import { enterInLedger } from '@ebook/payment/sql/ledger'
import { findPayment, loadPayment, lockPaymentsOf, readVisiblePayments } from '@ebook/payment/sql/payment'
import { claimTasks, deferTask } from '@ebook/payment/sql/tasks'
import { cause } from './road.ts'
import { race, type OpenStore, type Store } from './stores.ts'

const RENTAL = randomUUID()

type Tx = Transaction<PaymentDatabase>

export function paymentContract(open: OpenStore): void {
  let store: Store<PaymentDatabase>
  beforeAll(async () => {
    store = await open('payment', migrations)
  })
  afterAll(() => store.close())
  beforeEach(() => store.empty())

  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => store.db.transaction().execute(work)

  async function request(tx: Tx, rentalId: string, attemptNo = 1) {
    const now = await databaseNow(tx)
    const paymentId = randomUUID()
    const of = { paymentId, rentalId, userId: 'ann', bookId: randomUUID(), rentalFee: 3_000, attemptNo }
    const key = `${rentalId}:${attemptNo}`
    await tellPayment(tx, paymentId, { type: 'requestPayment', ...of, key, rentalCanceled: false, now }, cause)
    return paymentId
  }

  test('a payment is loaded as it was saved, and seen by its member', async () => {
    const id = await inTx((tx) => request(tx, randomUUID()))
    const charge = async (tx: Tx) =>
      tellPayment(tx, id, { type: 'recordCharge', outcome: { kind: 'charged' }, now: await databaseNow(tx) }, cause)
    const { state } = await inTx(charge)
    expect(state).toMatchObject({ status: 'PAID', chargedAmount: 3_000 })
    expect(await inTx((tx) => loadPayment(tx, id))).toEqual(state)
    expect(await findPayment(store.db, id)).toEqual(state)
    expect(await findPayment(store.db, randomUUID())).toBeUndefined()
    expect(await readVisiblePayments(store.db, [id], 'all')).toEqual([{ payment: state, nextTry: null }])
    expect(await readVisiblePayments(store.db, [id], { userId: 'ben' })).toEqual([])
  })

  test('a rental has one payment that lives: a second is refused, and so is an attempt that was made', async () => {
    const rentalId = randomUUID()
    await inTx((tx) => request(tx, rentalId))
    await expect(inTx((tx) => request(tx, rentalId, 2))).rejects.toMatchObject({ constraint: 'payment_live' })
    await expect(inTx((tx) => request(tx, rentalId))).rejects.toMatchObject({ code: '23505' })
  })

  test('two who decide about a rental’s payments: the second sees what the first began, or nothing if that rolled back', async () => {
    for (const rolledBack of [true, false]) {
      const rentalId = randomUUID()
      let id = ''
      const { payments, now } = await race(
        store,
        async (tx) => {
          expect((await lockPaymentsOf(tx, rentalId)).payments).toEqual([])
          id = await request(tx, rentalId)
        },
        (tx) => lockPaymentsOf(tx, rentalId),
        { rolledBack },
      )
      expect(payments.map((payment) => payment.id)).toEqual(rolledBack ? [] : [id])
      expect(now).toBeInstanceOf(Date)
    }
  })

  test('what waits for a rental’s payments longer than lock_timeout fails', async () => {
    const lock = (tx: Tx) => lockPaymentsOf(tx, RENTAL)
    await expect(race(store, lock, lock, { patient: false })).rejects.toMatchObject({ code: '55P03' })
  })

  test('a payment is charged once in the ledger', async () => {
    const id = await inTx((tx) => request(tx, randomUUID()))
    const lines = [
      { kind: 'CHARGE', account: 'PROVIDER', amount: 3_000 },
      { kind: 'CHARGE', account: 'RENTAL_REVENUE', amount: -3_000 },
    ] as const
    const charge = () => inTx((tx) => enterInLedger(tx, id, [{ id: randomUUID(), lines }]))
    const recorded = { type: 'recordCharge', outcome: { kind: 'charged' } } as const
    await inTx(async (tx) => tellPayment(tx, id, { ...recorded, now: await databaseNow(tx) }, cause))
    await expect(charge()).rejects.toMatchObject({ code: '23505', constraint: 'ledger_line_one_charge' })
  })

  test('a task that is due is claimed by one, and again when its lease has passed or it was put off', async () => {
    const rentalId = randomUUID()
    const paymentId = await inTx((tx) => request(tx, rentalId))
    const claim = async (leaseMs: number, db = store.db) => (await claimTasks(db, 'CHARGE', 10, leaseMs)).tasks
    const task = {
      paymentId,
      kind: 'CHARGE',
      tries: 0,
      cause: { ...cause, correlationId: rentalId, traceparent: undefined },
    }
    const both = await Promise.all([claim(60_000), claim(60_000, store.other)])
    expect(both.flat()).toEqual([task])
    expect(await claim(60_000)).toEqual([])
    await deferTask(store.db, { paymentId, kind: 'REFUND' }, -1)
    expect(await claim(60_000)).toEqual([])
    await deferTask(store.db, { paymentId, kind: 'CHARGE' }, -1)
    expect(await claim(-1)).toEqual([{ ...task, tries: 1 }])
    expect(await claimTasks(store.db, 'REFUND', 10, 60_000)).toEqual({ tasks: [], nextInMs: undefined })
    expect(await claim(60_000)).toEqual([{ ...task, tries: 1 }])
  })

  test('who claims tasks is told when the next of the others is due: put off, or claimed by another', async () => {
    const first = await inTx((tx) => request(tx, randomUUID()))
    const claim = (limit: number) => claimTasks(store.db, 'CHARGE', limit, 60_000)
    const isAbout = (ms: number) => expect.toSatisfy((is: unknown) => Math.abs(Number(is) - ms) < 20_000)
    expect(await claim(10)).toMatchObject({ tasks: [{ paymentId: first }], nextInMs: undefined })
    expect(await claim(10)).toEqual({ tasks: [], nextInMs: isAbout(60_000) })
    const second = await inTx((tx) => request(tx, randomUUID()))
    await deferTask(store.db, { paymentId: second, kind: 'CHARGE' }, 3_600_000)
    await deferTask(store.db, { paymentId: first, kind: 'CHARGE' }, 7_200_000)
    expect(await claim(10)).toEqual({ tasks: [], nextInMs: isAbout(3_600_000) })
    const [third] = [await inTx((tx) => request(tx, randomUUID())), await inTx((tx) => request(tx, randomUUID()))]
    expect(await claim(1)).toEqual({
      tasks: [expect.objectContaining({ paymentId: third })],
      nextInMs: expect.toSatisfy((ms: number) => ms <= 0),
    })
  })

  test('a task that another transaction has changed is not claimed as it was', async () => {
    const paymentId = await inTx((tx) => request(tx, randomUUID()))
    await inTx(async (tx) => {
      const now = await databaseNow(tx)
      await tellPayment(tx, paymentId, { type: 'recordCharge', outcome: { kind: 'charged' }, now }, cause)
    })
    expect(await claimTasks(store.db, 'CHARGE', 10, 60_000)).toEqual({ tasks: [], nextInMs: undefined })
    const now = await inTx((tx) => databaseNow(tx))
    await inTx((tx) => tellPayment(tx, paymentId, { type: 'refundPayment', reason: 'REFUSED', now }, cause))
    expect(await claimTasks(store.db, 'REFUND', 10, 60_000)).toMatchObject({
      tasks: [{ paymentId, kind: 'REFUND', tries: 0 }],
    })
  })
}
