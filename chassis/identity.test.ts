import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  acceptsSecret,
  configuredVerifier,
  createVerifier,
  Unauthenticated,
  type RejectionReason,
  type Verifier,
} from './identity.ts'
import { issuerKeys, IssuerUnreachable } from './issuer-keys.ts'
import { confusedToken, unsignedToken } from './testing/forged-tokens.ts'
import { startTestIssuer, type TestIssuer } from './testing/issuer.ts'

let issuer: TestIssuer
let verifier: Verifier

beforeAll(async () => {
  issuer = await startTestIssuer()
  verifier = createVerifier({ issuer: issuer.url, audience: issuer.audience })
})
afterAll(() => issuer.stop())

const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow
const verify = (token: string, by: Verifier = verifier) => by.verify(`Bearer ${token}`)

async function expectRejected(token: string, reason: RejectionReason): Promise<void> {
  const error: unknown = await verify(token).catch((rejection: unknown) => rejection)
  expect(error).toBeInstanceOf(Unauthenticated)
  expect(error).toMatchObject({ reason })
}

test('C28 a good token names the caller, the roles that are known, and when it expires', async () => {
  const exp = seconds(60)
  const token = await issuer.token({ sub: 'ann', roles: ['MEMBER', 'GARDENER'], exp })
  expect(await verify(token)).toEqual({ sub: 'ann', roles: ['MEMBER'], expiresAt: new Date(exp * 1_000), token })
})

describe('C28 a bad token is refused, with a reason that is safe to show:', () => {
  test('expired', async () => expectRejected(await issuer.token({ exp: seconds(-60) }), 'expired'))
  test('not valid yet', async () => expectRejected(await issuer.token({ nbf: seconds(600) }), 'not-yet-valid'))
  test('for another audience', async () => expectRejected(await issuer.token({ aud: 'a-shop' }), 'wrong-audience'))
  test('for no audience', async () => expectRejected(await issuer.token({ aud: undefined }), 'wrong-audience'))
  test('from another issuer', async () => expectRejected(await issuer.token({ iss: 'http://evil' }), 'wrong-issuer'))
  test('without an expiry', async () => expectRejected(await issuer.token({ exp: undefined }), 'wrong-expiry'))
  test.each([1e13, 1e300, Number.MAX_SAFE_INTEGER, '2100-01-01', '99999999999', null, true, {}, [99_999_999_999]])(
    'with an expiry that is no date: %j',
    async (exp) => expectRejected(await issuer.signed({ exp }), 'wrong-expiry'),
  )
  test.each([-1, -1e300, 0, 0.5])('with an expiry that has passed: %j', async (exp) =>
    expectRejected(await issuer.signed({ exp }), 'expired'),
  )
  test.each(['soon', null, {}, [], 1e300])('with a beginning that is no date: %j', async (nbf) =>
    expectRejected(await issuer.signed({ nbf }), 'not-yet-valid'),
  )
  test.each([5, null, ['ann'], { toString: 'ann' }, true])('with a subject that is no text: %j', async (sub) =>
    expectRejected(await issuer.signed({ sub }), 'wrong-subject'),
  )
  test('without a subject', async () => expectRejected(await issuer.token({ sub: undefined }), 'wrong-subject'))
  test('with a subject that is no text, empty, too long, or holds what does not print', async () => {
    for (const sub of ['', 'ann\n', 'ann\0', '\u007f', '앨리스', 'x'.repeat(256), 7, ['ann'], null, true, {}]) {
      await expectRejected(await issuer.token({ sub }), 'wrong-subject')
    }
  })
  test('C28 with anything but a list or a text of names where the roles should be', async () => {
    for (const roles of [undefined, null, 7, true, {}, { 0: 'ADMIN' }, [['ADMIN']], ['MEMBER', 7], [null]]) {
      await expectRejected(await issuer.token({ roles }), 'wrong-roles')
    }
    await expect(verify(await issuer.token({ roles: null }))).rejects.toThrow('OIDC_ROLES_CLAIM')
  })
  test('with alg none', () =>
    expectRejected(
      unsignedToken({ sub: 'eve', roles: ['ADMIN'], iss: issuer.url, aud: issuer.audience, exp: seconds(60) }),
      'wrong-algorithm',
    ))
  test('signed by HS256 with the public key as the secret', () =>
    expectRejected(
      confusedToken(
        { sub: 'eve', roles: ['ADMIN'], iss: issuer.url, aud: issuer.audience, exp: seconds(60) },
        issuer.publicKeyPem,
      ),
      'wrong-algorithm',
    ))
  test('signed with another key of the same name', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const token = await new SignJWT({ sub: 'eve', roles: ['ADMIN'] })
      .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
      .setIssuer(issuer.url)
      .setAudience(issuer.audience)
      .setExpirationTime('1m')
      .sign(privateKey)
    await expectRejected(token, 'wrong-signature')
  })
  test('with claims that were changed after signing', async () => {
    const [header, , signature] = (await issuer.token()).split('.')
    const claims = Buffer.from(JSON.stringify({ sub: 'eve', roles: ['ADMIN'] })).toString('base64url')
    await expectRejected(`${header}.${claims}.${signature}`, 'wrong-signature')
  })
  test('no token at all', async () => {
    for (const header of ['', 'Bearer', 'Bearer x', 'Basic YTpi', `Bearer a.b.c d`]) {
      await expect(verifier.verify(header)).rejects.toMatchObject({ reason: 'malformed' })
    }
  })
  test('longer than headers are, such as one with ten thousand roles', async () => {
    const roles = Array.from({ length: 10_000 }, (_, index) => `role-${index}`)
    await expectRejected(await issuer.token({ roles }), 'too-long')
    const fitting = await issuer.token({ roles: ['ADMIN', ...roles.slice(0, 600)] })
    expect((await verify(fitting)).roles).toEqual(['ADMIN'])
  })
})

