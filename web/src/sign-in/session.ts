import type { ErrorResponse, User, UserManager } from 'oidc-client-ts'
import { STANDARD_ROLES, type RoleMapping } from '@ebook/chassis/roles'
import { Renewal } from './renewal.ts'
import { Tabs, type Told } from './tabs.ts'
import { viewerOf, type Viewer } from './viewer.ts'

export type SessionState =
  | {
      readonly kind: 'signed-out'
      readonly problem?: SignInProblem
      /** The issuer is being told; until it knows, it would let in again whoever wants to leave. */
      readonly isLeaving?: true
    }
  | { readonly kind: 'signed-in'; readonly viewer: Viewer }
  /** The issuer no longer renews: what is on the screen stays, and nothing more can be done until the next sign-in. */
  | { readonly kind: 'expired'; readonly viewer: Viewer }

export type SignInProblem = 'failed' | 'away' | 'denied'

/** Of UserManager, what a session needs. */
export type Issuer = Pick<
  UserManager,
  'signinRedirect' | 'signinCallback' | 'signinSilent' | 'signoutRedirect' | 'removeUser'
>

/** The issuer sends everybody back to this address. */
export const CALLBACK = '/callback'
/** Of what a tab keeps for the person who uses it. */
const KEPT = 'ebook.'
/** What the history knows of the page that is loaded again, over the way past the issuer. */
const PLACE = 'ebook.place'

/**
 * Authorization Code with PKCE. Tokens are in this object and nowhere else, so a reload forgets them: whoever had
 * signed in is then sent past the issuer, which still knows them (`prompt=none`), and comes back to the same page.
 * That is a redirect of the whole page because browsers no longer give an issuer of another site its cookies in a
 * hidden frame. While the page lives, tokens are renewed by the refresh token.
 */
export class Session {
  #issuer: Issuer
  #roles: RoleMapping
  #renewal: Renewal
  #tabs = new Tabs((told) => void this.#hear(told))
  #user: User | undefined
  #state: SessionState = { kind: 'signed-out' }
  #listeners = new Set<() => void>()

  constructor(issuer: Issuer, roles = STANDARD_ROLES) {
    this.#issuer = issuer
    this.#roles = roles
    this.#renewal = new Renewal(() => this.#renew())
  }

  readonly state = (): SessionState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Comes back from the issuer, or asks it who is here. Resolves to false when the browser is leaving this page. */
  async begin(): Promise<boolean> {
    if (location.pathname === CALLBACK) return this.#comeBack()
    if (!Tabs.hadSignedIn()) return true
    sessionStorage.setItem(PLACE, JSON.stringify(history.state))
    return this.#leave({ prompt: 'none' })
  }

  async signIn(language: string): Promise<void> {
    await this.#leave({ ui_locales: language })
  }

  /** In the place of whoever is signed in, in all tabs. */
  async signInAsAnother(language: string): Promise<void> {
    this.#tabs.signedOut()
    await this.#forget({ kind: 'signed-out' })
    await this.#leave({ ui_locales: language, prompt: 'login' })
  }

  /** In all tabs; what was this person's is gone from the page before the issuer is told. */
  async signOut(): Promise<void> {
    const idToken = this.#user?.id_token
    this.#tabs.signedOut()
    await this.#forget({ kind: 'signed-out', isLeaving: true })
    try {
      await this.#issuer.signoutRedirect(idToken === undefined ? {} : { id_token_hint: idToken })
    } catch {
      // The issuer is away: this page has forgotten the tokens all the same.
    }
    // Otherwise the browser has left; it comes to this when somebody goes back to a page that it kept.
    this.#become({ kind: 'signed-out' })
  }

