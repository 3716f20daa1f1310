import { createECDH, createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ece from 'http_ece'
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { LOCALES } from '../facts.ts'
import { vapidKeysOf } from '../secrets.ts'
import { MailServer } from '../testing/mail-server.ts'
import { messageTo } from '../testing/message.ts'
import { ONE_OF_EACH } from '../testing/one-of-each.ts'
import { Provider } from '../testing/provider.ts'
import { tell } from '../words/tell.ts'
import { alimtalkSender } from './alimtalk-sender.ts'
import { fileSender } from './file-sender.ts'
import { pushSender } from './push-sender.ts'
import type { Message, Outcome, Sender } from './sender.ts'
import { smtpSender } from './smtp-sender.ts'
import { webhookSender } from './webhook-sender.ts'

/** A way out of the house with its other end, which can be made to behave. */
interface Way {
  readonly sender: Sender
  readonly message: Message
  behaves(how: 'well' | 'refuses for good' | 'is too busy' | 'is silent'): Promise<void> | void
  /** The keys of what came, once each. */
  came(): Promise<readonly string[]>
  gone(): Promise<void>
  stop(): Promise<void>
}

/** A way of which one thing alone is looked at. */
const only = (sender: Sender, message: Message, stop: () => Promise<void>): Way => ({
  sender,
  message,
  behaves: () => undefined,
  came: async () => [],
  gone: stop,
  stop,
})

const PHONE = { channel: 'KAKAO', phone: '01012345678' } as const
const MAIL = { channel: 'EMAIL', addresses: ['kim@mail.example'] } as const
const from = 'Library <library@library.example>'
const accepted = {
  header: { isSuccessful: true, resultCode: 0, resultMessage: 'SUCCESS' },
  message: { requestId: 'r-1', sendResults: [{ resultCode: 0, resultMessage: 'SUCCESS' }] },
}

function browser(endpoint: string) {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  const auth = randomBytes(16)
  const to = {
    channel: 'PUSH',
    endpoint,
    p256dh: keys.getPublicKey('base64url'),
    auth: auth.toString('base64url'),
  } as const
  return { to, keys, auth }
}

async function overHttp(
  good: NonNullable<Provider['answer']>,
  open: (url: string) => { sender: Sender; to: Message['to'] },
  keyOf: (headers: Provider['asked'][number]['headers']) => string | undefined,
): Promise<Way & { provider: Provider; url: string }> {
  const provider = new Provider(good)
  const url = await provider.start()
  const { sender, to } = open(url)
  return {
    provider,
    url,
    sender,
    message: messageTo(to),
    behaves(how) {
      const bad = {
        'refuses for good': { status: 400 },
        'is too busy': { status: 429, headers: { 'retry-after': '7' } },
      }
      provider.answer = how === 'well' ? good : how === 'is silent' ? undefined : bad[how]
    },
    came: async () => [...new Set(provider.asked.map(({ headers }) => keyOf(headers) ?? ''))],
    gone: () => provider.stop(),
    stop: () => provider.stop(),
  }
}

const ways: Readonly<Record<string, () => Promise<Way>>> = {
  async smtp() {
    const server = new MailServer()
    const sender = smtpSender(await server.start(), { from })
    return {
      sender,
      message: messageTo(MAIL),
      behaves(how) {
        const manners = { well: 'takes', 'is too busy': 'refuses for now', 'is silent': 'is silent' } as const
        server.manner = how === 'refuses for good' ? how : manners[how]
      },
      came: async () => [...new Set(server.mails.map(({ messageId }) => messageId?.slice(1).split('@')[0] ?? ''))],
      async gone() {
        await sender.stop()
        await server.stop()
      },
      async stop() {
        await sender.stop()
        await server.stop()
      },
    }
  },
  push: () =>
    overHttp(
      { status: 201, headers: { location: 'https://push.example/m/1' } },
      (url) => ({
        sender: pushSender({ contact: 'mailto:ops@library.example', keys: vapidKeysOf('a root of the tests') }),
        to: browser(`${url}/send/1`).to,
      }),
      ({ topic }) => String(topic).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    ),
  alimtalk: () =>
    overHttp(
      { status: 200, body: accepted },
      (url) => ({
        sender: alimtalkSender({ url, appKey: 'app', secretKey: 'secret', senderKey: 'sender' }),
        to: PHONE,
      }),
      (headers) => String(headers['x-nc-api-idempotency-key']),
    ),
  webhook: () =>
    overHttp(
      { status: 204 },
      (url) => ({ sender: webhookSender({ url, secret: 'a secret of both sides' }), to: PHONE }),
      (headers) => String(headers['webhook-id']),
    ),
}

let way: Way
afterEach(() => way.stop())

const send = (message = way.message, ms = 5_000): Promise<Outcome> => way.sender.send(message, AbortSignal.timeout(ms))

describe.each(Object.entries(ways))('the sender %s', (_name, open) => {
  test('sends, and says by what name the other side knows it', async () => {
    way = await open()
    expect(await send()).toMatchObject({ kind: 'sent', id: expect.any(String) })
    expect(await way.came()).toEqual([way.message.key])
  })

  test('the same sent again is the same to the other side', async () => {
    way = await open()
    await send()
    await send()
    expect(await way.came()).toEqual([way.message.key])
    expect(way.sender.repeatableForMs).toBeGreaterThan(0)
  })

  test('what is refused for good is never sent', async () => {
    way = await open()
    await way.behaves('refuses for good')
    expect(await send()).toMatchObject({ kind: 'never', why: expect.stringMatching(/\d{3}|not here/) })
  })

  test('who is too busy is asked again', async () => {
    way = await open()
    await way.behaves('is too busy')
    expect(await send()).toMatchObject({ kind: 'again' })
    await way.behaves('well')
    expect(await send()).toMatchObject({ kind: 'sent' })
  })

  test('whoever is silent is given up when the signal comes, and never taken for one that sent nothing for good', async () => {
    way = await open()
    await way.behaves('is silent')
    const { kind } = await send(way.message, 300)
    expect(['again', 'unknown']).toContain(kind)
    if (way.sender.repeatableForMs < Infinity) expect(kind, 'what costs money is not taken for unsent').toBe('unknown')
  })

  test('who is not there at all was sent nothing', async () => {
    way = await open()
    await way.gone()
    expect(await send()).toMatchObject({ kind: 'again' })
  })
})

describe('a mail', () => {
  test('is read by a real server as it was meant: Korean, automatic, with a way out and a Message-ID of its own', async () => {
    const server = new MailServer()
    const sender = smtpSender(await server.start(), { from })
    way = only(sender, messageTo(MAIL), () => sender.stop().then(() => server.stop()))
    await send()
    const [mail] = server.mails
    expect(mail?.subject).toBe(way.message.title)
    expect(mail?.text).toContain(way.message.body)
    expect(mail?.text).toContain('https://library.example/rentals')
    expect(mail?.from?.text).toContain('library@library.example')
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail?.headers.get('content-language')).toBe('ko')
    expect(mail?.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line).toContain('unsubscribe?token=t')
    expect(mail?.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line).toBe(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    )
    expect(mail?.messageId).toBe(`<${way.message.key}@library.example>`)
  })

  test('of every kind, in Korean and in English, is read as it was meant, and known again when it comes twice', async () => {
    const server = new MailServer()
    const sender = smtpSender(await server.start(), { from })
    way = only(sender, messageTo(MAIL), () => sender.stop().then(() => server.stop()))
    for (const locale of LOCALES)
      for (const told of ONE_OF_EACH) {
        const sentences = tell(told, { locale, timeZone: 'Asia/Seoul' }, () => '048151')
        const message = messageTo(MAIL, { locale, ...sentences })
        server.mails.length = 0
        for (const _ of [1, 2]) expect(await send(message)).toMatchObject({ kind: 'sent' })
        const [mail, again] = server.mails
        expect(mail?.subject, told.kind).toBe(sentences.title)
        expect(mail?.text, told.kind).toContain(sentences.body)
        expect(mail?.headers.get('content-language')).toBe(locale === 'KO' ? 'ko' : 'en')
        expect(again?.messageId, told.kind).toBe(mail?.messageId)
      }
  })

  test('a title cannot add a header, or another reader', async () => {
    const server = new MailServer()
    const sender = smtpSender(await server.start(), { from })
    way = only(sender, messageTo(MAIL, { title: 'Walden\r\nBcc: all@mail.example' }), () =>
      sender.stop().then(() => server.stop()),
    )
    await send()
    expect(server.mails[0]?.bcc).toBeUndefined()
    expect(server.mails[0]?.subject).toContain('Walden')
  })
})

