import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { MailServer } from './testing/mail-server.ts'
import { NoticeProcess } from './testing/notice-process.ts'
import { Provider } from './testing/provider.ts'

const post = new MailServer()
const kakao = new Provider({ status: 204 })
let library: NoticeProcess

beforeAll(async () => {
  library = await NoticeProcess.open({
    NOTICE_SMTP_URL: await post.start(),
    NOTICE_WEBHOOK_URL: await kakao.start(),
    NOTICE_WEBHOOK_SECRET: 'a secret of both sides',
  })
})
afterEach(async () => {
  post.manner = 'takes'
  kakao.answer = { status: 204 }
  await library.kill()
})
afterAll(async () => {
  await library.close()
  await post.stop()
  await kakao.stop()
})

const mailsTo = (address: string) => post.mails.filter(({ to }) => JSON.stringify(to).includes(address))
describe('kill -9', () => {
  test('before the notice was committed: the event comes again, and is told once', async () => {
    await library.start()
    const { userId, address, rental } = await library.reached('EMAIL')
    const started = await library.db.transaction().execute(async (tx) => {
      await sql`lock table notice in access exclusive mode`.execute(tx)
      await rental.rented()
      const started = await rental.loanStarted()
      await library.isHeldUp()
      await library.kill()
      return started
    })
    expect(await library.deliveriesTo(userId)).toEqual([])
    await library.start()
    // The broker waits for the acknowledgement of a dead process; the producer's repair is quicker.
    await library.others.rent.publish(started)
    await library.becomes(userId, 'SENT')
    expect(mailsTo(address)).toHaveLength(1)
  })

  test('after it was committed, before SENDING was', async () => {
    await library.start()
    const { userId, address, rental } = await library.reached('EMAIL')
    await library.db.transaction().execute(async (tx) => {
      // Only whoever claims a message reads these.
      await sql`lock table contact_check in access exclusive mode`.execute(tx)
      await rental.rented()
      await rental.loanStarted()
      await library.becomes(userId, 'PENDING')
      await library.isHeldUp()
      await library.kill()
    })
    expect(mailsTo(address)).toEqual([])
    await library.start()
    await library.becomes(userId, 'SENT')
    expect(mailsTo(address)).toHaveLength(1)
  })

  test('after SENDING was committed, before the server had it: sent when the lease is over', async () => {
    await library.start()
    post.manner = 'is silent'
    const { userId, address, rental } = await library.reached('EMAIL')
    await rental.rented()
    await rental.loanStarted()
    await library.becomes(userId, 'SENDING')
    await library.kill()
    expect(mailsTo(address)).toEqual([])
    post.manner = 'takes'
    await library.start()
    await library.leaseEnds(userId)
    await library.becomes(userId, 'SENT')
    expect(mailsTo(address)).toHaveLength(1)
  })

  test('after the server had it, before that was committed: it comes twice with one Message-ID', async () => {
    await library.start()
    post.manner = 'takes and is silent'
    const { userId, address, rental } = await library.reached('EMAIL')
    await rental.rented()
    await rental.loanStarted()
    await eventually(() => expect(mailsTo(address)).toHaveLength(1))
    await library.kill()
    expect(await library.deliveriesTo(userId)).toMatchObject([{ status: 'SENDING', attempts: 1 }])
    post.manner = 'takes'
    await library.start()
    await library.leaseEnds(userId)
    await library.becomes(userId, 'SENT')
    expect(new Set(mailsTo(address).map(({ messageId }) => messageId)).size).toBe(1)
  })

  test('the same by Kakao: asked again under the same key, and after ten minutes not at all', async () => {
    await library.start()
    kakao.answer = undefined
    const [soon, late] = [await library.reached('KAKAO'), await library.reached('KAKAO')]
    for (const { rental } of [soon, late]) {
      await rental.rented()
      await rental.loanStarted()
    }
    const keys = () => kakao.asked.map(({ headers }) => headers['webhook-id'])
    await eventually(() => expect(keys()).toHaveLength(2))
    await library.kill()
    kakao.answer = { status: 204 }
    await sql`update delivery set first_sent_at = now() - interval '11 minutes' where user_id = ${late.userId}`.execute(
      library.db,
    )
    for (const { userId } of [soon, late]) await library.leaseEnds(userId)
    await library.start()
    await library.becomes(soon.userId, 'SENT')
    await library.becomes(late.userId, 'UNKNOWN')
    const [delivery] = await library.deliveriesTo(soon.userId)
    expect(keys().slice(2)).toEqual([delivery?.id])
  })

  test('after SENT was committed: nothing more is sent', async () => {
    await library.start()
    const { userId, address, rental } = await library.reached('EMAIL')
    await rental.rented()
    const started = await rental.loanStarted()
    await library.becomes(userId, 'SENT')
    await library.kill()
    await library.start()
    await library.others.rent.publish(started)
    const another = await library.reached('EMAIL')
    await another.rental.rented()
    await another.rental.loanStarted()
    await library.becomes(another.userId, 'SENT')
    expect(mailsTo(address)).toHaveLength(1)
  })
})