  /** An access token that is good for a moment longer; undefined when nobody is signed in. */
  async token(): Promise<string | undefined> {
    if (this.#user !== undefined && this.#state.kind === 'signed-in') await this.#renewal.ifDue()
    return this.#state.kind === 'signed-in' ? this.#user?.access_token : undefined
  }

  /** The API did not take the token. Resolves to true when there is another one to try with. */
  async refused(token: string): Promise<boolean> {
    if (this.#user === undefined) return false
    if (this.#user.access_token === token) await this.#renewal.now()
    return this.#state.kind === 'signed-in' && this.#user.access_token !== token
  }

  async #comeBack(): Promise<boolean> {
    const here = location.href
    // The code is good for once, and nobody should find it in the history.
    history.replaceState(null, '', '/')
    try {
      const user = await this.#issuer.signinCallback(here)
      if (user === undefined) return true
      history.replaceState(takePlace(), '', returnTo(user.state))
      this.#take(user)
      this.#tabs.signedIn(user.profile.sub)
    } catch (error) {
      const asked = isAnswer(error) ? error : undefined
      if (asked !== undefined) history.replaceState(takePlace(), '', returnTo(asked.state))
      const problem = problemOf(asked)
      // The issuer knows nobody any more: what other tabs show is no longer anybody's either.
      if (problem === undefined) this.#tabs.signedOut()
      this.#become({ kind: 'signed-out', ...(problem && { problem }) })
    }
    return true
  }

  async #leave(how: { prompt?: 'none' | 'login'; ui_locales?: string }): Promise<boolean> {
    try {
      await this.#issuer.signinRedirect({ ...how, state: location.pathname + location.search })
      return false
    } catch {
      this.#become({ kind: 'signed-out', problem: 'away' })
      return true
    }
  }

  #take(user: User): void {
    this.#user = user
    this.#renewal.expiresAt((user.expires_at ?? 0) * 1_000)
    this.#become({ kind: 'signed-in', viewer: viewerOf(user, this.#roles) })
  }

  /** Throws when it could not be found out whether the issuer would. */
  async #renew(): Promise<void> {
    try {
      const user = await this.#issuer.signinSilent()
      if (user !== null) this.#take(user)
    } catch (error) {
      if (!isAnswer(error)) throw error
      if (this.#state.kind !== 'signed-in') return
      this.#become({ kind: 'expired', viewer: this.#state.viewer })
      this.#tabs.expired()
    }
  }

  /** Of another tab. */
  async #hear(told: Told): Promise<void> {
    if (this.#state.kind === 'signed-out') return
    const isSame = told.kind === 'signed-in' && told.sub === this.#state.viewer.sub
    if (told.kind === 'expired') {
      if (this.#state.kind === 'signed-in') await this.#renewal.now()
    } else if (!isSame) {
      this.#tabs.leave()
      await this.#forget({ kind: 'signed-out' })
    }
  }

  async #forget(next: SessionState): Promise<void> {
    this.#renewal.stop()
    this.#user = undefined
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT)) sessionStorage.removeItem(key)
    this.#become(next)
    await this.#issuer.removeUser()
  }

  #become(state: SessionState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

function takePlace(): unknown {
  const place = sessionStorage.getItem(PLACE)
  sessionStorage.removeItem(PLACE)
  return JSON.parse(place ?? 'null')
}

/** Where somebody was when they left; never another site. */
function returnTo(state: unknown): string {
  return typeof state === 'string' && /^\/(?![/\\])/.test(state) && !state.startsWith(CALLBACK) ? state : '/'
}

/** The issuer has answered, and said no; whatever else is thrown says nothing of it. */
function isAnswer(error: unknown): error is ErrorResponse {
  return error instanceof Error && error.name === 'ErrorResponse'
}

/** That nobody is signed in at the issuer is what was asked, and no problem. */
function problemOf(error: ErrorResponse | undefined): SignInProblem | undefined {
  if (error?.error === 'access_denied') return 'denied'
  return error !== undefined && /^(login|interaction|consent)_required$/.test(error.error ?? '') ? undefined : 'failed'
}
