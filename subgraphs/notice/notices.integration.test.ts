import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tablesOf } from '@ebook/chassis/testing/tables-with'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { eventually } from '@ebook/testkit/eventually'
import { changedRental, fetchConcerned } from './known.ts'
import type { Rental } from './rental.ts'
import { NoticeUnderTest } from './testing/notice-under-test.ts'
import type { RentalStory } from './testing/stories.ts'
import { tellOfLicences } from './timers/licences-end.ts'
import { tellOfRequests } from './timers/requests-wait.ts'
import { wallTimeOf } from './zone.ts'

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

describe('what members are told of a payment that waits for them', () => {
  /** Their five minutes have passed. */
  async function later(...rentals: readonly RentalStory[]) {
    await library.heardEverything()
    const ids = rentals.map(({ rentalId }) => rentalId)
    const now = { remind_at: new Date() }
    await library.db.updateTable('rental').set(now).where('id', 'in', ids).where('remind_at', 'is not', null).execute()
    await Promise.all([library.remind(), library.remind()])
  }

  test('R26 after five minutes, once, in both languages, with the moment at which it ends', async () => {
    const rental = library.rental(undefined, '도서관')
    await rental.rented()
    const asked = await rental.actionRequired('2099-01-05T03:00:00.000Z')
    await library.heardEverything()
    const { remind_at } = await library.db
      .selectFrom('rental')
      .select('remind_at')
      .where('id', '=', rental.rentalId)
      .executeTakeFirstOrThrow()
    expect(remind_at?.getTime()).toBe(Date.parse(asked.time) + 300_000)
    expect(await library.shown(rental.userId)).toEqual([])
    await later(rental)
    await later(rental)
    const [told] = await library.isTold(rental.userId, 'PAYMENT_WAITS')
    expect(told).toMatchObject({
      title: '‘도서관’ 결제가 확인을 기다립니다',
      body: expect.stringMatching(/^2099년 1월 5일 오후 12:00까지/),
      link: '/rentals',
    })
    const [english] = await library.shown(rental.userId, 'MEMBER', { locale: 'EN' })
    expect(english?.title).toBe('The payment for “도서관” waits for you')
  })

  test('not when it was paid, declined or canceled before, whatever of it is heard first, nor of less than five minutes', async () => {
    const end: Readonly<Record<string, (rental: RentalStory) => Promise<unknown>>> = {
      paid: async (rental) => rental.approvalRequested(),
      refused: async (rental) => rental.refused(),
      lent: async (rental) => rental.loanStarted(),
      declined: async (rental) => rental.declined(),
      canceling: async (rental) => rental.cancelRequested('MEMBER'),
      canceled: async (rental) => rental.canceled('MEMBER'),
    }
    const over: RentalStory[] = []
    for (const ends of Object.values(end)) {
      const [inOrder, lastFirst] = [library.rental(), library.rental()]
      over.push(inOrder, lastFirst)
      await inOrder.rented()
      await inOrder.actionRequired()
      await ends(inOrder)
      await ends(lastFirst)
      await lastFirst.actionRequired()
      await lastFirst.rented()
    }
    const short = library.rental()
    await short.rented()
    await short.actionRequired(new Date(Date.now() + 240_000).toISOString())
    const again = library.rental()
    await again.rented()
    await again.actionRequired(undefined, 2)
    await again.declined(1)
    await later(short, again, ...over)
    for (const { userId } of [short, ...over]) {
      const kinds = (await library.shown(userId)).map(({ kind }) => kind)
      expect(kinds).not.toContain('PAYMENT_WAITS')
    }
    await library.isTold(again.userId, 'PAYMENT_WAITS', 'PAYMENT_DECLINED')
  })

  test('G5 of two that hear of a new rental at once the second knows what the first has heard', async () => {
    const { rentalId, userId, title } = library.rental()
    const hears = (what: Partial<Rental>, meanwhile = async () => {}) =>
      inUnitOfWork(library.db, async (unit) => {
        await fetchConcerned(unit, [{ rentalId }])
        const { title } = Object.assign(changedRental(unit, rentalId), what)
        await meanwhile()
        return title
      })
    const waiting = sql<{ locks: number }>`
      select count(*)::integer as locks from pg_locks where not granted and locktype = 'advisory'`
    let second: Promise<string | null> = Promise.resolve(null)
    await hears({ userId, title }, async () => {
      second = hears({ actionAttempt: 1, actionUntil: new Date('2099-01-05T03:00:00.000Z'), remindAt: new Date() })
      await eventually(async () => expect((await waiting.execute(library.db)).rows[0]?.locks).toBeGreaterThan(0))
    })
    expect(await second).toBe(title)
    await library.remind()
    await library.isTold(userId, 'PAYMENT_WAITS')
  })
})

