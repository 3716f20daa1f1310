import type { User } from 'oidc-client-ts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeIssuer, refusal, userOf } from '../testing/fake-issuer.ts'
import { Session } from './session.ts'

let issuer: FakeIssuer
let session: Session

beforeEach(() => {
  issuer = new FakeIssuer()
  session = new Session(issuer)
  history.replaceState(null, '', '/')
})

async function signedIn(more: Partial<User> = {}): Promise<User> {
  const user = userOf('alice', ['MEMBER'], more)
  issuer.comeBack = async () => user
  history.replaceState(null, '', '/callback?code=secret&state=s')
  expect(await session.begin()).toBe(true)
  return user
}

describe('a first visit', () => {
  test('asks nobody anything', async () => {
    expect(await session.begin()).toBe(true)
    expect(session.state()).toEqual({ kind: 'signed-out' })
    expect(issuer.left).toEqual([])
    expect(await session.token()).toBeUndefined()
  })

  test('and signing in remembers the page', async () => {
    history.replaceState(null, '', '/books/7?from=search')
    await session.signIn('ko')
    expect(issuer.left).toEqual([{ ui_locales: 'ko', state: '/books/7?from=search' }])
  })
})

describe('coming back from the issuer', () => {
  test('puts nothing into the address, and no token anywhere that outlives the page', async () => {
    const user = await signedIn()
    expect(session.state()).toEqual({
      kind: 'signed-in',
      viewer: { sub: 'alice', name: 'alice', roles: ['MEMBER'] },
    })
    expect(await session.token()).toBe(user.access_token)
    expect(location.href).toBe(`${location.origin}/rentals`)
    const kept = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])
    for (const secret of [user.access_token, 'refresh-of-alice', 'id-of-alice', 'secret'])
      expect(kept).not.toContain(secret)
  })

  test.each(['https://evil.example/', '//evil.example/', '/\\evil.example', '/callback?code=1', undefined, 7])(
    'leads to no other place than one of ours: %s',
    async (state) => {
      await signedIn({ state })
      expect(location.href).toBe(`${location.origin}/`)
    },
  )

  test('roles may stand in the ID token instead', async () => {
    await signedIn({ access_token: 'opaque', profile: { sub: 'l', name: 'Libby', roles: ['ADMIN', 'other'] } as never })
    expect(session.state()).toMatchObject({ viewer: { name: 'Libby', roles: ['ADMIN'] } })
  })

  test('C28 roles are read as the API reads them: by the claim and the names of this installation', async () => {
    session = new Session(issuer, {
      claim: ['realm_access', 'roles'],
      names: { MEMBER: ['reader'], ADMIN: ['librarian'] },
    })
    const access_token = `e30.${btoa(JSON.stringify({ realm_access: { roles: ['librarian', 'ADMIN'] } }))}.s`
    await signedIn({ access_token })
    expect(session.state()).toMatchObject({ viewer: { roles: ['ADMIN'] } })
  })

  test.each([
    ['access_denied', 'denied'],
    ['server_error', 'failed'],
  ])('%s is said', async (error, problem) => {
    issuer.comeBack = refusal(error, '/points')
    history.replaceState(null, '', '/callback?error=x&state=s')
    await session.begin()
    expect(session.state()).toEqual({ kind: 'signed-out', problem })
    expect(location.pathname).toBe('/points')
  })
})