test('a push is decrypted by the browser that it is for, and replaces an older one of its topic', async () => {
  const provider = new Provider({ status: 201 })
  const { to, keys, auth } = browser(`${await provider.start()}/send/1`)
  const sender = pushSender({ contact: 'mailto:ops@library.example', keys: vapidKeysOf('a root of the tests') })
  way = only(sender, messageTo(to, { urgent: true }), () => provider.stop())
  await send()
  const [asked] = provider.asked
  expect(asked?.headers).toMatchObject({ urgency: 'high', topic: way.message.key.replaceAll('-', '') })
  expect(Number(asked?.headers['ttl'])).toBeGreaterThan(3_500)
  const read = ece.decrypt(asked?.body ?? Buffer.of(), {
    version: 'aes128gcm',
    privateKey: keys,
    authSecret: auth.toString('base64url'),
  })
  const { title, body, link } = way.message
  expect(JSON.parse(read.toString())).toEqual({ title, body, link, tag: way.message.key })
  provider.answer = { status: 410 }
  expect(await send()).toMatchObject({ kind: 'never', gone: true })
  provider.answer = { status: 302, headers: { location: 'http://169.254.169.254/' } }
  expect(await send(), 'it goes where it was sent, and nowhere else').toMatchObject({ kind: 'again' })
})