test('C28 a subject may be any of 1 to 255 printable ASCII characters, and stays what it is', async () => {
  for (const sub of [
    'Zm9v+/==',
    'https://id.example/people/7?x=1#me',
    'Ann Arbor',
    ' ann ',
    '{0f8fad5b-d9cb-469f-a165-70867728950e}',
    'auth0|5f7c8ec7c33c6c004bbafe82',
    '*.>',
    `'"\\;--`,
    'MEMBER:ann',
    '__proto__',
    'x'.repeat(255),
  ]) {
    expect((await verify(await issuer.token({ sub }))).sub).toBe(sub)
  }
})

test('an audience may be one of several, and the party that it was issued to is not asked about', async () => {
  const aud = ['account', issuer.audience]
  expect((await verify(await issuer.token({ aud, azp: 'library-web' }))).sub).toBe('ann')
  await expectRejected(await issuer.token({ aud: ['account'], azp: issuer.audience }), 'wrong-audience')
})

test('clocks may differ by five seconds', async () => {
  expect((await verify(await issuer.token({ exp: seconds(-2), nbf: seconds(2) }))).sub).toBe('ann')
  await expectRejected(await issuer.token({ exp: seconds(-8) }), 'expired')
  await expectRejected(await issuer.token({ nbf: seconds(30) }), 'not-yet-valid')
})

test.each([-1, 1e300, 0.5])('when it was issued is not relied on: %j', async (iat) => {
  expect(await verify(await issuer.signed({ iat }))).toMatchObject({ sub: 'ann' })
})

describe('a verified token is remembered', () => {
  test('so that it is verified once, but not beyond its expiry', async () => {
    let asked = 0
    const keys = issuerKeys({ issuer: issuer.url })
    const counting = createVerifier({
      issuer: issuer.url,
      audience: issuer.audience,
      keys: (header, token) => {
        asked += 1
        return keys(header, token)
      },
    })
    const token = await issuer.token({ exp: seconds(60) })
    await verify(token, counting)
    await verify(token, counting)
    expect(asked).toBe(1)
    // Within the tolerance for clocks: still good, but no longer from memory.
    const expired = await issuer.token({ exp: seconds(-1) })
    await verify(expired, counting)
    await verify(expired, counting)
    expect(asked).toBe(3)
  })

  test('but only so many of them', async () => {
    let asked = 0
    const keys = issuerKeys({ issuer: issuer.url })
    const forgetful = createVerifier({
      issuer: issuer.url,
      audience: issuer.audience,
      remembered: 1,
      keys: (header, token) => {
        asked += 1
        return keys(header, token)
      },
    })
    const [first, second] = [await issuer.token({ sub: 'ann' }), await issuer.token({ sub: 'bob' })]
    for (const token of [first, second, first]) await verify(token, forgetful)
    expect(asked).toBe(3)
  })
})

