import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rental } from './generated/resolvers.ts'
import { RentUnderTest } from './testing/rent-under-test.ts'
import { renewByItself } from './timers/auto-renewal.ts'

const DAY = 86_400_000
let rent: RentUnderTest

beforeAll(async () => {
  // A loan can be renewed in all of its last period, and be canceled for a day.
  rent = await RentUnderTest.open({ renewableLastPart: 1, cancelWindowMs: DAY })
})
afterAll(() => rent.close())

const kim = () => rent.person('kim')
const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code)

async function borrows(changes: Parameters<typeof rent.approve>[1] = {}): Promise<Rental> {
  const rental = await kim().rents(await rent.title())
  await rent.approve(rental, changes)
  await rent.becomes(rental.id, { status: 'APPROVED' })
  const loan = await kim().sees(rental.id)
  if (!loan) throw new Error('no loan')
  return loan
}

const dueIn = ({ startsAt, dueAt }: Pick<Rental, 'startsAt' | 'dueAt'>) =>
  (Date.parse(String(dueAt)) - Date.parse(String(startsAt))) / DAY

describe('the terms', () => {
  test('G8 N17 are those of the application, whatever book says between it and the approval', async () => {
    const bookId = await rent.title()
    const rental = await kim().rents(bookId)
    expect(rental).toMatchObject({ loanPeriodDays: 14, maxRenewals: 2 })
    await rent.register(bookId, { rentalFee: 9_000, loanPeriodDays: 3 })
    await rent.approve(rental, { loanPeriodDays: 3 })
    await rent.becomes(rental.id, { status: 'APPROVED', rentalFee: 3_000 })
    const loan = await kim().sees(rental.id)
    expect(loan).toMatchObject({ loanPeriodDays: 14, rentalFee: 3_000 })
    expect(dueIn(loan as Rental)).toBe(14)
    const other = await rent.person('lee').rents(bookId)
    expect(other).toMatchObject({ loanPeriodDays: 3, rentalFee: 9_000 })
    const { event } = await rent.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', other.id)
      .executeTakeFirstOrThrow()
    expect(event.data).toMatchObject({ loanPeriodDays: 3, maxRenewals: 2 })
  })

  test('G8 N17 a title that is described anew is rented as it is described last, by who asks from then on', async () => {
    const bookId = await rent.title()
    const before = await kim().rents(bookId)
    await rent.register(
      bookId,
      { title: 'Dune Messiah', rentalFee: 4_000, loanPeriodDays: 7, maxRenewals: 0 },
      'Revised',
    )
    // The title's next event: what came before it has been heard.
    await rent.availability(bookId, 'POSSIBLE', { holdsWaiting: 1 })
    const lee = rent.person('lee')
    expect(await lee.requests(bookId, { expectedFee: 3_000 })).toMatchObject({
      rental: null,
      userErrors: [{ code: 'PRICE_CHANGED', message: 'The fee is 4000 won now.', field: ['input', 'expectedFee'] }],
    })
    expect(await lee.rents(bookId, { expectedFee: 4_000 })).toMatchObject({
      ...{ rentalFee: 4_000, loanPeriodDays: 7, maxRenewals: 0, book: { title: 'Dune Messiah' } },
    })
    await rent.approve(before, { loanPeriodDays: 7 })
    await rent.becomes(before.id, { status: 'APPROVED', rentalFee: 3_000, loanPeriodDays: 14, maxRenewals: 2 })
    expect(dueIn((await kim().sees(before.id)) as Rental)).toBe(14)
  })

  test('R10b a loan of which the licence leaves too little is not begun: the money goes back', async () => {
    const rental = await kim().rents(await rent.title())
    await rent.approve(rental, { licenceExpiresAt: new Date(Date.now() + 3 * DAY).toISOString() })
    await rent.becomes(rental.id, { status: 'CANCELING', paymentState: 'REFUNDING' })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'CancelRequested'])
  })
})