describe('what members are told of waiting', () => {
  test('their turn, that it ends, that it passed, and who takes a place away but themselves', async () => {
    const hold = library.hold()
    await hold.placed('도서관')
    await hold.ready('2027-01-05T03:00:00.000Z')
    const [ready] = await library.isTold(hold.userId, 'HOLD_READY')
    expect(ready).toMatchObject({
      title: '‘도서관’ 차례가 되었습니다',
      body: expect.stringContaining('2027년 1월 5일 오후 12:00까지'),
      link: '/rentals',
    })
    await hold.becomes('Lapsed')
    const [lapsed] = await library.isTold(hold.userId, 'HOLD_LAPSED', 'HOLD_READY')
    expect(lapsed?.title).toBe('‘도서관’은 다음 분에게 넘어갔지만 순서는 유지됩니다')
    await hold.reminded('2099-01-05T03:00:00.000Z')
    const [reminded] = await library.isTold(hold.userId, 'PLACE_ENDS_SOON', 'HOLD_LAPSED', 'HOLD_READY')
    expect(reminded?.body).toContain('2099년 1월 5일 오후 12:00에 끝납니다')
    await hold.becomes('Resumed')
    await hold.canceled('ADMIN')
    const [canceled] = await library.isTold(
      hold.userId,
      ...['HOLD_CANCELED', 'PLACE_ENDS_SOON', 'HOLD_LAPSED', 'HOLD_READY'],
    )
    expect(canceled?.body).toBe('사서가 예약을 취소했습니다.')
    const own = library.hold()
    await own.placed()
    await own.canceled('MEMBER')
    await library.heardEverything()
    expect(await library.shown(own.userId)).toEqual([])
  })

  test('a day before a turn ends they are reminded, once, and who has taken it is not', async () => {
    const [waits, took, short] = [library.hold(), library.hold(), library.hold()]
    for (const hold of [waits, took]) {
      await hold.placed()
      await hold.ready()
    }
    await short.ready(new Date(Date.now() + 3_600_000).toISOString())
    await took.fulfilled()
    await library.heardEverything()
    const states = await library.db.selectFrom('hold').selectAll().execute()
    const of = ({ holdId }: { holdId: string }) => states.find(({ id }) => id === holdId)
    expect(of(waits)?.ready_until?.getTime()).toBe((of(waits)?.remind_at?.getTime() ?? 0) + 86_400_000)
    expect(of(short)?.remind_at, 'there is no day before').toBeNull()
    expect(of(took), 'who waited for what is forgotten').toMatchObject({ state: 'OVER', user_id: null, book_id: null })
    const now = { remind_at: new Date() }
    await library.db.updateTable('hold').set(now).where('id', '=', waits.holdId).execute()
    await Promise.all([library.remind(), library.remind()])
    await library.isTold(waits.userId, 'HOLD_ENDS_SOON', 'HOLD_READY')
    await library.isTold(took.userId, 'HOLD_READY')
  })
})

describe('what is taken back', () => {
  const said = {
    loan: async (rental: RentalStory) => rental.cancelRequested('LIBRARY', 'The publisher asks for it.'),
    request: async (rental: RentalStory) => rental.refused('WITHDRAWN'),
  }

  test.each(['loan', 'request'] as const)(
    'N18 the member of a %s is told once, whatever of it is heard first: of the book, its money and its points',
    async (what) => {
      const reason = what === 'loan' ? 'ADMIN' : 'REFUSED'
      const [inOrder, lastFirst] = [library.rental(), library.rental()]
      for (const rental of [inOrder, lastFirst]) await rental.rented()
      await said[what](inOrder)
      await inOrder.pointsMoved('PromoCanceled')
      await inOrder.refunded(3_000, { reason })
      await inOrder.pointsMoved('PointsReturned')
      await inOrder.canceled(what === 'loan' ? 'LIBRARY' : 'REFUSED')
      await lastFirst.pointsMoved('PromoCanceled')
      await lastFirst.refunded(3_000, { reason })
      await library.heardEverything()
      expect(await library.shown(lastFirst.userId)).toEqual([])
      await said[what](lastFirst)
      for (const { userId } of [inOrder, lastFirst]) await library.isTold(userId, 'TAKEN_BACK')
      const [told] = await library.shown(inOrder.userId, 'MEMBER', { locale: 'EN' })
      expect(told?.title).toBe('The library had to take back “데미안”')
      if (what === 'loan') expect(told?.body).toMatch(/^The publisher asks for it\. All that you paid/)
    },
  )

  test('money that a librarian gives back of goodwill is told, and what its member cancels, whatever is heard first', async () => {
    const [kept, canceled, own] = [library.rental(), library.rental(), library.rental()]
    for (const rental of [kept, canceled, own]) {
      await rental.rented()
      await rental.pointsMoved('PromoCanceled')
    }
    await kept.refunded(3_000, { reason: 'ADMIN', keepLoan: true })
    await canceled.refunded(3_000, { reason: 'ADMIN' })
    await own.refunded(3_000, { reason: 'MEMBER' })
    await library.isTold(kept.userId, 'REFUNDED', 'POINTS_TAKEN')
    await library.isTold(own.userId, 'REFUNDED', 'POINTS_TAKEN')
    await library.heardEverything()
    expect(await library.shown(canceled.userId)).toEqual([])
    await canceled.canceled('ADMIN')
    await library.isTold(canceled.userId, 'REFUNDED', 'POINTS_TAKEN')
  })
})

