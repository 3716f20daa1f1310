import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import type { DeliveryStatus } from './database.ts'
import { smtpSender } from './senders/smtp-sender.ts'
import { MailServer } from './testing/mail-server.ts'
import { NoticeUnderTest } from './testing/notice-under-test.ts'
import { ScriptedSender } from './testing/scripted-sender.ts'
import type { RentalStory } from './testing/stories.ts'

const TEN_MINUTES_MS = 600_000

let library: NoticeUnderTest
const post = new MailServer()
const kakao = new ScriptedSender('KAKAO', TEN_MINUTES_MS)
const push = new ScriptedSender('PUSH')

beforeAll(async () => {
  const mail = smtpSender(await post.start(), { from: 'Library <library@library.example>' })
  library = await NoticeUnderTest.open({
    staffEmail: ['desk@library.example'],
    senders: new Map([
      ['EMAIL', mail],
      ['KAKAO', kakao],
      ['PUSH', push],
    ]),
  })
})
afterEach(() => {
  post.manner = 'takes'
  kakao.outcomes.length = 0
})
afterAll(async () => {
  await library.close()
  await post.stop()
})

/** A member who chose, awake at all hours if nothing else is said. */
async function member(chosen: Partial<Record<string, unknown>> = {}): Promise<string> {
  const user_id = library.newMember()
  const preferences = {
    locale: 'KO',
    time_zone: 'Asia/Seoul',
    quiet_from: null,
    quiet_to: null,
    digest: 'OFF',
  } as const
  const row = { user_id, ...preferences, discreet: false, channels: '{}', ...chosen }
  await library.db.insertInto('member').values(row).execute()
  return user_id
}

const reach = (user_id: string, channel: 'EMAIL' | 'KAKAO', address: string) =>
  library.db.insertInto('contact').values({ user_id, channel, address }).execute()

async function rentalOf(userId: string, title?: string): Promise<RentalStory> {
  const rental = library.rental(userId, title)
  await rental.rented()
  return rental
}

const deliveriesTo = (userId: string) =>
  library.db.selectFrom('delivery').selectAll().where('user_id', '=', userId).orderBy('seq').execute()

async function becomes(
  userId: string,
  ...expected: readonly (readonly [DeliveryStatus, string | null])[]
): Promise<void> {
  await eventually(async () => {
    const stand = (await deliveriesTo(userId)).map(({ status, reason }) => [status, reason])
    expect(stand).toEqual(expected)
  })
}

const mailsTo = (address: string) =>
  post.mails.filter(({ to }) => JSON.stringify(to).includes(address)).map(({ subject }) => subject)

/** Time passes for what waits. */
async function later(userId: string): Promise<void> {
  await library.db.updateTable('delivery').set({ due_at: new Date() }).where('user_id', '=', userId).execute()
  library.wake()
}

describe('a mail', () => {
  test('reaches a real mailbox, once, while the page shows the same', async () => {
    const kim = await member()
    await reach(kim, 'EMAIL', 'kim@mail.example')
    await (await rentalOf(kim)).loanStarted()
    await becomes(kim, ['SENT', null])
    expect(mailsTo('kim@mail.example')).toEqual(['‘데미안’을 지금 읽을 수 있습니다'])
    await library.isTold(kim, 'LOAN_STARTED')
  })

  test('that the server refuses for good has failed, and one that it puts off is tried again with its attempts counted', async () => {
    const lee = await member()
    await reach(lee, 'EMAIL', 'lee@mail.example')
    const rental = await rentalOf(lee)
    post.manner = 'refuses for now'
    await rental.loanStarted()
    await eventually(async () =>
      expect(await deliveriesTo(lee)).toMatchObject([
        { status: 'PENDING', attempts: 1, reason: expect.stringContaining('451') },
      ]),
    )
    post.manner = 'refuses for good'
    await later(lee)
    await eventually(async () => expect(await deliveriesTo(lee)).toMatchObject([{ status: 'FAILED', attempts: 2 }]))
  })

  test('to who asked for a discreet one says nothing of what it is about', async () => {
    const park = await member({ discreet: true })
    await reach(park, 'EMAIL', 'park@mail.example')
    await (await rentalOf(park, '비밀의 화원')).loanStarted()
    await becomes(park, ['SENT', null])
    const [mail] = post.mails.filter(({ to }) => JSON.stringify(to).includes('park@mail.example'))
    expect(mail?.subject).toBe('도서관에서 새 소식이 있습니다')
    expect(mail?.text).not.toContain('비밀')
  })

  test('goes to the staff’s mailbox when money did not go back', async () => {
    await (await rentalOf(await member())).refundFailed()
    await eventually(() => expect(mailsTo('desk@library.example')).toEqual(['‘데미안’ 환불에 실패했습니다']))
  })
})

