import { randomBytes } from 'node:crypto'

const STORE_BYTES = 2_048

let store = ''
let taken = 0

/** So many hexadecimal digits that nobody can guess, at most 4,096. The system is asked for many at once: asking is dear. */
export function randomHex(digits: number): string {
  if (taken + digits > store.length) {
    store = randomBytes(STORE_BYTES).toString('hex')
    taken = 0
  }
  return store.slice(taken, (taken += digits))
}
