import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tablesOf } from '@ebook/chassis/testing/tables-with'
import { eventually } from '@ebook/testkit/eventually'
import { codesOf, stopTokensOf } from './secrets.ts'
import { NoticeUnderTest } from './testing/notice-under-test.ts'
import { ScriptedSender } from './testing/scripted-sender.ts'

const ROOT = 'a secret of the tests, long enough'
const mail = new ScriptedSender('EMAIL')
const push = new ScriptedSender('PUSH')
const stopTokens = stopTokensOf([ROOT])
let library: NoticeUnderTest

beforeAll(async () => {
  library = await NoticeUnderTest.open({
    senders: new Map([
      ['EMAIL', mail],
      ['PUSH', push],
    ]),
    codeOf: codesOf(ROOT),
    stopTokens,
    pushServices: ['push.example', '*.push.example'],
  })
})
afterAll(() => library.close())

interface Payload {
  readonly userErrors: readonly {
    readonly code: string
    readonly field: readonly string[] | null
    readonly message: string
  }[]
  readonly [field: string]: unknown
}

const ERRORS = 'userErrors { code field message }'
const PREFERENCES = `preferences { locale timeZone quietFrom quietTo digest discreet email { address } kakao { address }
  pushDevices { id label } channels { channel configured kinds } }`