describe('opening', () => {
  test('R23 R18 X2 of a cancellation and an opening at the same moment one wins, and money never goes back for a book that was opened', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await borrows()
      const [opened, canceled] = await Promise.all([kim().opens(id), kim().cancels(id)])
      const row = await rent.row(id)
      expect(codes(opened).length + codes(canceled).length).toBe(1)
      expect(row).toMatchObject(
        row?.status === 'APPROVED' ? { openedDate: expect.any(Date) } : { status: 'CANCELING', openedDate: null },
      )
    }
  })

  test('R23 says so once, and until then the loan can be canceled', async () => {
    const loan = await borrows()
    expect(Date.parse(String(loan.cancelableUntil)) - Date.parse(String(loan.startsAt))).toBe(DAY)
    const { rental, userErrors } = await kim().opens(loan.id)
    expect(userErrors).toEqual([])
    expect(rental).toMatchObject({ readable: true, openedDate: expect.any(String), cancelableUntil: null })
    await kim().opens(loan.id)
    expect(await rent.said(loan.id)).toEqual(['Rented', 'LoanStarted', 'LoanOpened'])
    expect(await kim().cancels(loan.id)).toMatchObject({
      outcome: null,
      userErrors: [{ code: 'CANCEL_WINDOW_CLOSED' }],
    })
    expect(codes(await rent.person('lee').opens(loan.id))).toEqual(['RENTAL_NOT_FOUND'])
  })

  test('R23b what is not on loan is not opened', async () => {
    const paid = await kim().rents(await rent.title())
    expect(codes(await kim().opens(paid.id))).toEqual(['NOT_READABLE_YET'])
    const { id } = await borrows()
    await kim().returns(id)
    expect(await kim().opens(id)).toMatchObject({
      rental: { status: 'RETURNED' },
      userErrors: [{ code: 'NOT_READABLE', message: 'The book cannot be read any more: the rental is RETURNED.' }],
    })
  })
})