describe('what else members are told', () => {
  test('that a loan went on by itself, or why it did not: once, however often it is tried', async () => {
    const rental = library.rental()
    const dueAt = '2027-01-05T03:00:00.000Z'
    await rental.rented()
    await rental.loanStarted(dueAt)
    for (const _ of [1, 2, 3]) await rental.autoRenewalPutOff(dueAt)
    const [putOff] = await library.isTold(rental.userId, 'NOT_RENEWED', 'LOAN_STARTED')
    expect(putOff?.body).toBe('기다리는 다른 회원이 있습니다. 2027년 1월 5일 오후 12:00까지 읽을 수 있습니다.')
    await rental.renewed('2027-01-19T03:00:00.000Z')
    await rental.renewed('2027-02-02T03:00:00.000Z', false)
    await library.heardEverything()
    await library.isTold(rental.userId, 'RENEWED', 'NOT_RENEWED', 'LOAN_STARTED')
  })

  test('that points paid, and came back', async () => {
    const rental = library.rental()
    await rental.rented()
    await rental.pointsMoved('PointsSpent', 1_200)
    await rental.pointsMoved('PointsReturned', 1_200)
    const [returned] = await library.isTold(rental.userId, 'POINTS_RETURNED', 'POINTS_SPENT')
    expect(returned).toMatchObject({ title: '‘데미안’에 사용한 1,200포인트를 돌려드렸습니다', link: '/points' })
  })

  test('what they are kept from, in the library’s words to them and not in those to itself; and that it is over', async () => {
    const userId = library.newMember()
    const blockId = library.rental().rentalId
    const { rent } = library.others
    const block = { userId, blockId, kinds: ['BORROW', 'HOLD'], reason: 'rude at the desk' } as const
    await rent.say('ebook.rent.MemberBlocked.v1', userId, {
      ...{ ...block, kinds: [...block.kinds] },
      message: 'Please come to the desk.',
      until: '2027-01-05T03:00:00.000Z',
    })
    await library.isTold(userId, 'BLOCKED')
    const [blocked] = await library.shown(userId, 'MEMBER', { locale: 'EN' })
    expect(blocked).toMatchObject({
      title: 'The library does not let you borrow and wait for titles for now',
      body: expect.stringMatching(/^Please come to the desk\. It is so until January 5, 2027/),
    })
    await rent.say('ebook.rent.MemberUnblocked.v1', userId, { userId, blockId })
    await library.isTold(userId, 'UNBLOCKED', 'BLOCKED')
  })
})