const asks = (sub: string, mutation: string, type: string, input: object, shows: string) =>
  library
    .as(sub)
    .asks<Payload>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${shows} ${ERRORS} } }`, { input })

const setContact = (sub: string, address: string | null, channel = 'EMAIL') =>
  asks(sub, 'setContact', 'SetContactInput', { channel, address }, `codeUntil ${PREFERENCES}`)
const verify = (sub: string, code: string, channel = 'EMAIL') =>
  asks(sub, 'verifyContact', 'VerifyContactInput', { channel, code }, PREFERENCES)
const choose = (sub: string, input: object) =>
  asks(sub, 'setNoticePreferences', 'SetNoticePreferencesInput', input, PREFERENCES)
const codes = (answer: Payload) => answer.userErrors.map(({ code, field }) => [code, field?.at(-1)])

/** The six digits that the last mail to an address says. */
const codeIn = (address: string): Promise<string> =>
  eventually(() => {
    const last = mail.sent.findLast(({ to }) => to.channel === 'EMAIL' && to.addresses.includes(address))
    const [, code] = /(\d{6})/.exec(last?.title ?? '') ?? []
    if (code === undefined) throw new Error('no code has come yet')
    return code
  })

test('M8 of an erased member nothing is kept: how they are reached, what they chose, and what they were told', async () => {
  const [gone, stays] = [library.newMember(), library.newMember()]
  for (const sub of [gone, stays]) {
    await setContact(sub, `${sub}@mail.example`)
    await verify(sub, await codeIn(`${sub}@mail.example`))
    await setContact(sub, '01012345678', 'KAKAO')
    await choose(sub, { locale: 'EN' })
    const rental = library.rental(sub)
    await rental.rented()
    await rental.loanStarted()
    await library.isTold(sub, 'LOAN_STARTED')
    await rental.anonymised('anon:1')
    const block = { userId: sub, blockId: randomUUID(), kinds: ['HOLD' as const], reason: 'a stolen card' }
    await library.others.rent.say('ebook.rent.MemberBlocked.v1', Buffer.from(sub).toString('base64url'), block)
    await library.isTold(sub, 'BLOCKED')
  }
  const key = Buffer.from(gone).toString('base64url')
  await library.others.rent.say('ebook.rent.MemberErased.v1', key, { pseudonym: 'anon:2' })
  await eventually(async () => expect(await tablesOf(library.db as never, gone)).toEqual([]))
  expect(await tablesOf(library.db as never, stays)).toEqual(
    expect.arrayContaining(['contact', 'delivery', 'member', 'notice']),
  )
})

describe('an address', () => {
  test('is its member’s when the code that was sent there comes back; taken away, nothing is sent there', async () => {
    const kim = library.newMember()
    const asked = await setContact(kim, ' Kim@Mail.example ')
    expect(asked).toMatchObject({ userErrors: [], codeUntil: expect.any(String), preferences: { email: null } })
    const code = await codeIn('Kim@Mail.example')
    expect(await verify(kim, code)).toMatchObject({
      userErrors: [],
      preferences: { email: { address: 'Kim@Mail.example' } },
    })
    expect(codes(await verify(kim, code)), 'a code is good once').toEqual([['CODE_EXPIRED', 'code']])
    expect(await setContact(kim, null)).toMatchObject({ preferences: { email: null }, codeUntil: null, userErrors: [] })
    expect(await library.shown(kim), 'a code is nothing for the page').toEqual([])
  })

  test.each([
    '',
    'kim',
    'kim@localhost',
    'a@b@c.example',
    'kim@mail.example, lee@mail.example',
    '"a b"@mail.example',
    'kim@mail.example\r\nBcc: x@y.example',
    `${'k'.repeat(65)}@mail.example`,
    '.kim@mail.example',
    'ki..m@mail.example',
  ])('CONTACT_INVALID: %j', async (address) => {
    expect(codes(await setContact('kim', address))).toEqual([['CONTACT_INVALID', 'address']])
  })

  test('CHANNEL_NOT_CONFIGURED: by Kakao, which this library does not have; and a browser has no address', async () => {
    expect(codes(await setContact('kim', '010-1234-5678', 'KAKAO'))).toEqual([['CHANNEL_NOT_CONFIGURED', 'channel']])
    expect(codes(await setContact('kim', 'https://push.example', 'PUSH'))).toEqual([['INVALID_INPUT', 'channel']])
  })

  test('CODE_WRONG five times, then CODE_EXPIRED, for the right one too', async () => {
    const lee = library.newMember()
    await setContact(lee, 'lee@mail.example')
    const code = await codeIn('lee@mail.example')
    const wrong = code === '000000' ? '000001' : '000000'
    for (const tried of [wrong, '12345', 'abcdef', wrong, ''])
      expect(codes(await verify(lee, tried))).toEqual([['CODE_WRONG', 'code']])
    expect(codes(await verify(lee, code))).toEqual([['CODE_EXPIRED', 'code']])
  })

  test('CODE_EXPIRED: after ten minutes, and where none was asked for', async () => {
    const choi = library.newMember()
    expect(codes(await verify(choi, '123456'))).toEqual([['CODE_EXPIRED', 'code']])
    await setContact(choi, 'choi@mail.example')
    const code = await codeIn('choi@mail.example')
    await sql`update contact_check set made_at = now() - interval '11 minutes' where user_id = ${choi}`.execute(
      library.db,
    )
    expect(codes(await verify(choi, code))).toEqual([['CODE_EXPIRED', 'code']])
  })

  test('TOO_MANY_CODES: the sixth within an hour, of one member, and to one mailbox whoever asks; at once, too', async () => {
    const jung = library.newMember()
    const many = await Promise.all(Array.from({ length: 8 }, (_, n) => setContact(jung, `jung${n}@mail.example`)))
    expect(many.flatMap(codes)).toEqual(Array.from({ length: 3 }, () => ['TOO_MANY_CODES', 'address']))
    const victims = await Promise.all(
      Array.from({ length: 7 }, () => setContact(library.newMember(), 'victim@mail.example')),
    )
    expect(victims.flatMap(codes)).toHaveLength(2)
  })
})

describe('the address that a token brings', () => {
  const looks = async (sub: string, claims: object) => {
    interface Preferences {
      readonly email: { readonly address: string } | null
    }
    const { email } = await library
      .as(sub, 'MEMBER', claims)
      .asks<Preferences>('{ noticePreferences { email { address } } }')
    return email?.address ?? null
  }
  const verified = (email: unknown) => ({ email, email_verified: true })

  test('is its member’s when the issuer has verified it, and follows it; events bring none', async () => {
    const kim = library.newMember()
    for (const claims of [{}, { email: 'kim@issuer.example' }, { email: 'kim@issuer.example', email_verified: 'true' }])
      expect(await looks(kim, claims)).toBeNull()
    for (const nonsense of ['nobody', 7, null, `${'k'.repeat(300)}@issuer.example`])
      expect(await looks(kim, verified(nonsense))).toBeNull()
    expect(await looks(kim, verified('kim@issuer.example'))).toBe('kim@issuer.example')
    expect(await looks(kim, verified('kim.lee@issuer.example'))).toBe('kim.lee@issuer.example')
    expect(await looks(kim, {}), 'a token that says nothing takes nothing away').toBe('kim.lee@issuer.example')
    const rental = library.rental(kim)
    await rental.rented()
    await rental.loanStarted()
    await eventually(async () => {
      const rows = await library.db.selectFrom('delivery').select('channel').where('user_id', '=', kim).execute()
      expect(rows).toEqual([{ channel: 'EMAIL' }])
    })
  })

  test('gives way to the one that its member says, and does not come back when that is taken away', async () => {
    const lee = library.newMember()
    expect(await looks(lee, verified('lee@issuer.example'))).toBe('lee@issuer.example')
    await setContact(lee, 'lee@own.example')
    await verify(lee, await codeIn('lee@own.example'))
    expect(await looks(lee, verified('lee@issuer.example'))).toBe('lee@own.example')
    await setContact(lee, null)
    expect(await looks(lee, verified('lee@issuer.example'))).toBeNull()
    expect(await looks(lee, verified('other@issuer.example'))).toBeNull()
  })
})

describe('preferences', () => {
  test('C28 begin as the library has them, and stay where nothing is said; each sees their own', async () => {
    const kim = library.newMember()
    const begun = await choose(kim, {})
    expect(begun).toMatchObject({
      userErrors: [],
      preferences: {
        locale: 'KO',
        timeZone: 'Asia/Seoul',
        quietFrom: '21:00',
        quietTo: '08:00',
        digest: 'OFF',
        discreet: false,
      },
    })
    const chosen = {
      locale: 'EN',
      timeZone: 'America/New_York',
      quietFrom: null,
      quietTo: null,
      digest: 'DAILY',
      discreet: true,
    } as const
    const channels = [{ channel: 'EMAIL', kinds: ['LOAN_STARTED'] }]
    expect(await choose(kim, { ...chosen, channels })).toMatchObject({
      userErrors: [],
      preferences: {
        ...chosen,
        channels: [
          { channel: 'EMAIL', configured: true, kinds: ['LOAN_STARTED'] },
          { channel: 'PUSH' },
          { channel: 'KAKAO', configured: false },
        ],
      },
    })
    expect(await choose(kim, { digest: 'OFF' })).toMatchObject({ preferences: { ...chosen, digest: 'OFF' } })
    expect(await choose(library.newMember(), {})).toMatchObject({ preferences: { locale: 'KO' } })
  })

  test.each([
    [{ timeZone: 'Seoul' }, 'timeZone'],
    [{ timeZone: '+09:00' }, 'timeZone'],
    [{ quietFrom: '25:00' }, 'quietFrom'],
    [{ quietTo: 'morning' }, 'quietTo'],
    [{ quietFrom: null }, 'quietTo'],
    [{ channels: [{ channel: 'EMAIL', kinds: ['CONTACT_CODE'] }] }, 'channels'],
  ])('INVALID_INPUT: %j changes nothing', async (input, field) => {
    const kim = library.newMember()
    const refused = await choose(kim, { ...input, digest: 'DAILY' })
    expect(codes(refused)).toEqual([['INVALID_INPUT', field]])
    expect(refused).toMatchObject({ preferences: { digest: 'OFF', timeZone: 'Asia/Seoul', quietFrom: '21:00' } })
  })
})

describe('browsers', () => {
  const subscription = (endpoint = `https://push.example/${randomBytes(8).toString('hex')}`) => {
    const keys = createECDH('prime256v1')
    keys.generateKeys()
    return {
      endpoint,
      p256dh: keys.getPublicKey('base64url'),
      auth: randomBytes(16).toString('base64url'),
      label: 'My phone',
    }
  }
  const add = (sub: string, input: object) =>
    asks(sub, 'addPushDevice', 'AddPushDeviceInput', input, 'device { id label }')

  test('are told, until they are taken away; one that somebody else signs in with is theirs', async () => {
    const [kim, lee] = [library.newMember(), library.newMember()]
    const phone = subscription()
    const { device } = (await add(kim, phone)) as unknown as { device: { id: string } }
    expect(await asks(kim, 'sendTestNotice', 'SendTestNoticeInput', { channel: 'PUSH' }, 'sent')).toMatchObject({
      sent: true,
    })
    await eventually(() => expect(push.sent.at(-1)?.to).toMatchObject({ endpoint: phone.endpoint }))
    expect(await add(lee, { ...phone, label: 'Lee’s' })).toMatchObject({
      device: { id: device.id, label: 'Lee’s' },
      userErrors: [],
    })
    expect(await choose(kim, {})).toMatchObject({ preferences: { pushDevices: [] } })
    const remove = (sub: string, id: string) =>
      asks(sub, 'removePushDevice', 'RemovePushDeviceInput', { id }, PREFERENCES)
    await remove(kim, device.id)
    expect(await choose(lee, {}), 'another’s stays').toMatchObject({
      preferences: { pushDevices: [{ id: device.id }] },
    })
    for (const id of [device.id, device.id, 'nonsense'])
      expect(await remove(lee, id)).toMatchObject({ userErrors: [], preferences: { pushDevices: [] } })
  })

  test('DEVICE_LIMIT: ten of one member, also at once', async () => {
    const kim = library.newMember()
    const all = await Promise.all(Array.from({ length: 12 }, () => add(kim, subscription())))
    expect(all.flatMap(codes)).toEqual([
      ['DEVICE_LIMIT', undefined],
      ['DEVICE_LIMIT', undefined],
    ])
  })

  test.each([
    ['http://push.example/1', 'endpoint'],
    ['https://push.example.evil.example/1', 'endpoint'],
    ['https://127.0.0.1/1', 'endpoint'],
    ['https://push.example:8443/1', 'endpoint'],
    ['https://user@push.example/1', 'endpoint'],
    ['file:///etc/passwd', 'endpoint'],
    ['nonsense', 'endpoint'],
  ])('DEVICE_INVALID: %s is no push service of ours, and nothing is ever sent there', async (endpoint, field) => {
    expect(codes(await add('kim', subscription(endpoint)))).toEqual([['DEVICE_INVALID', field]])
  })

  test('DEVICE_INVALID: keys that are none; INVALID_INPUT: a name that cannot be read', async () => {
    expect(codes(await add('kim', { ...subscription(), p256dh: 'A'.repeat(87) }))).toEqual([
      ['DEVICE_INVALID', 'p256dh'],
    ])
    expect(codes(await add('kim', { ...subscription(), auth: 'short' }))).toEqual([['DEVICE_INVALID', 'auth']])
    expect(codes(await add('kim', { ...subscription(), label: '\u202Eenohp' }))).toEqual([['INVALID_INPUT', 'label']])
  })
})