describe('the keys of the issuer', () => {
  test('are fetched once for many tokens, and again when a token names a new one', async () => {
    const own = await startTestIssuer()
    const by = createVerifier({
      issuer: own.url,
      audience: own.audience,
      keys: issuerKeys({ issuer: own.url, cooldownMs: 0 }),
    })
    await Promise.all([1, 2, 3].map(async (n) => verify(await own.token({ sub: `ann-${n}` }), by)))
    expect(own.fetches).toBe(1)
    await own.changeKey()
    await verify(await own.token({ sub: 'bob' }), by)
    expect(own.fetches).toBe(2)
    await own.stop()
  })

  test('are not fetched again and again for tokens that name keys nobody has', async () => {
    const own = await startTestIssuer()
    const by = createVerifier({
      issuer: own.url,
      audience: own.audience,
      keys: issuerKeys({ issuer: own.url, cooldownMs: 3_600_000 }),
    })
    await verify(await own.token(), by)
    await own.changeKey()
    await expect(verify(await own.token({ sub: 'bob' }), by)).rejects.toMatchObject({ reason: 'wrong-signature' })
    await expect(verify(await own.token({ sub: 'cat' }), by)).rejects.toMatchObject({ reason: 'wrong-signature' })
    expect(own.fetches).toBe(1)
    await own.stop()
  })

  test('are changed without a token refused: the next one is published before it signs, the old one for as long as its tokens live', async () => {
    const own = await startTestIssuer()
    const keys = issuerKeys({ issuer: own.url, refreshAfterMs: 0, cooldownMs: 0 })
    const by = createVerifier({ issuer: own.url, audience: own.audience, keys })
    let number = 0
    const accepted = async () => void (await verify(await own.token({ sub: `ann-${(number += 1)}` }), by))
    await accepted()
    const old = await own.token({ sub: 'long-lived' })
    await own.publishNext()
    const fetches = own.fetches
    // Every ten minutes the keys are fetched anew; here at each token, beside it.
    await vi.waitFor(async () => {
      await accepted()
      expect(own.fetches).toBeGreaterThan(fetches + 1)
    })
    own.signWithNext()
    await accepted()
    await verify(old, by)
    own.withdrawOthers()
    await accepted()
    await own.stop()
  })

  test('come with the clock of the issuer: one that is two hours off is told, with what to do', async () => {
    const own = await startTestIssuer()
    own.clockAhead = 7_200
    const error = vi.fn()
    const by = configuredVerifier({ OIDC_ISSUER: own.url, OIDC_AUDIENCE: own.audience }, { error })
    await verify(await own.token(), by)
    expect(error).toHaveBeenCalledExactlyOnceWith(
      { seconds: expect.closeTo(-7_200, -1) },
      expect.stringMatching(/^the clock here is 7\d{3} s behind that of http:.*: set it, or good tokens are refused$/),
    )
    own.clockAhead = 0
    const other = configuredVerifier({ OIDC_ISSUER: own.url, OIDC_AUDIENCE: own.audience }, { error })
    await verify(await own.token(), other)
    expect(error).toHaveBeenCalledTimes(1)
    await own.stop()
  })

  test('are found at <issuer>/jwks where there is no discovery', async () => {
    const own = await startTestIssuer({ discovery: false })
    const by = createVerifier({ issuer: own.url, audience: own.audience })
    expect((await verify(await own.token(), by)).sub).toBe('ann')
    await own.stop()
  })

  test('C28 are fetched where OIDC_JWKS_URL says, when the name of the issuer leads nowhere from here', async () => {
    const own = await startTestIssuer({ discovery: false })
    const by = configuredVerifier({
      OIDC_ISSUER: 'http://only.browsers.find.it',
      OIDC_AUDIENCE: own.audience,
      OIDC_JWKS_URL: `${own.url}/jwks`,
    })
    expect((await verify(await own.token({ iss: 'http://only.browsers.find.it' }), by)).sub).toBe('ann')
    await expect(verify(await own.token(), by)).rejects.toMatchObject({ reason: 'wrong-issuer' })
    await own.stop()
  })

  test('that cannot be fetched are not the fault of the caller', async () => {
    const own = await startTestIssuer()
    const token = await own.token()
    await own.stop()
    const by = createVerifier({ issuer: own.url, audience: own.audience })
    await expect(verify(token, by)).rejects.toBeInstanceOf(IssuerUnreachable)
    await expect(verify(token, by)).rejects.toThrow(/is it running, and OIDC_ISSUER .* right\?/)
  })

  test('stay in use while the issuer is away', async () => {
    const own = await startTestIssuer()
    const keys = issuerKeys({ issuer: own.url, refreshAfterMs: 0, cooldownMs: 0 })
    const by = createVerifier({ issuer: own.url, audience: own.audience, keys })
    const [before, after] = [await own.token({ sub: 'ann' }), await own.token({ sub: 'bob' })]
    await verify(before, by)
    await own.stop()
    expect((await verify(after, by)).sub).toBe('bob')
  })

  test('are fetched again when the issuer is back', async () => {
    const own = await startTestIssuer()
    const port = Number(new URL(own.url).port)
    await own.stop()
    const by = createVerifier({
      issuer: own.url,
      audience: own.audience,
      keys: issuerKeys({ issuer: own.url, cooldownMs: 0 }),
    })
    await expect(verify(await own.token(), by)).rejects.toBeInstanceOf(IssuerUnreachable)
    const back = await startTestIssuer({ port })
    expect((await verify(await back.token(), by)).sub).toBe('ann')
    await back.stop()
  })

  test('of an issuer that says it is another one are not used', async () => {
    const own = await startTestIssuer()
    const by = createVerifier({ issuer: `${own.url}/`, audience: own.audience })
    await expect(verify(await own.token(), by)).rejects.toBeInstanceOf(IssuerUnreachable)
    await own.stop()
  })
})

test('C27 any of the accepted secrets is accepted, and nothing else', () => {
  const isRouter = acceptsSecret(['the-new-secret-of-the-router', 'the-old-secret-of-the-router'])
  expect(isRouter('the-new-secret-of-the-router')).toBe(true)
  expect(isRouter('the-old-secret-of-the-router')).toBe(true)
  for (const wrong of [undefined, '', 'the-new-secret', ['the-new-secret-of-the-router']]) {
    expect(isRouter(wrong)).toBe(false)
  }
})