describe('at the moment of sending', () => {
  test('what is not so any more is not sent', async () => {
    const kim = await member({ quiet_from: '00:00', quiet_to: '23:59' })
    await reach(kim, 'EMAIL', 'gone@mail.example')
    const rental = await rentalOf(kim)
    await rental.loanStarted()
    await becomes(kim, ['PENDING', null])
    await rental.returned()
    await library.heardEverything()
    await later(kim)
    await becomes(kim, ['SKIPPED', 'OVERTAKEN'])
  })

  test('R26 a payment that was declined, paid or canceled since waits for nobody', async () => {
    const ends: readonly ((rental: RentalStory) => Promise<unknown>)[] = [
      async (rental) => rental.declined(),
      async (rental) => rental.approvalRequested(),
      async (rental) => rental.cancelRequested('MEMBER'),
      async (rental) => rental.canceled('MEMBER'),
    ]
    post.manner = 'refuses for now'
    const told = await Promise.all(
      ends.map(async (end, index) => {
        const userId = await member({ channels: '{"EMAIL": ["PAYMENT_WAITS"]}' })
        await reach(userId, 'EMAIL', `waits-${index}@mail.example`)
        const rental = await rentalOf(userId)
        await rental.actionRequired()
        await library.heardEverything()
        const now = { remind_at: new Date() }
        await library.db.updateTable('rental').set(now).where('id', '=', rental.rentalId).execute()
        return { userId, rental, end }
      }),
    )
    await library.remind()
    for (const { userId, rental, end } of told) {
      await eventually(async () =>
        expect(await deliveriesTo(userId)).toMatchObject([{ status: 'PENDING', attempts: 1 }]),
      )
      await end(rental)
    }
    await library.heardEverything()
    for (const { userId } of told) await later(userId)
    for (const { userId } of told) await becomes(userId, ['SKIPPED', 'OVERTAKEN'])
  })

  test('what nobody wants any more, what is too old, and what has no address, is not sent', async () => {
    const [unwanted, old, unreachable] = [await quiet('a'), await quiet('b'), await quiet('c')]
    await library.db.updateTable('member').set({ channels: '{"EMAIL": []}' }).where('user_id', '=', unwanted).execute()
    await library.db.updateTable('notice').set({ stale_at: new Date() }).where('user_id', '=', old).execute()
    await library.db.deleteFrom('contact').where('user_id', '=', unreachable).execute()
    for (const userId of [unwanted, old, unreachable]) await later(userId)
    await becomes(unwanted, ['SKIPPED', 'NOT_WANTED'])
    await becomes(old, ['SKIPPED', 'STALE'])
    await becomes(unreachable, ['SKIPPED', 'NO_ADDRESS'])
  })

  /** A member to whom something waits for the end of quiet hours. */
  async function quiet(name: string): Promise<string> {
    const userId = await member({ quiet_from: '00:00', quiet_to: '23:59' })
    await reach(userId, 'EMAIL', `${name}@quiet.example`)
    await (await rentalOf(userId)).loanStarted()
    await becomes(userId, ['PENDING', null])
    return userId
  }

  test('quiet hours hold up what can wait, in its member’s zone, and not what cannot', async () => {
    const night = await member({ quiet_from: '00:00', quiet_to: '23:59' })
    await reach(night, 'EMAIL', 'night@mail.example')
    const device = { id: library.rental().rentalId, endpoint: `https://push.example/${night}` }
    await library.db
      .insertInto('push_device')
      .values({ ...device, user_id: night, p256dh: 'k', auth: 'a', label: 'phone' })
      .execute()
    const rental = await rentalOf(night)
    await rental.loanStarted()
    await becomes(night, ['PENDING', null])
    const [waiting] = await deliveriesTo(night)
    const seoul = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Seoul', timeStyle: 'short', hourCycle: 'h23' })
    expect(seoul.format(waiting?.due_at)).toBe('23:59')
    // It was moved up by hand, and it is night still.
    await later(night)
    await eventually(async () => expect((await deliveriesTo(night))[0]?.due_at.getTime()).toBeGreaterThan(Date.now()))
    const another = await rentalOf(night, '토지')
    await another.declined()
    await eventually(async () => expect(push.sent.map(({ title }) => title)).toContain('‘토지’ 결제가 되지 않았습니다'))
  })
})

