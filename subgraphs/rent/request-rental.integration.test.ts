import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Consistency } from '@ebook/chassis/consistency'
import { eventually } from '@ebook/testkit/eventually'
import { RentUnderTest } from './testing/rent-under-test.ts'

let rent: RentUnderTest

beforeAll(async () => {
  rent = await RentUnderTest.open()
})
afterAll(() => rent.close())

const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code)

describe('a request', () => {
  test('F2 F3 R1 R2 is paid and answered in one go, title and payment included', async () => {
    const bookId = await rent.title({ title: '소년이 온다', rentalFee: 4_500 })
    const rental = await rent.person('kim').rents(bookId)
    const { paymentId } = rent.payment.charges.get(`${rental.id}:1`) ?? {}
    expect(rental).toMatchObject({
      userId: 'kim',
      status: 'PAID',
      paymentState: 'PAID',
      rentalFee: 4_500,
      retryAfter: null,
      readable: false,
      payback: null,
      book: { id: bookId, title: '소년이 온다' },
      payment: { id: paymentId, status: 'PAID', chargedAmount: 4_500 },
    })
    expect(Date.parse(String(rental.payUntil)) - Date.parse(String(rental.rentedDate))).toBe(900_000)
    expect(await rent.said(rental.id)).toEqual(['Rented'])
    expect(await rent.history(rental.id)).toEqual(['Rented', 'PaymentRequested', 'PaymentConfirmed'])
  })

  test('C21 the rental’s id is the correlation id of its event and of the call, the request’s the cause', async () => {
    const rental = await rent.person('kim').rents(await rent.title())
    const { event } = await rent.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', rental.id)
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({ correlationid: rental.id, actor: 'MEMBER:kim', subject: rental.id })
    expect(rent.payment.asked.at(-1)).toMatchObject({
      key: `${rental.id}:1`,
      correlationId: rental.id,
      causationId: event.causationid,
      actor: 'MEMBER:kim',
    })
  })

  test('a free title goes the same way', async () => {
    const rental = await rent.person('kim').rents(await rent.title({ rentalFee: 0 }))
    expect(rental).toMatchObject({ status: 'PAID', rentalFee: 0, payment: { chargedAmount: 0 } })
  })

  test('a title that was registered a moment ago is waited for', async () => {
    const bookId = randomUUID()
    const looks = vi.spyOn(rent.db, 'selectFrom')
    const requested = rent.person('kim').requests(bookId)
    await eventually(() => expect(looks).toHaveBeenCalledWith('book'))
    looks.mockRestore()
    await rent.register(bookId)
    expect((await requested).rental).toMatchObject({ status: 'PAID', bookId })
  })
})