describe('after a reload', () => {
  test('the issuer is asked without a word to the person', async () => {
    await signedIn()
    session = new Session(issuer)
    history.replaceState(null, '', '/rentals')
    expect(await session.begin()).toBe(false)
    expect(issuer.left).toEqual([{ prompt: 'none', state: '/rentals' }])
  })

  test('what the history knows of the page comes back with it', async () => {
    await signedIn()
    history.replaceState({ passed: ['a'] }, '', '/?page=2')
    await new Session(issuer).begin()
    await signedIn({ state: '/?page=2' })
    expect(history.state).toEqual({ passed: ['a'] })
    expect(location.search).toBe('?page=2')
  })

  test('and if it knows nobody, that is no problem, and not asked again', async () => {
    await signedIn()
    issuer.comeBack = refusal('login_required', '/rentals')
    history.replaceState(null, '', '/callback?error=login_required&state=s')
    session = new Session(issuer)
    await session.begin()
    expect(session.state()).toEqual({ kind: 'signed-out' })
    expect(location.pathname).toBe('/rentals')
    session = new Session(issuer)
    expect(await session.begin()).toBe(true)
    expect(issuer.left).toEqual([])
  })

  test('while the issuer is away the page is there all the same', async () => {
    await signedIn()
    issuer.isAway = true
    session = new Session(issuer)
    expect(await session.begin()).toBe(true)
    expect(session.state()).toEqual({ kind: 'signed-out', problem: 'away' })
  })
})