describe('together', () => {
  test('a daily digest is one mail with all of its day, in the morning', async () => {
    const kim = await member({ digest: 'DAILY' })
    await reach(kim, 'EMAIL', 'daily@mail.example')
    for (const title of ['토지', '데미안', 'Walden']) await (await rentalOf(kim, title)).loanStarted()
    await library.isTold(kim, 'LOAN_STARTED', 'LOAN_STARTED', 'LOAN_STARTED')
    await becomes(kim, ['PENDING', null])
    const [{ due_at } = { due_at: new Date() }] = await deliveriesTo(kim)
    expect(
      new Intl.DateTimeFormat('en', { timeZone: 'Asia/Seoul', timeStyle: 'short', hourCycle: 'h23' }).format(due_at),
    ).toBe('09:00')
    await later(kim)
    await becomes(kim, ['SENT', null])
    expect(mailsTo('daily@mail.example')).toEqual(['도서관 소식 3건'])
    const [mail] = post.mails.filter(({ to }) => JSON.stringify(to).includes('daily@mail.example'))
    for (const title of ['토지', '데미안', 'Walden']) expect(mail?.text).toContain(title)
  })

  test('loans that end soon are one mail; one that was given back is not in it', async () => {
    const kim = await member()
    await reach(kim, 'EMAIL', 'soon@mail.example')
    const inADay = new Date(Date.now() + 30 * 3_600_000).toISOString()
    const [first, second, back] = [
      await rentalOf(kim, '토지'),
      await rentalOf(kim, 'Walden'),
      await rentalOf(kim, '봄'),
    ]
    await library.db
      .updateTable('member')
      .set({ channels: '{"EMAIL": ["DUE_SOON"]}' })
      .where('user_id', '=', kim)
      .execute()
    for (const rental of [first, second, back]) await rental.loanStarted(inADay)
    await library.heardEverything()
    const ids = [first, second, back].map(({ rentalId }) => rentalId)
    await library.db.updateTable('rental').set({ remind_at: new Date() }).where('id', 'in', ids).execute()
    await library.remind()
    await becomes(kim, ['PENDING', null])
    await back.returned()
    await library.heardEverything()
    await later(kim)
    await becomes(kim, ['SENT', null])
    const [mail] = post.mails.filter(({ to }) => JSON.stringify(to).includes('soon@mail.example'))
    expect(mail?.subject).toBe('도서관 소식 2건')
    expect(mail?.text).not.toContain('‘봄’')
  })
})

describe('what a crash leaves in SENDING', () => {
  /** A message of which nobody lived to say what became of it. */
  async function left(channel: 'EMAIL' | 'KAKAO', minutesAgo: number): Promise<string> {
    const userId = await member({
      quiet_from: '00:00',
      quiet_to: '23:59',
      channels: `{"EMAIL": [], "${channel}": ["LOAN_STARTED"]}`,
    })
    await reach(userId, channel, channel === 'EMAIL' ? `${userId}@mail.example` : '01012345678')
    await (await rentalOf(userId)).loanStarted()
    await becomes(userId, ['PENDING', null])
    await library.db
      .updateTable('member')
      .set({ quiet_from: null, quiet_to: null })
      .where('user_id', '=', userId)
      .execute()
    // The last: whoever sends may look at any moment, and would put off by quiet hours what it finds due.
    await sql`update delivery set status = 'SENDING', attempts = 1, first_sent_at = now() - ${minutesAgo} * interval '1 minute',
      due_at = now() where user_id = ${userId}`.execute(library.db)
    library.wake()
    return userId
  }

  test('a mail is sent again, whenever', async () => {
    const userId = await left('EMAIL', 600)
    await becomes(userId, ['SENT', null])
    expect(mailsTo(`${userId}@mail.example`)).toHaveLength(1)
  })

  test('Kakao is asked again under the same key within ten minutes, and later not at all', async () => {
    const before = kakao.sent.length
    const soon = await left('KAKAO', 5)
    await becomes(soon, ['SENT', null])
    const [delivery] = await deliveriesTo(soon)
    expect(kakao.sent.slice(before).map(({ key }) => key)).toEqual([delivery?.id])
    const late = await left('KAKAO', 11)
    await becomes(late, ['UNKNOWN', 'MAY_HAVE_BEEN_SENT'])
    expect(kakao.sent).toHaveLength(before + 1)
  })
})

test('two replicas send each message once', async () => {
  await library.start()
  const members = await Promise.all(Array.from({ length: 8 }, () => member()))
  for (const userId of members) await reach(userId, 'EMAIL', `${userId}@twice.example`)
  for (const userId of members) await (await rentalOf(userId)).loanStarted()
  for (const userId of members) await becomes(userId, ['SENT', null])
  for (const userId of members) expect(mailsTo(`${userId}@twice.example`)).toHaveLength(1)
})