describe('what the staff is told', () => {
  const staffIsTold = (kind: string) =>
    eventually(async () => {
      const told = (await library.shown('park', 'ADMIN')).filter((one) => one.kind === kind)
      expect(told).toHaveLength(1)
      return told[0]
    })

  /** Where it is past nine in the morning now. */
  function inDaylight() {
    const zones = ['Etc/GMT-12', 'Etc/GMT-6', 'Etc/GMT', 'Etc/GMT+6']
    const timeZone = zones.find((zone) => wallTimeOf(zone, new Date()).minutes >= 10 * 60) ?? 'Etc/GMT'
    return { ...library.ports, settings: { ...library.ports.settings, timeZone } }
  }

  test('once a day how many requests wait for a decision, of those that do', async () => {
    const [waits, decided] = [library.rental(), library.rental()]
    for (const rental of [waits, decided]) {
      await rental.rented()
      await rental.approvalRequested('2099-01-05T03:00:00.000Z')
    }
    await decided.refused()
    await library.heardEverything()
    // Others of these tests may wait, too.
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from rental where decide_by > now()`.execute(library.db)
    for (const _ of [1, 2]) await tellOfRequests(inDaylight())
    const told = await staffIsTold('REQUESTS_WAIT')
    expect(told).toMatchObject({ title: `결정을 기다리는 신청: ${rows[0]?.n}건`, link: '/queue' })
  })

  test('once a week which licences end in thirty days or three loans, of titles that are lent', async () => {
    const { book } = library.others
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
    const licensed = async (title: string, more: { expiresAt?: string; loansLeft?: number }) => {
      const hold = library.hold()
      await hold.placed(title)
      const { bookId } = hold
      const licenceId = hold.holdId
      await book.say('ebook.book.LicenceAdded.v1', bookId, { bookId, licenceId, kind: 'TIME_LIMITED', ...more })
      return { bookId, licenceId }
    }
    await licensed('Ends soon', { expiresAt: inDays(29) })
    const few = await licensed('Few loans', { loansLeft: 26 })
    await book.say('ebook.book.LicenceEnding.v1', few.bookId, { ...few, cause: 'LOANS', loansLeft: 3 })
    await licensed('Ends late', { expiresAt: inDays(40), loansLeft: 4 })
    const over = await licensed('Over', { expiresAt: inDays(2) })
    await book.say('ebook.book.LicenceEnded.v1', over.bookId, { ...over, endedDate: inDays(0), cause: 'ENDED' })
    const { bookId } = await licensed('Withdrawn', { expiresAt: inDays(2) })
    await book.say('ebook.book.BookWithdrawn.v1', bookId, { bookId, revoke: false })
    await library.heardEverything()
    for (const _ of [1, 2]) await tellOfLicences(inDaylight())
    const told = await staffIsTold('LICENCES_END')
    expect(told).toMatchObject({
      title: '곧 끝나는 라이선스: 2건',
      body: '30일 또는 대여 3회 안에 끝납니다: “Ends soon”, “Few loans”',
    })
  })

  test('of events that could not be handled: of new ones once an hour, whoever could not', async () => {
    const rental = library.rental()
    // Nobody who means it says such a thing.
    await library.others.rent.publish(
      library.others.rent.prepareRaw('ebook.rent.LoanStarted.v1', rental.rentalId, { rentalId: rental.rentalId }),
    )
    await eventually(async () =>
      expect(await library.db.selectFrom('dead_letter').select('id').execute()).toHaveLength(1),
    )
    for (const _ of [1, 2]) await library.tellDeadLetters()
    const told = await staffIsTold('DEAD_LETTERS')
    expect(told).toMatchObject({ title: 'notice에서 처리하지 못한 이벤트: 1건', link: '/dead-letters' })
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

test('R25 whose a rental was is forgotten, with what was told of it; of others all is there', async () => {
  const [rental, other] = [library.rental(), library.rental()]
  for (const one of [rental, other]) {
    await one.rented()
    await one.loanStarted()
    await one.earned()
  }
  await library.isTold(rental.userId, 'POINTS_GIVEN', 'LOAN_STARTED')
  await rental.anonymised('anon:1')
  await library.heardEverything()
  expect(await library.shown(rental.userId)).toEqual([])
  expect(await tablesOf(library.db as never, rental.userId)).toEqual([])
  await library.isTold(other.userId, 'POINTS_GIVEN', 'LOAN_STARTED')
})

test('R25 M8 and so is what would have been told of it by the same batch', async () => {
  const [rental, other] = [library.rental(), library.rental()]
  const blocked = library.newMember()
  const key = Buffer.from(blocked).toString('base64url')
  await library.stop()
  for (const one of [rental, other]) {
    await one.rented()
    await one.loanStarted()
    await one.earned()
  }
  await rental.anonymised('anon:1')
  const block = { userId: blocked, blockId: randomUUID(), kinds: ['HOLD' as const], reason: 'a stolen card' }
  await library.others.rent.say('ebook.rent.MemberBlocked.v1', key, block)
  await library.others.rent.say('ebook.rent.MemberErased.v1', key, { pseudonym: 'anon:2' })
  await library.start()
  await library.heardEverything()
  await library.isTold(other.userId, 'POINTS_GIVEN', 'LOAN_STARTED')
  const { rows } = await sql<{ user_id: string }>`select user_id from notice where user_id like 'anon:%'`.execute(
    library.db,
  )
  expect(rows).toEqual([])
  for (const userId of [rental.userId, blocked]) expect(await tablesOf(library.db as never, userId)).toEqual([])
})
