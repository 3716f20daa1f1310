import type { ErrorResponse, User, UserManager } from 'oidc-client-ts'
import { STANDARD_ROLES, type RoleMapping } from '../../../chassis/roles.ts'
import { Renewal } from './renewal.ts'
import { viewerOf, type Viewer } from './viewer.ts'

export type SessionState =
  | { readonly kind: 'signed-out'; readonly problem?: SignInProblem }
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
/** Says that somebody had signed in with this browser, not who and with no token. */
const HAD_SIGNED_IN = 'ebook.signed-in'

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
    if (localStorage.getItem(HAD_SIGNED_IN) === null) return true
    return this.#leave({ prompt: 'none' })
  }

  async signIn(language: string): Promise<void> {
    await this.#leave({ ui_locales: language })
  }

  async signOut(): Promise<void> {
    this.#renewal.stop()
    localStorage.removeItem(HAD_SIGNED_IN)
    const idToken = this.#user?.id_token
    this.#user = undefined
    await this.#issuer.removeUser()
    try {
      await this.#issuer.signoutRedirect(idToken === undefined ? {} : { id_token_hint: idToken })
    } catch {
      // The issuer is away: this page has forgotten the tokens all the same.
      this.#become({ kind: 'signed-out' })
    }
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
      history.replaceState(null, '', returnTo(user.state))
      localStorage.setItem(HAD_SIGNED_IN, 'yes')
      this.#take(user)
    } catch (error) {
      localStorage.removeItem(HAD_SIGNED_IN)
      const asked = isAnswer(error) ? error : undefined
      if (asked !== undefined) history.replaceState(null, '', returnTo(asked.state))
      const problem = problemOf(asked)
      this.#become({ kind: 'signed-out', ...(problem && { problem }) })
    }
    return true
  }

  async #leave(how: { prompt?: 'none'; ui_locales?: string }): Promise<boolean> {
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
      if (this.#state.kind === 'signed-in') this.#become({ kind: 'expired', viewer: this.#state.viewer })
    }
  }

  #become(state: SessionState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
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
