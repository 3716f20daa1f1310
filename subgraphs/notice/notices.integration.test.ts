import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NoticeUnderTest } from './testing/notice-under-test.ts'

let library: NoticeUnderTest

beforeAll(async () => {
  library = await NoticeUnderTest.open()
})
afterAll(() => library.close())

const codesOf = ({ errors }: { errors?: readonly { extensions: { code: string } }[] }) =>
  errors?.map(({ extensions }) => extensions.code)

describe('what members are told on the page', () => {
  test('C39 C11 a loan from its request to its end: in Korean, with the particle that fits, newest first', async () => {
    const rental = library.rental(undefined, '도서관')
    await rental.rented()
    await rental.approvalRequested()
    await rental.earned()
    await library.isTold(rental.userId, 'POINTS_GIVEN')
    await rental.loanStarted('2027-01-05T03:00:00.000Z')
    const [started] = await library.isTold(rental.userId, 'LOAN_STARTED', 'POINTS_GIVEN')
    expect(started).toMatchObject({
      title: '‘도서관’을 지금 읽을 수 있습니다',
      body: '2027년 1월 5일 오후 12:00까지 읽을 수 있습니다.',
      link: '/rentals',
      readAt: null,
    })
    await rental.expired()
    await library.isTold(rental.userId, 'LOAN_ENDED', 'LOAN_STARTED', 'POINTS_GIVEN')
  })

  test('the same in English, for who asks for it', async () => {
    const rental = library.rental(undefined, 'Dubliners')
    await rental.rented()
    await rental.refused()
    await rental.refunded()
    await library.isTold(rental.userId, 'REFUNDED', 'REFUSED')
    const titles = (await library.shown(rental.userId, 'MEMBER', { locale: 'EN' })).map(({ title }) => title)
    expect(titles).toEqual([
      '3,000 won for “Dubliners” went back to you',
      'The library does not lend you “Dubliners” this time',
    ])
  })

  test('G5 what comes before Rented is told when it is known to whom', async () => {
    const rental = library.rental()
    await rental.declined()
    await rental.earned()
    await library.heardEverything()
    expect(await library.shown(rental.userId)).toEqual([])
    await rental.rented()
    await library.isTold(rental.userId, 'POINTS_GIVEN', 'PAYMENT_DECLINED')
  })

  test('an event that comes twice is told once, and of nothing nothing is told', async () => {
    const rental = library.rental()
    await rental.rented()
    const declined = await rental.declined()
    await library.others.payment.publish(declined)
    await rental.refunded(0)
    await rental.earned(0)
    await library.heardEverything()
    await library.isTold(rental.userId, 'PAYMENT_DECLINED')
  })

  test('C28 nobody sees another’s; the staff is told together, and members nothing of it', async () => {
    const rental = library.rental()
    await rental.rented()
    await rental.refundFailed()
    await library.heardEverything()
    const told = (await library.shown('park', 'ADMIN')).find(({ kind }) => kind === 'REFUND_FAILED')
    expect(told).toMatchObject({ title: '‘데미안’ 환불에 실패했습니다', link: '/all-rentals' })
    expect(await library.shown(rental.userId)).toEqual([])
    expect(codesOf(await library.as(undefined).answer('{ myNotices { totalCount } }'))).toEqual(['UNAUTHENTICATED'])
  })
})

describe('marked as read', () => {
  const mark = `mutation ($ids: [ID!]) { markNoticesRead(input: { ids: $ids }) {
    marked unreadCount userErrors { code field message } } }`

  test('some, then all, each once; another’s stays as it was', async () => {
    const [mine, foreign] = [library.rental(), library.rental()]
    for (const rental of [mine, foreign]) {
      await rental.rented()
      await rental.earned()
      await rental.loanStarted()
    }
    const [newest, oldest] = await library.isTold(mine.userId, 'LOAN_STARTED', 'POINTS_GIVEN')
    const [another] = await library.isTold(foreign.userId, 'LOAN_STARTED', 'POINTS_GIVEN')
    const marking = (ids?: readonly unknown[]) => library.as(mine.userId).asks(mark, ids && { ids })
    expect(await marking([newest?.id, another?.id, 'nonsense'])).toMatchObject({ marked: 1, unreadCount: 1 })
    expect(await library.shown(mine.userId, 'MEMBER', { unreadOnly: true })).toMatchObject([{ id: oldest?.id }])
    expect(await marking()).toMatchObject({ marked: 1, unreadCount: 0 })
    expect(await marking()).toMatchObject({ marked: 0, unreadCount: 0 })
    expect((await library.shown(foreign.userId)).map(({ readAt }) => readAt)).toEqual([null, null])
  })

  test('INVALID_INPUT: more than 100 at once', async () => {
    const ids = Array.from({ length: 101 }, () => library.rental().rentalId)
    expect(await library.as('kim').asks(mark, { ids })).toMatchObject({
      marked: 0,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'ids'], message: expect.stringContaining('100') }],
    })
  })
})

test('a rebuilt notice hears years again, and shows and sends nothing of them', async () => {
  const rental = library.rental()
  const { rent, payment } = library.others
  const old = { time: '2019-05-01T09:00:00.000Z' }
  const { rentalId, userId, bookId, paymentId } = rental
  const copyId = rentalId
  const long = '2019-05-15T09:00:00.000Z'
  for (const event of [
    rent.prepare('ebook.rent.Rented.v1', rentalId, {
      ...{ rentalId, userId, bookId, title: 'Walden', rentalFee: 3_000, rentedDate: old.time, payUntil: old.time },
    }),
    payment.prepare('ebook.payment.PayDeclined.v1', paymentId, { paymentId, rentalId, attemptNo: 1, reasonCode: 'NO' }),
    rent.prepare('ebook.rent.LoanStarted.v1', rentalId, {
      ...{ rentalId, paymentId, userId, bookId, copyId, startsAt: old.time, dueAt: long },
    }),
  ]) {
    await (event.producer === 'rent' ? rent : payment).publish({ ...event, ...old })
  }
  await library.heardEverything()
  expect(await library.shown(userId)).toEqual([])
  const written = await library.db.selectFrom('notice').select('on_page').where('user_id', '=', userId).execute()
  expect(written).toEqual([{ on_page: false }, { on_page: false }])
  const { remind_at } = await library.db
    .selectFrom('rental')
    .select('remind_at')
    .where('id', '=', rentalId)
    .executeTakeFirstOrThrow()
  expect(remind_at, 'nobody is reminded of a loan of then').toBeNull()
})
