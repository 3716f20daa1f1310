const PREFIX = 'ebook.intent.'

/**
 * The idempotency key of one intent to rent one title: the same until the API has said what became of it, however often
 * the button is pressed, the answer lost or the page loaded again.
 */
export function intentFor(bookId: string): string {
  const known = sessionStorage.getItem(PREFIX + bookId)
  if (known !== null) return known
  const key = randomKey()
  sessionStorage.setItem(PREFIX + bookId, key)
  return key
}

/** What comes next is another intent. */
export function intentIsSettled(bookId: string): void {
  sessionStorage.removeItem(PREFIX + bookId)
}

/** crypto.randomUUID is not there on a page without TLS. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
