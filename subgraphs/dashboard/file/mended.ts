import { hash } from 'node:crypto'

const DIGITS = 32

/**
 * The fingerprint of a set of events: the exclusive or of their ids' hashes, so that it is the same in whatever order
 * they came, and an event that leaves the set takes its part away. Undefined for the empty set.
 */
export function toggled(fingerprint: string | undefined, eventId: string): string | undefined {
  const one = BigInt(`0x${hash('sha256', eventId, 'hex').slice(0, DIGITS)}`)
  const both = (fingerprint === undefined ? 0n : BigInt(`0x${fingerprint}`)) ^ one
  return both === 0n ? undefined : both.toString(16).padStart(DIGITS, '0')
}