describe('to try it', () => {
  const tries = (sub: string, channel: string) =>
    asks(sub, 'sendTestNotice', 'SendTestNoticeInput', { channel }, 'sent')

  test('NO_CONTACT and CHANNEL_NOT_CONFIGURED', async () => {
    expect(codes(await tries(library.newMember(), 'EMAIL'))).toEqual([['NO_CONTACT', undefined]])
    expect(codes(await tries(library.newMember(), 'KAKAO'))).toEqual([['CHANNEL_NOT_CONFIGURED', 'channel']])
  })

  test('however often it is pressed, a mail comes once or twice: at most once a minute', async () => {
    const kim = library.newMember()
    await library.db
      .insertInto('contact')
      .values({ user_id: kim, channel: 'EMAIL', address: 'test@mail.example' })
      .execute()
    for (const _ of [1, 2, 3, 4, 5, 6]) expect(await tries(kim, 'EMAIL')).toMatchObject({ sent: true })
    const come = () =>
      mail.sent.filter(({ to }) => to.channel === 'EMAIL' && to.addresses.includes('test@mail.example')).length
    await eventually(() => expect(come()).toBeGreaterThan(0))
    expect(come()).toBeLessThan(3)
  })
})

describe('a link in a mail', () => {
  const stop = (token: string) =>
    library
      .as(undefined)
      .asks<Payload>(`mutation ($input: StopNoticesInput!) { stopNotices(input: $input) { stopped ${ERRORS} } }`, {
        input: { token },
      })

  test('stops its kind by its channel without a sign-in, as often as it is followed, and nothing else', async () => {
    const kim = library.newMember()
    const token = stopTokens.make({ userId: kim, channel: 'EMAIL', kind: 'LOAN_STARTED' })
    for (const _ of [1, 2]) expect(await stop(token)).toEqual({ stopped: ['LOAN_STARTED'], userErrors: [] })
    const { preferences } = (await choose(kim, {})) as unknown as {
      preferences: { channels: { channel: string; kinds: string[] }[] }
    }
    expect(preferences.channels.find(({ channel }) => channel === 'EMAIL')?.kinds).toEqual([
      'HOLD_READY',
      'HOLD_ENDS_SOON',
      'HOLD_LAPSED',
      'PLACE_ENDS_SOON',
      'HOLD_CANCELED',
      'DUE_SOON',
      'NOT_RENEWED',
      'TAKEN_BACK',
      'REFUSED',
      'REFUNDED',
      'BLOCKED',
    ])
    expect(preferences.channels.find(({ channel }) => channel === 'KAKAO')?.kinds).toContain('LOAN_STARTED')
    expect((await stop(stopTokens.make({ userId: kim, channel: 'EMAIL', kind: '*' }))).userErrors).toEqual([])
    expect(await choose(kim, {})).toMatchObject({
      preferences: { channels: [{ channel: 'EMAIL', kinds: [] }, {}, {}] },
    })
  })

  test('LINK_INVALID: cut off, changed, made by another, or nonsense', async () => {
    const token = stopTokens.make({ userId: 'kim', channel: 'EMAIL', kind: '*' })
    const [text, signature] = token.split('.')
    const forged = Buffer.from('["lee","EMAIL","*"]').toString('base64url')
    const another = stopTokensOf(['another secret, long enough']).make({ userId: 'kim', channel: 'EMAIL', kind: '*' })
    for (const bad of [
      token.slice(0, -2),
      `${forged}.${signature}`,
      `${text}.`,
      another,
      '',
      'x'.repeat(5_000),
      `${token}.x`,
    ])
      expect(codes(await stop(bad)), bad.slice(0, 40)).toEqual([['LINK_INVALID', 'token']])
  })
})

