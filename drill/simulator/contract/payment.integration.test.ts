import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { migrations, type PaymentDatabase } from '@ebook/payment/database'
import { fetchPaymentsOf, newPayment, tellPayment } from '@ebook/payment/payment-aggregate'
import { enterInLedger } from '@ebook/payment/sql/ledger'
import { findPayment, loadPayments, loadPaymentsOf, readVisiblePayments } from '@ebook/payment/sql/payment'
import { keepReceipts } from '@ebook/payment/sql/receipt'
import { claimTasks, deferTask } from '@ebook/payment/sql/tasks'
import { cause, contract, race } from './testing/contract.ts'

const RENTAL = randomUUID()

type Unit = UnitOfWork<PaymentDatabase>

contract<PaymentDatabase>('payment', migrations, ['subgraphs/payment/sql/*.ts'], ({ store, inUnit }) => {
  async function request(unit: Unit, rentalId: string, attemptNo = 1, pointsToUse = 0) {
    await fetchPaymentsOf(unit, [{ rentalId }])
    const paymentId = newPayment(unit)
    const of = { paymentId, rentalId, userId: 'ann', bookId: randomUUID(), rentalFee: 3_000, pointsToUse, attemptNo }
    const key = `${rentalId}:${attemptNo}`
    const commandAt = (now: Date) => ({ type: 'requestPayment', ...of, key, rentalCanceled: false, now }) as const
    await tellPayment(unit, paymentId, commandAt, cause)
    return paymentId
  }

  const charge =
    (id: string, amount = 3_000) =>
    (unit: Unit) =>
      tellPayment(
        unit,
        id,
        (now) => ({ type: 'recordCharge', outcome: { kind: 'charged', amount, currency: 'KRW' }, now }),
        cause,
      )

  test('a payment is loaded as it was saved, and seen by its member', async () => {
    const id = await inUnit((unit) => request(unit, randomUUID()))
    const { state } = await inUnit(charge(id))
    expect(state).toMatchObject({ status: 'PAID', chargedAmount: 3_000 })
    const isThis = { now: expect.any(Date), found: [{ id, state, said: 1, happened: 2 }] }
    expect(await inUnit(({ tx }) => loadPayments(tx, [id, randomUUID()]))).toEqual(isThis)
    expect(await inUnit(({ tx }) => loadPaymentsOf(tx, [state?.rentalId ?? '', randomUUID()]))).toEqual(isThis)
    expect(await findPayment(store.db, id)).toEqual(state)
    expect(await findPayment(store.db, randomUUID())).toBeUndefined()
    expect(await readVisiblePayments(store.db, [id], 'all')).toEqual([{ payment: state, nextTry: null }])
    expect(await readVisiblePayments(store.db, [id], { userId: 'ben' })).toEqual([])
    if (state) await inUnit(({ tx }) => keepReceipts(tx, [state]))
  })

  test('a rental has one payment that lives: a second is refused, and so is an attempt that was made', async () => {
    const rentalId = randomUUID()
    await inUnit((unit) => request(unit, rentalId))
    await expect(inUnit((unit) => request(unit, rentalId, 2))).rejects.toMatchObject({ constraint: 'payment_live' })
    await expect(inUnit((unit) => request(unit, rentalId))).rejects.toMatchObject({ code: '23505' })
  })

  test('two who decide about a rental’s payments: the second sees what the first began, or nothing if that rolled back', async () => {
    for (const rolledBack of [true, false]) {
      const rentalId = randomUUID()
      let id = ''
      const { found, now } = await race(
        store,
        async (unit) => {
          expect((await loadPaymentsOf(unit.tx, [rentalId])).found).toEqual([])
          id = await request(unit, rentalId)
        },
        ({ tx }) => loadPaymentsOf(tx, [rentalId]),
        { rolledBack },
      )
      expect(found.map((payment) => payment.id)).toEqual(rolledBack ? [] : [id])
      expect(now).toBeInstanceOf(Date)
    }
  })

  test('what waits for a rental’s payments longer than lock_timeout fails', async () => {
    const lock = ({ tx }: Unit) => loadPaymentsOf(tx, [RENTAL])
    await expect(race(store, lock, lock, { patient: false })).rejects.toMatchObject({ code: '55P03' })
  })

  test('a payment is charged once in the ledger', async () => {
    const id = await inUnit((unit) => request(unit, randomUUID()))
    const of = { paymentId: id, kind: 'CHARGE', transactionId: randomUUID() } as const
    const again = () =>
      inUnit(async (unit) =>
        unit.write(
          enterInLedger,
          { ...of, account: 'PROVIDER', amount: 3_000 },
          { ...of, account: 'RENTAL_REVENUE', amount: -3_000 },
        ),
      )
    await inUnit(charge(id))
    await expect(again()).rejects.toMatchObject({ code: '23505', constraint: 'ledger_line_one_charge' })
  })

  test('a task that is due is claimed by one, and again when its lease has passed or it was put off', async () => {
    const rentalId = randomUUID()
    const paymentId = await inUnit((unit) => request(unit, rentalId))
    const claim = async (leaseMs: number, db = store.db) =>
      (await claimTasks(db, ['CHARGE', 'SPEND'], 10, leaseMs)).tasks
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
    expect(await claimTasks(store.db, ['REFUND'], 10, 60_000)).toEqual({ tasks: [], nextInMs: undefined })
    expect(await claim(60_000)).toEqual([{ ...task, tries: 1 }])
  })

  test('who claims tasks is told when the next of the others is due: put off, or claimed by another', async () => {
    const first = await inUnit((unit) => request(unit, randomUUID()))
    const claim = (limit: number) => claimTasks(store.db, ['CHARGE', 'SPEND'], limit, 60_000)
    const isAbout = (ms: number) => expect.toSatisfy((is: unknown) => Math.abs(Number(is) - ms) < 20_000)
    expect(await claim(10)).toMatchObject({ tasks: [{ paymentId: first }], nextInMs: undefined })
    expect(await claim(10)).toEqual({ tasks: [], nextInMs: isAbout(60_000) })
    const second = await inUnit((unit) => request(unit, randomUUID()))
    await deferTask(store.db, { paymentId: second, kind: 'CHARGE' }, 3_600_000)
    await deferTask(store.db, { paymentId: first, kind: 'CHARGE' }, 7_200_000)
    expect(await claim(10)).toEqual({ tasks: [], nextInMs: isAbout(3_600_000) })
    const [third] = [
      await inUnit((unit) => request(unit, randomUUID())),
      await inUnit((unit) => request(unit, randomUUID())),
    ]
    expect(await claim(1)).toEqual({
      tasks: [expect.objectContaining({ paymentId: third })],
      nextInMs: expect.toSatisfy((ms: number) => ms <= 0),
    })
  })

  test('a task of a payment that points are to pay is of a kind of its own, through all its steps to the charge', async () => {
    const rentalId = randomUUID()
    const paymentId = await inUnit((unit) => request(unit, rentalId, 1, 1_000))
    expect((await findPayment(store.db, paymentId))?.method).toBe('MIXED')
    expect((await claimTasks(store.db, ['CHARGE'], 10, -1)).tasks).toEqual([])
    expect((await claimTasks(store.db, ['SPEND', 'CHARGE'], 10, -1)).tasks).toMatchObject([
      { paymentId, kind: 'SPEND' },
    ])
    const spent = (now: Date) => ({ type: 'recordSpend', outcome: { kind: 'spent' }, now }) as const
    await inUnit((unit) => tellPayment(unit, paymentId, spent, cause))
    expect((await claimTasks(store.db, ['SPEND', 'CHARGE'], 10, -1)).tasks).toMatchObject([
      { paymentId, kind: 'SPEND' },
    ])
    const { state } = await inUnit(charge(paymentId, 2_000))
    expect(state).toMatchObject({ status: 'PAID', chargedAmount: 2_000, pointsUsed: 1_000 })
    expect(await findPayment(store.db, paymentId)).toEqual(state)
  })

  test('points are used, and given back, once in the ledger', async () => {
    const paymentId = await inUnit((unit) => request(unit, randomUUID(), 1, 3_000))
    await inUnit((unit) =>
      tellPayment(unit, paymentId, (now) => ({ type: 'recordSpend', outcome: { kind: 'spent' }, now }), cause),
    )
    const of = { paymentId, kind: 'POINT_USE', transactionId: randomUUID() } as const
    const again = inUnit(async (unit) =>
      unit.write(
        enterInLedger,
        { ...of, account: 'POINTS', amount: 3_000 },
        { ...of, account: 'RENTAL_REVENUE', amount: -3_000 },
      ),
    )
    await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'ledger_line_points_once' })
  })

  test('a task that another transaction has changed is not claimed as it was', async () => {
    const paymentId = await inUnit((unit) => request(unit, randomUUID()))
    await inUnit(charge(paymentId))
    expect(await claimTasks(store.db, ['CHARGE', 'SPEND'], 10, 60_000)).toEqual({ tasks: [], nextInMs: undefined })
    const refund = (now: Date) => ({ type: 'refundPayment', reason: 'REFUSED', now }) as const
    await inUnit((unit) => tellPayment(unit, paymentId, refund, cause))
    expect(await claimTasks(store.db, ['REFUND'], 10, 60_000)).toMatchObject({
      tasks: [{ paymentId, kind: 'REFUND', tries: 0 }],
    })
  })
})