describe('renewal', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds

  test('happens a minute before the end, and whoever listens gets the new token', async () => {
    await signedIn({ expires_at: inSeconds(600) })
    const renewed = userOf('alice', ['MEMBER'], { access_token: 'e30.e30.new', expires_at: inSeconds(1_200) })
    issuer.renew = vi.fn(async () => renewed)
    const told = vi.fn()
    session.subscribe(told)
    await vi.advanceTimersByTimeAsync(538_000)
    expect(issuer.renew).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(issuer.renew).toHaveBeenCalledOnce()
    expect(told).toHaveBeenCalledOnce()
    expect(await session.token()).toBe('e30.e30.new')
  })

  test('is tried again while nobody can be reached', async () => {
    await signedIn({ expires_at: inSeconds(600) })
    issuer.renew = vi.fn(async () => {
      throw new TypeError('Failed to fetch')
    })
    await vi.advanceTimersByTimeAsync(575_000)
    expect(vi.mocked(issuer.renew).mock.calls.length).toBeGreaterThan(2)
    expect(session.state().kind).toBe('signed-in')
  })

  test('that is refused ends the session, and what is on the screen stays', async () => {
    await signedIn({ expires_at: inSeconds(600) })
    issuer.renew = refusal('invalid_grant')
    await vi.advanceTimersByTimeAsync(550_000)
    expect(session.state()).toMatchObject({ kind: 'expired', viewer: { sub: 'alice' } })
    expect(await session.token()).toBeUndefined()
  })

  test('of a token that lives for seconds does not go round in circles', async () => {
    await signedIn({ expires_at: inSeconds(20) })
    issuer.renew = vi.fn(async () => userOf('alice', ['MEMBER'], { expires_at: inSeconds(20) }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(vi.mocked(issuer.renew).mock.calls.length).toBeLessThanOrEqual(7)
  })

  test('is asked for once, however many requests find the token ended', async () => {
    await signedIn({ expires_at: inSeconds(600) })
    issuer.renew = vi.fn(async () =>
      userOf('alice', ['MEMBER'], { access_token: 'e30.e30.new', expires_at: inSeconds(900) }),
    )
    vi.setSystemTime(Date.now() + 599_000)
    const tokens = await Promise.all([session.token(), session.token(), session.token()])
    expect(tokens).toEqual(['e30.e30.new', 'e30.e30.new', 'e30.e30.new'])
    expect(issuer.renew).toHaveBeenCalledOnce()
  })

  test('of a token that the API refused says whether there is another', async () => {
    const { access_token: old } = await signedIn({ expires_at: inSeconds(600) })
    issuer.renew = async () => userOf('alice', ['MEMBER'], { access_token: 'e30.e30.new', expires_at: inSeconds(900) })
    expect(await session.refused(old)).toBe(true)
    issuer.renew = refusal('invalid_grant')
    expect(await session.refused('e30.e30.new')).toBe(false)
  })
})

describe('the tabs of one browser', () => {
  /** Another tab, signed in as whoever the issuer says. */
  async function tab(sub = 'alice'): Promise<{ session: Session; issuer: FakeIssuer }> {
    const other = new FakeIssuer()
    other.comeBack = async () => userOf(sub, ['MEMBER'])
    history.replaceState(null, '', '/callback?code=1&state=2')
    const session = new Session(other)
    await session.begin()
    return { session, issuer: other }
  }

  test('are signed out with the first of them, and keep nothing', async () => {
    await signedIn()
    const [second, third] = [await tab(), await tab()]
    sessionStorage.setItem('ebook.intent.emma', 'key')
    await session.signOut()
    for (const other of [second, third]) {
      await vi.waitFor(() => expect(other.session.state()).toEqual({ kind: 'signed-out' }))
      expect(await other.session.token()).toBeUndefined()
      expect(other.issuer.left).toEqual([])
    }
    expect(Object.keys(sessionStorage)).toEqual([])
  })

  test.each(['storage', 'pageshow'])('that slept meanwhile are out when they wake: %s', async (event) => {
    await signedIn()
    localStorage.removeItem('ebook.signed-in')
    dispatchEvent(new Event(event))
    expect(session.state()).toEqual({ kind: 'signed-out' })
  })

  test('that slept through a sign-out and the next sign-in are out too', async () => {
    await signedIn()
    localStorage.setItem('ebook.signed-in', 'of the next sign-in')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(session.state()).toEqual({ kind: 'signed-out' })
  })

  test('show nothing of one person after another has signed in, and go on when it is the same', async () => {
    await signedIn()
    const same = await tab('alice')
    await tab('bob')
    await vi.waitFor(() => expect(session.state()).toEqual({ kind: 'signed-out' }))
    await vi.waitFor(() => expect(same.session.state()).toEqual({ kind: 'signed-out' }))
  })

  test('are out when the issuer knows nobody any more, and stay when it only could not answer', async () => {
    await signedIn()
    for (const [error, kind] of [
      ['server_error', 'signed-in'],
      ['login_required', 'signed-out'],
    ] as const) {
      const other = new FakeIssuer()
      other.comeBack = refusal(error)
      history.replaceState(null, '', '/callback?error=x&state=s')
      await new Session(other).begin()
      await vi.waitFor(() => expect(session.state().kind).toBe(kind))
    }
  })

  test('ask for their own when a token of one was not renewed', async () => {
    const { access_token: old } = await signedIn()
    const other = await tab()
    other.issuer.renew = refusal('invalid_grant')
    issuer.renew = refusal('invalid_grant')
    await session.refused(old)
    await vi.waitFor(() => expect(other.session.state().kind).toBe('expired'))
  })

  test('are out while somebody signs in as another', async () => {
    await signedIn()
    const other = await tab()
    await session.signInAsAnother('en')
    await vi.waitFor(() => expect(other.session.state()).toEqual({ kind: 'signed-out' }))
    expect(issuer.left).toEqual([{ prompt: 'login', ui_locales: 'en', state: '/rentals' }])
  })
})

describe('signing out', () => {
  test('takes what was theirs from the page before the issuer is told, who would let them in again until then', async () => {
    await signedIn()
    const leaving = Promise.withResolvers<void>()
    issuer.signoutRedirect = () => leaving.promise
    const over = session.signOut()
    expect(session.state()).toEqual({ kind: 'signed-out', isLeaving: true })
    leaving.resolve()
    await over
    expect(session.state()).toEqual({ kind: 'signed-out' })
  })

  test('forgets, and tells the issuer', async () => {
    await signedIn()
    await session.signOut()
    expect(issuer.left).toEqual([{ id_token_hint: 'id-of-alice' }])
    expect(await new Session(issuer).begin()).toBe(true)
  })

  test('forgets even when the issuer is away', async () => {
    await signedIn()
    issuer.isAway = true
    await session.signOut()
    expect(session.state()).toEqual({ kind: 'signed-out' })
    expect(await session.token()).toBeUndefined()
  })
})