describe('what was sent', () => {
  const resend = (deliveryId: string, role: 'MEMBER' | 'ADMIN' = 'ADMIN') =>
    library
      .as('park', role)
      .answer(
        `mutation ($input: ResendNoticeInput!) { resendNotice(input: $input) { delivery { status } ${ERRORS} } }`,
        { input: { deliveryId } },
      )

  test('is a librarian’s to see, by kind and without a word of it; what failed is sent again', async () => {
    const kim = library.newMember()
    mail.outcomes.push({ kind: 'never', why: 'no such mailbox' })
    await setContact(kim, 'nobody@mail.example')
    const list = `query ($status: NoticeDeliveryStatus) { noticeDeliveries(status: $status, first: 1) { totalCount edges { node {
      id userId channel kinds status reason attempts } } } }`
    interface Page {
      readonly edges: readonly { readonly node: { readonly id: string } }[]
    }
    const node = await eventually(async () => {
      const { edges } = await library.as('park', 'ADMIN').asks<Page>(list, { status: 'FAILED' })
      expect(edges[0]?.node).toMatchObject({
        userId: kim,
        channel: 'EMAIL',
        kinds: ['CONTACT_CODE'],
        status: 'FAILED',
        reason: 'no such mailbox',
        attempts: 1,
      })
      return edges[0]?.node
    })
    const ofMember = `query ($them: [_Any!]!) {
      _entities(representations: $them) { ... on Member { deliveries(first: 1) { totalCount edges { node { id } } } } } }`
    const them = [kim, library.newMember()].map((id) => ({ __typename: 'Member', id }))
    expect((await library.as('park', 'ADMIN').answer(ofMember, { them })).data).toEqual({
      _entities: [
        { deliveries: { totalCount: 1, edges: [{ node: { id: node?.id } }] } },
        { deliveries: { totalCount: 0, edges: [] } },
      ],
    })
    const ownToo = await library.as(kim).answer(ofMember, { them })
    expect(ownToo.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN'])
    expect((await resend(node?.id ?? '')).data).toMatchObject({ resendNotice: { userErrors: [] } })
    await codeIn('nobody@mail.example')
    await eventually(async () => {
      expect((await resend(node?.id ?? '')).data).toMatchObject({
        resendNotice: { delivery: { status: 'SENT' }, userErrors: [{ code: 'DELIVERY_NOT_FAILED' }] },
      })
    })
    for (const id of ['nonsense', library.rental().rentalId])
      expect((await resend(id)).data).toMatchObject({
        resendNotice: { delivery: null, userErrors: [{ code: 'DELIVERY_NOT_FOUND' }] },
      })
    expect((await resend(node?.id ?? '', 'MEMBER')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    expect((await library.as(kim).answer(list)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })
})
