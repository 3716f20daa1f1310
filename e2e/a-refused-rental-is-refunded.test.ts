import { beforeAll, expect, test } from 'vitest'
import { eventually, Person, rentalBecomes } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
let bob: Person

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  bob = new Person(stack, 'bob', 'MEMBER')
})

const ledgerOf = async (id: string) => {
  const answer = await librarian.answer(
    /* GraphQL */ 'query ($id: ID!) { payment(id: $id) { status chargedAmount refundedAmount ledger { kind account amount } } }',
    { id },
  )
  return answer.data?.payment
}

async function paidRental(fee = 5000) {
  const book = await librarian.registers({ rentalFee: fee })
  const rental = await bob.requests(book.id)
  expect(rental.status).toBe('PAID')
  await eventually(
    'the case is before the librarian',
    async () => (await bob.rental(rental.id)).request?.status === 'REQUESTED',
  )
  return { book, rental }
}

test('F8 F9 PF2 PN2: refused, refunded, canceled; the ledger nets to zero and the points are gone', async () => {
  const { book, rental } = await paidRental()
  await eventually('points are granted', async () => (await bob.rental(rental.id)).points?.granted === 500)
  const refusal = await librarian.does('RefuseRental', {
    rentalId: rental.id,
    reasonCode: 'POLICY',
    note: 'one title a week',
  })
  expect(refusal).toMatchObject({
    alreadyDecided: false,
    request: { status: 'REFUSED', reasonCode: 'POLICY', decidedBy: 'libby' },
  })

  const end = await rentalBecomes(bob, rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' })
  expect(end.payment).toMatchObject({ status: 'REFUNDED', chargedAmount: 5000, refundedAmount: 5000 })
  const payment = await ledgerOf(end.payment.id)
  expect(payment.ledger.map((line: { kind: string; amount: number }) => [line.kind, line.amount]).toSorted()).toEqual(
    [
      ['CHARGE', 5000],
      ['CHARGE', -5000],
      ['REFUND', 5000],
      ['REFUND', -5000],
    ].toSorted(),
  )
  for (const account of ['PROVIDER', 'RENTAL_REVENUE']) {
    const lines = payment.ledger.filter((line: { account: string }) => line.account === account)
    expect(
      lines.reduce((sum: number, line: { amount: number }) => sum + line.amount, 0),
      account,
    ).toBe(0)
  }
  await eventually('points are revoked and the rental says so', async () => {
    const { points, payback } = (
      await bob.answer(
        /* GraphQL */ 'query ($id: ID!) { rental(id: $id) { payback points { granted revoked status } } }',
        {
          id: rental.id,
        },
      )
    ).data?.rental
    return points.revoked === 500 && points.status === 'REVOKED' && payback === 0
  })
  await eventually('the seat is free again', async () => {
    const { data } = await bob.answer(/* GraphQL */ 'query ($id: ID!) { book(id: $id) { status seatsFree } }', {
      id: book.id,
    })
    return data?.book.status === 'POSSIBLE' && data.book.seatsFree === 1
  })
  const row = await eventually('the dashboard shows the refund', async () => {
    const found = await bob.dashboardRow(rental.id)
    return found?.status === 'CANCELED' && found.paymentState === 'REFUNDED' && found.points === 0 ? found : undefined
  })
  expect(row.refundedDate).not.toBeNull()
})

test('case 9, H4: a decision is made once; the second librarian is told', async () => {
  const { rental } = await paidRental()
  const colleague = new Person(stack, 'lena', 'ADMIN')
  const [approved, refused] = await Promise.all([
    librarian.send('ApproveRental', { input: { rentalId: rental.id } }),
    colleague.send('RefuseRental', { input: { rentalId: rental.id, reasonCode: 'POLICY' } }),
  ])
  const codes = [...approved.approveRental.userErrors, ...refused.refuseRental.userErrors].map(
    (error: { code: string }) => error.code,
  )
  expect(codes).toEqual(['ALREADY_DECIDED'])
  const winner = approved.approveRental.userErrors.length === 0 ? 'ApproveRental' : 'RefuseRental'
  const again = await colleague.does(winner, {
    rentalId: rental.id,
    ...(winner === 'RefuseRental' ? { reasonCode: 'POLICY' } : {}),
  })
  expect(again.alreadyDecided).toBe(true)
  await rentalBecomes(bob, rental.id, { status: winner === 'ApproveRental' ? 'APPROVED' : 'CANCELED' })
})

test('R9 H11: a paid rental that its member cancels is refunded once, and an approval that comes late is told', async () => {
  const { book, rental } = await paidRental()
  expect(await bob.does('CancelRental', { rentalId: rental.id })).toMatchObject({
    outcome: 'REFUND_PENDING',
    rental: { status: 'CANCELING' },
  })
  const end = await rentalBecomes(bob, rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' })
  expect(end.payment.refundedAmount).toBe(5000)
  expect(await librarian.isRefused('ApproveRental', { rentalId: rental.id })).toEqual(['REQUEST_WITHDRAWN'])
  await eventually('the seat is free again', async () => {
    const { data } = await bob.answer(/* GraphQL */ 'query ($id: ID!) { book(id: $id) { seatsFree } }', { id: book.id })
    return data?.book.seatsFree === 1
  })
  expect(await bob.does('CancelRental', { rentalId: rental.id })).toMatchObject({ outcome: 'ALREADY_CANCELED' })
})

test('case 2: cancel and approve at the same moment end in one consistent way, with one refund or none', async () => {
  const rentals = await Promise.all(Array.from({ length: 8 }, () => paidRental(1000)))
  await Promise.all(
    rentals.flatMap(({ rental }) => [
      bob.send('CancelRental', { input: { rentalId: rental.id } }),
      librarian.send('ApproveRental', { input: { rentalId: rental.id } }),
    ]),
  )
  for (const { book, rental } of rentals) {
    const end = await eventually('a settled end', async () => {
      const now = await bob.rental(rental.id)
      return ['CANCELED', 'APPROVED'].includes(now.status) ? now : undefined
    })
    expect(end.payment.refundedAmount).toBe(end.status === 'CANCELED' ? 1000 : 0)
    await eventually('the seat agrees', async () => {
      const { data } = await bob.answer(/* GraphQL */ 'query ($id: ID!) { book(id: $id) { seatsFree } }', {
        id: book.id,
      })
      return data?.book.seatsFree === (end.status === 'CANCELED' ? 1 : 0)
    })
  }
})

test('a free title goes the same way without the provider and without points', async () => {
  const { rental } = await paidRental(0)
  expect((await bob.rental(rental.id)).payment).toMatchObject({ status: 'PAID', chargedAmount: 0 })
  await bob.does('CancelRental', { rentalId: rental.id })
  await rentalBecomes(bob, rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' })
})

test('case 4 P12 R22 V3: a refund that fails for good keeps money and points together; RetryRefund gives it back, once', async () => {
  const { rental } = await paidRental()
  await eventually('points are granted', async () => (await bob.rental(rental.id)).points?.granted === 500)
  const restartPayment = async (PAYMENT_SIMULATOR_REFUND_FAIL_RATE: string) => {
    await stack.process('payment').stop()
    await stack.process('payment').start({ env: { PAYMENT_SIMULATOR_REFUND_FAIL_RATE } })
  }
  await restartPayment('1')
  await librarian.does('RefuseRental', { rentalId: rental.id, reasonCode: 'POLICY' })
  const found = await eventually('rent, payment and promotion know that it failed', async () => {
    const { rental: now } = await librarian.send('PaymentOfRental', { id: rental.id })
    const { points } = await bob.rental(rental.id)
    expect(now).toMatchObject({ status: 'REFUSED', refundState: 'FAILED' })
    expect(now.payment).toMatchObject({ status: 'REFUND_FAILED', chargedAmount: 5000, refundedAmount: 0 })
    expect(points.status).toBe('GRANTED')
    return now.payment
  })

  const metrics = await fetch(new URL('/metrics', stack.process('payment').url))
  expect(await metrics.text()).toMatch(/ebook_payments_unsettled\{(?=[^}]*status="REFUND_FAILED")[^}]*\} 1\n/)

  await restartPayment('0')
  const input = { paymentId: found.id }
  expect((await librarian.does('RetryRefund', input)).payment.status).toMatch(/REFUND/)
  const end = await rentalBecomes(bob, rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' })
  expect(end.payment).toMatchObject({ status: 'REFUNDED', refundedAmount: 5000 })
  expect(await librarian.isRefused('RetryRefund', input)).toEqual(['REFUND_NOT_FAILED'])
  await eventually('the points are gone', async () => (await bob.rental(rental.id)).points?.status === 'REVOKED')
  const { ledger } = await ledgerOf(found.id)
  expect(ledger.filter((line: { kind: string }) => line.kind === 'REFUND')).toHaveLength(2)
})

test('V4 V5 F8: paid with points and money, and refused: each goes back as it was paid', async () => {
  const pia = new Person(stack, 'pia', 'MEMBER')
  const points = async () => {
    const answer = await pia.answer(
      /* GraphQL */ '{ myPoints { available pending debt lifetime entries { edges { node { kind points } } } } }',
    )
    return answer.data?.myPoints
  }
  const [first, second] = await Promise.all([
    librarian.registers({ rentalFee: 5000 }),
    librarian.registers({ rentalFee: 3000 }),
  ])
  const earning = await pia.requests(first.id)
  await eventually(
    'it is before the librarian',
    async () => (await pia.rental(earning.id)).request?.status === 'REQUESTED',
  )
  await librarian.does('ApproveRental', { rentalId: earning.id })
  await eventually('its points can be spent', async () => (await points()).available === 500)

  expect(
    await pia.isRefused('RequestRental', { bookId: second.id, idempotencyKey: 'too little', pointsToUse: 2950 }),
  ).toEqual(['POINTS_LEAVE_TOO_LITTLE'])
  const rental = await pia.requests(second.id, { pointsToUse: 500 })
  await eventually('it is paid', async () => (await pia.rental(rental.id)).status === 'PAID')
  const { data } = await pia.answer(
    /* GraphQL */ 'query ($id: ID!) { rental(id: $id) { pointsToUse payment { id method chargedAmount pointsUsed pointsReturned waitsForPoints } } }',
    { id: rental.id },
  )
  const { payment } = data?.rental
  expect(data?.rental).toMatchObject({
    pointsToUse: 500,
    payment: { method: 'MIXED', chargedAmount: 2500, pointsUsed: 500 },
  })
  expect(await points()).toMatchObject({ available: 0, debt: 0, lifetime: 750 })

  await eventually(
    'it is before the librarian',
    async () => (await pia.rental(rental.id)).request?.status === 'REQUESTED',
  )
  await librarian.does('RefuseRental', { rentalId: rental.id, reasonCode: 'POLICY' })
  await rentalBecomes(pia, rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' })
  const { ledger, ...refunded } = await ledgerOf(payment.id)
  expect(refunded).toEqual({ status: 'REFUNDED', chargedAmount: 2500, refundedAmount: 2500 })
  for (const account of ['PROVIDER', 'POINTS', 'RENTAL_REVENUE']) {
    const lines = ledger.filter((line: { account: string }) => line.account === account)
    expect(lines.length, account).toBeGreaterThan(0)
    expect(
      lines.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0),
      account,
    ).toBe(0)
  }
  await eventually('the points are back', async () => (await points()).available === 500)
  const { edges } = (await points()).entries
  expect(edges.map(({ node }: { node: { kind: string; points: number } }) => `${node.kind} ${node.points}`)).toEqual(
    expect.arrayContaining(['SPEND -500', 'RETURN 500']),
  )
})
