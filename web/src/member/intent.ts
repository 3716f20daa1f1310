const PREFIX = 'ebook.wish.'

/** What is wanted besides the title; what is not there was not asked for. */
export interface Wish {
  /** The member's hold that is ready. */
  readonly holdId?: string
  readonly holdIfTaken?: true
  readonly pointsToUse?: number
  readonly acceptsShorterLoan?: true
}

export interface Intent {
  /** The idempotency key. */
  readonly key: string
  readonly wish: Wish
}

/**
 * One intent to have one title: with the same key and the same wish until the API has said what became of it, however
 * often the button is pressed, the answer lost or the page loaded again.
 */
export function intentFor(title: string, wish: Wish = {}): Intent {
  const known = sessionStorage.getItem(PREFIX + title)
  if (known !== null) return JSON.parse(known) as Intent
  const intent = { key: randomKey(), wish }
  sessionStorage.setItem(PREFIX + title, JSON.stringify(intent))
  return intent
}

/** What comes next is another intent. */
export function intentIsSettled(title: string): void {
  sessionStorage.removeItem(PREFIX + title)
}

/** crypto.randomUUID is not there on a page without TLS. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