describe('a request is refused', () => {
  test('H2 R1 for a title that does not exist, and for what is no id', async () => {
    const kim = rent.person('kim')
    for (const bookId of [randomUUID(), 'nonsense']) {
      expect(await kim.requests(bookId)).toEqual({
        rental: null,
        userErrors: [{ code: 'BOOK_NOT_FOUND', message: 'There is no such title.', field: ['input', 'bookId'] }],
      })
    }
  })

  test('for a title that does not exist at the cost of few statements, however many ask', async () => {
    const looks = vi.spyOn(rent.db, 'selectFrom')
    const looked = () => looks.mock.calls.filter(([table]: readonly unknown[]) => table === 'book').length
    const fields = Array.from(
      { length: 15 },
      (_, n) =>
        `f${n}: requestRental(input: { bookId: "${randomUUID()}", idempotencyKey: "${n}" }) { userErrors { code } }`,
    )
    const { data } = await rent.person('kim').answer(`mutation { ${fields.join(' ')} }`)
    expect(Object.values(data ?? {})).toEqual(Array(15).fill({ userErrors: [{ code: 'BOOK_NOT_FOUND' }] }))
    // One request waits once, for about a second.
    expect(looked()).toBeLessThan(8)

    looks.mockClear()
    const many = Array.from({ length: 40 }, (_, n) => rent.person(`reader-${n % 20}`).requests(randomUUID()))
    for (const { userErrors } of await Promise.all(many)) expect(userErrors).toMatchObject([{ code: 'BOOK_NOT_FOUND' }])
    expect(looked()).toBeLessThan(40)
    looks.mockRestore()
  })

  test('a member waits for ten titles at a time, and nobody whose caller is gone', async () => {
    const turnsUp = (sub: string, signal = new AbortController().signal, bookId: string = randomUUID()) =>
      rent.rent.arrivals.turnsUp(bookId, sub, {
        requestId: 'a request',
        consistency: new Consistency(),
        signal,
        log: rent.rent.log,
        loaders: undefined,
      })
    const leaving = new AbortController()
    const waits = [...Array.from({ length: 9 }, () => turnsUp('kim')), turnsUp('kim', leaving.signal)]
    expect(await turnsUp('kim')).toBe(false)
    const bookId = randomUUID()
    const other = turnsUp('lee', undefined, bookId)
    leaving.abort()
    expect(await waits[9]).toBe(false)
    await rent.register(bookId)
    expect(await other).toBe(true)
    expect(await Promise.all(waits)).toEqual(Array(10).fill(false))
  })

  test('H2 R1 when every seat is taken; N2.1 but not when book has not been heard for long', async () => {
    const bookId = await rent.title()
    await rent.availability(bookId, 'IMPOSSIBLE')
    const kim = rent.person('kim')
    await eventually(async () => {
      rent.book.announce()
      const asked = await kim.requests(bookId, { expectedFee: 1 })
      expect(codes(asked)).toEqual(['BOOK_NOT_AVAILABLE'])
    })
    await rent.stop()
    await rent.start()
    // Book is silent since the restart.
    expect(codes(await kim.requests(bookId, { expectedFee: 1 }))).toEqual(['PRICE_CHANGED'])
    expect((await kim.requests(bookId)).rental).toMatchObject({ status: 'PAID' })
  })

  test('R1 for a WITHDRAWN title', async () => {
    const bookId = await rent.title()
    await rent.availability(bookId, 'WITHDRAWN')
    expect(codes(await rent.person('kim').requests(bookId))).toEqual(['BOOK_WITHDRAWN'])
  })

  test('hard case 18: at another fee than the member saw', async () => {
    const kim = rent.person('kim')
    const bookId = await rent.title({ rentalFee: 3_000 })
    expect(await kim.requests(bookId, { expectedFee: 2_000 })).toEqual({
      rental: null,
      userErrors: [{ code: 'PRICE_CHANGED', message: 'The fee is 3000 won now.', field: ['input', 'expectedFee'] }],
    })
    expect((await kim.requests(bookId, { expectedFee: 3_000 })).rental).toMatchObject({ rentalFee: 3_000 })
  })

  test('R1 while an open rental of the title exists, also when ten come at the same moment', async () => {
    const kim = rent.person('kim')
    const bookId = await rent.title()
    const answers = await Promise.all(Array.from({ length: 10 }, () => kim.requests(bookId)))
    expect(answers.filter(({ rental }) => rental)).toHaveLength(1)
    expect(answers.flatMap(codes)).toEqual(Array.from({ length: 9 }, () => 'ALREADY_RENTED'))
    expect((await rent.person('lee').requests(bookId)).rental).toMatchObject({ userId: 'lee' })
  })

  test('R1 the database refuses a second open rental even where the lock is forgotten', async () => {
    const { id, bookId } = await rent.person('kim').rents(await rent.title())
    const copy = sql`insert into rental select (jsonb_populate_record(rental, ${JSON.stringify({ id: randomUUID() })})).*
      from rental where id = ${id}`
    await expect(copy.execute(rent.db)).rejects.toMatchObject({ constraint: 'rental_open_title' })
    expect(codes(await rent.person('kim').requests(bookId))).toEqual(['ALREADY_RENTED'])
  })

  test('R16 but not by a loan that has run out, however late the sweep is', async () => {
    const kim = rent.person('kim')
    const bookId = await rent.title()
    const { id } = await kim.rents(bookId)
    const loan = { status: 'APPROVED', copy_id: randomUUID(), due_at: new Date(Date.now() - 1_000) } as const
    await rent.db.updateTable('rental').set(loan).where('id', '=', id).execute()
    expect((await kim.requests(bookId)).rental).toMatchObject({ status: 'PAID' })
    expect(await rent.row(id)).toMatchObject({ status: 'EXPIRED' })
  })

  test('with a key of no length, of too much, or with what no text holds; and with a negative fee', async () => {
    const kim = rent.person('kim')
    const bookId = await rent.title()
    for (const idempotencyKey of ['', 'k'.repeat(201), 'a\0b', ' ', '\u200B', 'a\u202E']) {
      const { userErrors } = await kim.requests(bookId, { idempotencyKey })
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] }])
    }
    // Half of a character is in no text that could be kept: the whole body is refused.
    await expect(kim.requests(bookId, { idempotencyKey: 'a\uD800' })).rejects.toThrow('holds half of a character')
    const { userErrors } = await kim.requests(bookId, { expectedFee: -1 })
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'expectedFee'] }])
  })

  test('H3 the client sends neither fee nor member nor state: there is no such input', async () => {
    const bookId = await rent.title()
    for (const extra of [{ rentalFee: 1 }, { userId: 'lee' }, { status: 'APPROVED' }]) {
      const input = { bookId, idempotencyKey: randomUUID(), ...extra }
      const mutation = 'mutation ($input: RequestRentalInput!) { requestRental(input: $input) { rental { id } } }'
      const { errors } = await rent.person('kim').answer(mutation, { input })
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT'])
    }
    const rentals = await rent.db.selectFrom('rental').select('id').where('book_id', '=', bookId).execute()
    expect(rentals).toEqual([])
  })

  test('C28 for a librarian who is no member', async () => {
    const mutation = 'mutation ($input: RequestRentalInput!) { requestRental(input: $input) { rental { id } } }'
    const input = { bookId: randomUUID(), idempotencyKey: 'k' }
    const { errors } = await rent.person('park', 'ADMIN').answer(mutation, { input })
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('the idempotency key (G7)', () => {
  test('H7 twenty of the same request at once are one rental, one event and one charge', async () => {
    const kim = rent.person('kim')
    const bookId = await rent.title()
    const idempotencyKey = randomUUID()
    const rentals = await Promise.all(Array.from({ length: 20 }, () => kim.rents(bookId, { idempotencyKey })))
    const [id, ...others] = new Set(rentals.map((rental) => rental.id))
    expect(others).toEqual([])
    expect(await rent.said(id ?? '')).toEqual(['Rented'])
    expect(rent.payment.chargesOf(id ?? '')).toHaveLength(1)
  })

  test('the same request later answers the rental as it stands by then', async () => {
    const kim = rent.person('kim')
    const bookId = await rent.title()
    const idempotencyKey = randomUUID()
    const { id } = await kim.rents(bookId, { idempotencyKey })
    await kim.cancels(id)
    expect(await kim.rents(bookId, { idempotencyKey })).toMatchObject({ id, status: 'CANCELING' })
  })

  test('another request under the same key is refused; another member’s same key is another one', async () => {
    const kim = rent.person('kim')
    const [one, other] = [await rent.title(), await rent.title()]
    const idempotencyKey = randomUUID()
    const { id } = await kim.rents(one, { idempotencyKey })
    expect(codes(await kim.requests(other, { idempotencyKey }))).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect(codes(await kim.requests(one, { idempotencyKey, expectedFee: 3_000 }))).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect(await rent.person('lee').rents(one, { idempotencyKey })).not.toMatchObject({ id })
  })

  test('a refused request leaves its key free', async () => {
    const kim = rent.person('kim')
    const bookId = await rent.title()
    const idempotencyKey = randomUUID()
    expect(codes(await kim.requests(bookId, { idempotencyKey, expectedFee: 1 }))).toEqual(['PRICE_CHANGED'])
    expect((await kim.requests(bookId, { idempotencyKey })).rental).toMatchObject({ status: 'PAID' })
  })
})

describe('whose rental it is', () => {
  test('another member’s rental can be neither seen nor touched; a librarian sees all', async () => {
    const { id } = await rent.person('kim').rents(await rent.title())
    const lee = rent.person('lee')
    expect(await lee.sees(id)).toBeNull()
    for (const touch of [lee.pays(id), lee.cancels(id), lee.returns(id)]) {
      const answer = await touch
      expect(answer.rental).toBeNull()
      expect(answer.userErrors).toMatchObject([{ code: 'RENTAL_NOT_FOUND', field: ['input', 'rentalId'] }])
    }
    expect(await rent.person('park', 'ADMIN').sees(id)).toMatchObject({ id, userId: 'kim' })
    expect(await rent.row(id)).toMatchObject({ status: 'PAID' })
  })

  test('what is no id is no rental', async () => {
    const kim = rent.person('kim')
    expect(await kim.sees('nonsense')).toBeNull()
    for (const answer of [await kim.pays('nonsense'), await kim.cancels(randomUUID()), await kim.returns('')]) {
      expect(codes(answer)).toEqual(['RENTAL_NOT_FOUND'])
    }
  })

  test('C28 entities are authorised like any resolver, and are one statement', async () => {
    const kim = rent.person('kim')
    const mine = [await kim.rents(await rent.title()), await kim.rents(await rent.title())]
    const foreign = await rent.person('lee').rents(await rent.title())
    const ids = [...mine.map(({ id }) => id), foreign.id, randomUUID(), 'nonsense']
    const representations = ids.map((id) => ({ __typename: 'Rental', id }))
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Rental { id status rentalFee } } }`
    const { data, errors } = await kim.answer(query, { representations })
    expect(errors).toBeUndefined()
    const told = mine.map(({ id }) => ({ id, status: 'PAID', rentalFee: 3_000 }))
    expect(data).toEqual({ _entities: [...told, null, null, null] })
  })

  test('C28 who does not say who they are gets nothing', async () => {
    const { id } = await rent.person('kim').rents(await rent.title())
    const { data, errors } = await rent.anybody().answer('query ($id: ID!) { rental(id: $id) { id } }', { id })
    expect(data).toEqual({ rental: null })
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })
})
