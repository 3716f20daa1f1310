/** Says that somebody had signed in with this browser since the last sign-out, not who and with no token. */
const SIGNED_IN = 'ebook.signed-in'
const CHANNEL = 'ebook.session'

export type Told =
  /** Whoever had signed in has signed out, in this tab's past or in another tab. */
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly sub: string }
  /** The issuer did not renew a token: it may not renew those of the other tabs either. */
  | { readonly kind: 'expired' }

/**
 * What the tabs of one browser tell each other of who is signed in. A channel for those that run; for those that sleep,
 * or that the browser keeps to go back to, a mark that is another one after each sign-out: they look when they wake.
 */
export class Tabs {
  #mark: string | undefined
  #hear: (told: Told) => void
  #channel: BroadcastChannel | undefined

  constructor(hear: (told: Told) => void) {
    this.#hear = hear
  }

  /** Whether somebody had signed in with this browser and nobody has signed out since. */
  static hadSignedIn(): boolean {
    return localStorage.getItem(SIGNED_IN) !== null
  }

  /** From now on this tab shows what is this person's. */
  signedIn(sub: string): void {
    this.#mark = localStorage.getItem(SIGNED_IN) ?? crypto.getRandomValues(new Uint32Array(2)).join('-')
    localStorage.setItem(SIGNED_IN, this.#mark)
    this.#listen()
    this.#tell({ kind: 'signed-in', sub })
  }

  signedOut(): void {
    localStorage.removeItem(SIGNED_IN)
    this.#listen()
    this.#tell({ kind: 'signed-out' })
    this.leave()
  }

  expired(): void {
    this.#tell({ kind: 'expired' })
  }

  /** This tab has nothing of anybody's any more. */
  leave(): void {
    this.#mark = undefined
    this.#channel?.close()
    this.#channel = undefined
    removeEventListener('storage', this.#look)
    removeEventListener('pageshow', this.#look)
    document.removeEventListener('visibilitychange', this.#look)
  }

  #listen(): void {
    if (this.#channel !== undefined) return
    this.#channel = new BroadcastChannel(CHANNEL)
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Told>) => this.#hear(data))
    addEventListener('storage', this.#look)
    addEventListener('pageshow', this.#look)
    document.addEventListener('visibilitychange', this.#look)
  }

  #tell(told: Told): void {
    this.#channel?.postMessage(told)
  }

  #look = (): void => {
    if (this.#mark !== undefined && localStorage.getItem(SIGNED_IN) !== this.#mark) this.#hear({ kind: 'signed-out' })
  }
}