describe('renewing by itself', () => {
  test('R17b N8 three replicas look at the same moment, and the loan is renewed once', async () => {
    await rent.bookIsHeard()
    const loan = await borrows()
    expect(await kim().lets(loan.id, true)).toMatchObject({ rental: { autoRenewal: true }, userErrors: [] })
    const row = await rent.row(loan.id)
    expect(row?.renewAt?.getTime()).toBe((row?.dueAt?.getTime() ?? 0) - DAY)
    const now = new Date(Date.now() - 1_000)
    await rent.db.updateTable('rental').set({ renew_at: now }).where('id', '=', loan.id).execute()
    const forever = new AbortController().signal
    await Promise.all(Array.from({ length: 3 }, () => renewByItself(rent.rent, forever)))
    const { dueAt } = await rent.becomes(loan.id, { renewalCount: 1, autoRenewal: true })
    expect(await rent.said(loan.id)).toEqual(['Rented', 'LoanStarted', 'Renewed'])
    expect(dueAt).toEqual(new Date((row?.dueAt?.getTime() ?? 0) + 14 * DAY))
  })

  test('R17b not while others wait: it is put off, in no time that nothing changes in', async () => {
    const loan = await borrows()
    await kim().lets(loan.id, true)
    await rent.availability(loan.bookId, 'IMPOSSIBLE', { holdsWaiting: 1 })
    await rent.bookIsHeard()
    const now = new Date(Date.now() - 1_000)
    await rent.db.updateTable('rental').set({ renew_at: now }).where('id', '=', loan.id).execute()
    await renewByItself(rent.rent, new AbortController().signal)
    await rent.becomes(loan.id, { renewalCount: 0, autoRenewal: true })
    expect((await rent.history(loan.id)).at(-1)).toBe('AutoRenewalPutOff')
    expect(await rent.said(loan.id), 'its member is told why').toEqual(['Rented', 'LoanStarted', 'AutoRenewalPutOff'])
    expect((await rent.row(loan.id))?.renewAt?.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
  })
})

describe('points and wishes', () => {
  test('R1 points go with the request and with the payment, and a charge is what they leave', async () => {
    const rental = await kim().rents(await rent.title(), { pointsToUse: 1_000 })
    expect(rental).toMatchObject({ status: 'PAID', pointsToUse: 1_000, payment: { chargedAmount: 2_000 } })
    expect(rent.payment.asked.at(-1)).toMatchObject({ rentalFee: 3_000, pointsToUse: 1_000 })
    const { event } = await rent.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', rental.id)
      .executeTakeFirstOrThrow()
    expect(event.data).toMatchObject({ pointsToUse: 1_000 })
    expect(event.data).not.toHaveProperty('holdIfTaken')
  })

  test('R4 too few points: the rental waits, and is paid with money by the next attempt', async () => {
    rent.payment.manner = 'has too few points'
    const { rental, userErrors } = await kim().requests(await rent.title(), { pointsToUse: 1_000 })
    rent.payment.manner = 'pays'
    expect(userErrors).toEqual([
      {
        code: 'POINTS_INSUFFICIENT',
        message: 'You have fewer points than that: nothing was charged. Pay with fewer points, or without.',
        field: ['input', 'pointsToUse'],
      },
    ])
    expect(rental).toMatchObject({ status: 'RENTED', paymentState: 'DECLINED' })
    const paid = await kim().pays(rental?.id ?? '', { pointsToUse: 0 })
    expect(paid).toMatchObject({ rental: { status: 'PAID', pointsToUse: 0 }, userErrors: [] })
    expect(rent.payment.asked.at(-1)?.pointsToUse).toBeUndefined()
  })

  test('R4 P1a points that nobody answers about: the member pays all with money instead, as another attempt', async () => {
    rent.payment.manner = 'is still asking'
    const { rental } = await kim().requests(await rent.title(), { pointsToUse: 1_000 })
    expect(rental).toMatchObject({ status: 'RENTED', paymentState: 'PENDING', pointsToUse: 1_000 })
    rent.payment.manner = 'pays'
    const [tooMany, tooLittle] = [3_001, 2_950].map((pointsToUse) => kim().pays(rental?.id ?? '', { pointsToUse }))
    expect(await tooMany).toMatchObject({
      rental: { paymentState: 'PENDING' },
      userErrors: [{ code: 'POINTS_EXCEED_FEE' }],
    })
    expect(await tooLittle).toMatchObject({
      userErrors: [
        {
          code: 'POINTS_LEAVE_TOO_LITTLE',
          message: 'A payment is of 100 won at least: use fewer points, or pay all with points.',
          field: ['input', 'pointsToUse'],
        },
      ],
    })
    const paid = await kim().pays(rental?.id ?? '', { pointsToUse: 0 })
    expect(paid).toMatchObject({ rental: { status: 'PAID', pointsToUse: 0, payment: { chargedAmount: 3_000 } } })
    expect(rent.payment.asked.at(-1)).toMatchObject({ attemptNo: 2, key: `${rental?.id}:2` })
    expect(rent.payment.asked.at(-1)?.pointsToUse).toBeUndefined()
    expect(rent.payment.chargesOf(rental?.id ?? '')).toHaveLength(1)
  })

  test('R1 a request with other wishes is another request, and what cannot be is refused', async () => {
    const bookId = await rent.title()
    const idempotencyKey = randomUUID()
    const first = await kim().rents(bookId, { idempotencyKey, pointsToUse: 500, holdIfTaken: true })
    expect(await kim().rents(bookId, { idempotencyKey, pointsToUse: 500, holdIfTaken: true })).toMatchObject({
      id: first.id,
    })
    expect(codes(await kim().requests(bookId, { idempotencyKey, holdIfTaken: true }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ])
    const other = await rent.title()
    for (const [input, code] of [
      [{ pointsToUse: -1 }, 'INVALID_INPUT'],
      [{ pointsToUse: 3_001 }, 'POINTS_EXCEED_FEE'],
      [{ pointsToUse: 2_999 }, 'POINTS_LEAVE_TOO_LITTLE'],
      [{ holdId: 'mine' }, 'INVALID_INPUT'],
    ] as const) {
      expect(codes(await kim().requests(other, input))).toEqual([code])
    }
  })

  test('R1 R10b a licence that ends too soon is said before the payment', async () => {
    const bookId = await rent.title()
    const nextLoanEnds = new Date(Date.now() + 5 * DAY).toISOString()
    await rent.availability(bookId, 'POSSIBLE', { nextLoanEnds })
    await rent.bookIsHeard()
    const refused = await kim().requests(bookId)
    expect(refused).toMatchObject({ rental: null, userErrors: [{ code: 'LOAN_WOULD_BE_SHORT' }] })
    const rental = await kim().rents(bookId, { acceptsShorterLoan: true })
    await rent.approve(rental, { licenceExpiresAt: nextLoanEnds })
    const { dueAt } = await rent.becomes(rental.id, { status: 'APPROVED' })
    expect(dueAt?.toISOString()).toBe(nextLoanEnds)
  })
})

describe('renewing', () => {
  test('R17 N7 twenty presses on one end are one renewal', async () => {
    await rent.bookIsHeard()
    const loan = await borrows()
    expect(loan.renewal).toMatchObject({ possible: true, why: null })
    const answers = await Promise.all(Array.from({ length: 20 }, () => kim().renews(loan.id, loan.dueAt)))
    const outcomes = answers.map(({ outcome }) => outcome).sort()
    expect(outcomes).toEqual([...Array(19).fill('ALREADY_RENEWED'), 'RENEWED'])
    const renewed = await kim().sees(loan.id)
    expect(renewed).toMatchObject({ renewalCount: 1, dueAt: loan.renewal?.until })
    expect(dueIn(renewed as Rental)).toBe(28)
    expect(await rent.said(loan.id)).toEqual(['Rented', 'LoanStarted', 'Renewed'])
    expect(codes(await kim().renews(loan.id, renewed?.dueAt))).toEqual(['RENEWAL_TOO_EARLY'])
    await rent.db.updateTable('rental').set({ renewal_count: 2 }).where('id', '=', loan.id).execute()
    expect(await kim().renews(loan.id)).toMatchObject({
      outcome: null,
      rental: { renewal: { possible: false, why: { code: 'RENEWAL_LIMIT' } } },
      userErrors: [{ code: 'RENEWAL_LIMIT', field: ['input', 'rentalId'] }],
    })
  })

  test('R17 not while others wait for the title', async () => {
    await rent.bookIsHeard()
    const loan = await borrows()
    await rent.availability(loan.bookId, 'IMPOSSIBLE', { holdsWaiting: 2 })
    await rent.bookIsHeard()
    const refused = { code: 'HOLDS_WAITING', message: 'Others wait for the title: 2.' }
    expect(await kim().renews(loan.id)).toMatchObject({ outcome: null, userErrors: [refused] })
    expect((await kim().sees(loan.id))?.renewal).toEqual({ possible: false, until: null, why: refused })
    await rent.availability(loan.bookId, 'IMPOSSIBLE')
    await rent.bookIsHeard()
    expect(await kim().renews(loan.id)).toMatchObject({ outcome: 'RENEWED' })
  })

  test('R17 where a renewal is a loan of the licence, there are as many as are promised to nobody, also at the same moment', async () => {
    const bookId = await rent.title()
    const lent = async (sub: string, changes: { renewalCounts?: true } = { renewalCounts: true }) => {
      const who = rent.person(sub)
      const rental = await who.rents(bookId)
      await rent.approve(rental, changes)
      await rent.becomes(rental.id, { status: 'APPROVED' })
      return { who, id: rental.id }
    }
    const loans = await Promise.all(Array.from({ length: 6 }, (_, n) => lent(`renews ${n}`)))
    const other = await lent('has it by another licence', {})
    await rent.availability(bookId, 'IMPOSSIBLE', { loansToRenew: 1 })
    await rent.bookIsHeard()
    await rent.db
      .updateTable('rental')
      .set({ due_at: new Date(Date.now() + DAY) })
      .where('book_id', '=', bookId)
      .execute()
    const at = async () => {
      const outcomes = await Promise.all(loans.map(({ who, id }) => who.renews(id)))
      return outcomes.map(({ outcome, userErrors }) => outcome ?? userErrors[0]?.code).toSorted()
    }
    const ends = 'LICENCE_ENDS'
    expect(await at()).toEqual([ends, ends, ends, ends, ends, 'RENEWED'])
    const why = { code: ends, message: expect.stringContaining('and no longer.') }
    const refused = (await Promise.all(loans.map(({ who, id }) => who.sees(id)))).filter(
      (one) => one?.renewalCount === 0,
    )
    expect(refused.map((one) => one?.renewal)).toEqual(Array(5).fill({ possible: false, until: null, why }))
    expect(await other.who.renews(other.id)).toMatchObject({ outcome: 'RENEWED' })
    await rent.availability(bookId, 'POSSIBLE')
    await rent.bookIsHeard()
    expect(
      (await Promise.all(refused.map((one) => rent.person(one?.userId ?? '').renews(one?.id ?? '')))).map(
        ({ outcome }) => outcome,
      ),
    ).toEqual(Array(5).fill('RENEWED'))
  })

  test('R17 hard case 16: not while book is silent, and whether somebody waits is not known', async () => {
    const loan = await borrows()
    await rent.stop()
    await rent.start()
    expect(codes(await kim().renews(loan.id))).toEqual(['RENEWAL_UNKNOWN'])
    await rent.bookIsHeard()
    expect(codes(await kim().renews(loan.id))).toEqual([])
  })

  test('R17 every reason why not is said with its facts, by the press and before it', async () => {
    await rent.bookIsHeard()
    const libby = rent.person('libby', 'ADMIN')
    const refuses = async (loan: Rental, code: string, message: string) => {
      const why = { code, message }
      expect(await kim().renews(loan.id)).toMatchObject({ outcome: null, rental: { id: loan.id }, userErrors: [why] })
      expect((await kim().sees(loan.id))?.renewal).toEqual({ possible: false, until: null, why })
    }
    const licenceExpiresAt = new Date(Date.now() + 10 * DAY).toISOString()
    const short = await borrows({ licenceExpiresAt })
    await refuses(short, 'LICENCE_ENDS', `The library may lend the title until ${licenceExpiresAt}, and no longer.`)
    const loan = await borrows()
    expect(await kim().renews(loan.id)).toMatchObject({
      outcome: 'RENEWED',
      rental: { renewalCount: 1 },
      userErrors: [],
    })
    await refuses(loan, 'RENEWAL_TOO_EARLY', `The loan can be renewed from ${loan.dueAt} on.`)
    const changed = rent.db.updateTable('rental').where('id', '=', loan.id)
    await changed.set({ renewal_count: 2 }).execute()
    await refuses(loan, 'RENEWAL_LIMIT', 'The loan was renewed 2 times, as often as it can be.')
    await changed.set({ max_renewals: 0 }).execute()
    await refuses(loan, 'RENEWAL_LIMIT', 'This loan cannot be renewed.')

    const other = await borrows()
    const until = '2999-01-01T00:00:00.000Z'
    const { member } = await libby.blocks('kim', { kinds: ['RENEW'], until })
    await refuses(other, 'MEMBER_BLOCKED', `Please call us. Until ${until}.`)
    await libby.unblocks('kim', member?.blocks[0]?.id ?? '')
    const ended = '2026-01-01T00:00:00.000Z'
    await libby.revises('kim', { membershipUntil: ended })
    await refuses(other, 'MEMBERSHIP_ENDED', `The membership ended at ${ended}.`)
    await libby.revises('kim', { membershipUntil: null })
    await rent.availability(other.bookId, 'IMPOSSIBLE', { holdsWaiting: 3 })
    await rent.bookIsHeard()
    await refuses(other, 'HOLDS_WAITING', 'Others wait for the title: 3.')
    await rent.stop()
    await rent.start()
    const unknown = 'Whether others wait for the title is not known just now; try again in 5 seconds.'
    await refuses(other, 'RENEWAL_UNKNOWN', unknown)
    await kim().returns(other.id)
    expect(await kim().lets(other.id, true)).toMatchObject({
      userErrors: [
        { code: 'LOAN_ENDED', message: 'The rental has ended, or is ending.', field: ['input', 'rentalId'] },
      ],
    })
  })

  test('R17 R20 nothing but a loan, and only one’s own', async () => {
    const paid = await kim().rents(await rent.title())
    expect(codes(await kim().renews(paid.id))).toEqual(['NOT_ON_LOAN'])
    const { id } = await borrows()
    expect(codes(await rent.person('lee').renews(id))).toEqual(['RENTAL_NOT_FOUND'])
    for (const nothing of ['nonsense', randomUUID()]) {
      expect(codes(await kim().renews(nothing))).toEqual(['RENTAL_NOT_FOUND'])
    }
    await kim().returns(id)
    expect(await kim().renews(id)).toMatchObject({ outcome: 'ALREADY_RETURNED', userErrors: [] })
    expect((await kim().sees(id))?.renewal).toBeNull()
  })
})
