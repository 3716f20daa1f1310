import { randomHex } from './random-hex.ts'

/**
 * A UUID of version 7: what is made at one time lies together in every index of it, so that a table which grows does not
 * make it dearer to write. They sort by time to the millisecond; a counter within it would not be worth its cost.
 */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  const variant = (parseInt(randomHex(1), 16) & 3) | 8
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomHex(3)}-${variant.toString(16)}${randomHex(3)}-${randomHex(12)}`
}
