import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { MailServer } from './testing/mail-server.ts'
import { NoticeProcess } from './testing/notice-process.ts'

const post = new MailServer()
let library: NoticeProcess

beforeAll(async () => {
  library = await NoticeProcess.open({ NOTICE_SMTP_URL: await post.start() })
})
afterAll(async () => {
  await library.close()
  await post.stop()
})

const mailsTo = (address: string) => post.mails.filter(({ to }) => JSON.stringify(to).includes(address))

// One step after the other, and Kakao: crash.nightly.test.ts.
test('kill -9: what was sent is not sent again, what may have been is under one Message-ID, and what was not yet told is', async () => {
  await library.start()
  const [sent, unknown, early] = [
    await library.reached('EMAIL'),
    await library.reached('EMAIL'),
    await library.reached('EMAIL'),
  ]
  for (const { rental } of [sent, unknown, early]) await rental.rented()
  const heardBefore = await sent.rental.loanStarted()
  await library.becomes(sent.userId, 'SENT')
  post.manner = 'takes and is silent'
  await unknown.rental.loanStarted()
  await eventually(() => expect(mailsTo(unknown.address)).toHaveLength(1))
  const notHeard = await library.db.transaction().execute(async (tx) => {
    await sql`lock table notice in access exclusive mode`.execute(tx)
    const event = await early.rental.loanStarted()
    await library.isHeldUp()
    await library.kill()
    return event
  })
  expect(await library.deliveriesTo(unknown.userId)).toMatchObject([{ status: 'SENDING', attempts: 1 }])
  expect(await library.deliveriesTo(early.userId)).toEqual([])

  post.manner = 'takes'
  await library.leaseEnds(unknown.userId)
  await library.start()
  // The broker waits for the acknowledgement of a dead process; a second delivery is as good.
  for (const event of [heardBefore, notHeard]) await library.others.rent.publish(event)
  for (const { userId } of [sent, unknown, early]) await library.becomes(userId, 'SENT')
  expect(mailsTo(sent.address)).toHaveLength(1)
  expect(mailsTo(early.address)).toHaveLength(1)
  expect(mailsTo(unknown.address)).toHaveLength(2)
  expect(new Set(mailsTo(unknown.address).map(({ messageId }) => messageId)).size).toBe(1)
})