test('a webhook is signed by the secret of both sides, over its id, its time and what it says', async () => {
  const provider = new Provider({ status: 204 })
  const secret = 'a secret of both sides'
  const sender = webhookSender({ url: await provider.start(), secret })
  way = only(sender, messageTo(PHONE), () => provider.stop())
  await send()
  const { headers = {}, body = Buffer.of() } = provider.asked[0] ?? {}
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body.toString()}`
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`)
  expect(JSON.parse(body.toString())).toMatchObject({ to: '01012345678', parts: way.message.parts })
})

test('Kakao gets the code of an approved template and what fills it, and no sentence of ours', async () => {
  const provider = new Provider({ status: 200, body: accepted })
  const sender = alimtalkSender({
    url: await provider.start(),
    appKey: 'app',
    secretKey: 'secret',
    senderKey: 'sender',
  })
  way = only(sender, messageTo(PHONE), () => provider.stop())
  expect(await send()).toEqual({ kind: 'sent', id: 'r-1' })
  const { path, headers = {}, body = Buffer.of() } = provider.asked[0] ?? {}
  expect(path).toBe('/alimtalk/v2.2/appkeys/app/messages')
  expect(headers['x-secret-key']).toBe('secret')
  expect(JSON.parse(body.toString())).toMatchObject({
    templateCode: 'LOAN_STARTED_KO_1',
    recipientList: [{ recipientNo: '01012345678', templateParameter: { title: '데미안', dueAt: '2027년 1월 5일' } }],
  })
  expect(body.toString()).not.toContain(way.message.title)
  provider.answer = {
    status: 200,
    body: { header: { isSuccessful: false, resultCode: -1020, resultMessage: 'no template' } },
  }
  expect(await send()).toEqual({ kind: 'never', why: '-1020 no template' })
  provider.answer = { status: 503 }
  expect(await send()).toMatchObject({ kind: 'unknown' })
})

describe('the files of development', () => {
  test('a mail is one that mail programs open; the same sent again is the same file; a folder that cannot be is tried again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notices-'))
    const sender = fileSender('EMAIL', folder, { from })
    way = only(sender, messageTo(MAIL), () => rm(folder, { recursive: true }))
    await send()
    await send()
    expect(await readdir(join(folder, 'email'))).toEqual([`${way.message.key}.eml`])
    const mail = await simpleParser(await readFile(join(folder, 'email', `${way.message.key}.eml`)))
    expect(mail).toMatchObject({ subject: way.message.title, messageId: `<${way.message.key}@library.example>` })
    await writeFile(join(folder, 'file'), '')
    const lost = fileSender('PUSH', join(folder, 'file'), { from })
    expect(await lost.send(way.message, AbortSignal.timeout(1_000))).toMatchObject({ kind: 'again' })
  })
})
