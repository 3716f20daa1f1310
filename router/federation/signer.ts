import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { derivedKey } from '@ebook/chassis/derived-keys'

/** Of SHA-256's 32 bytes; 128 bits cannot be guessed, and every cursor is sent with every event. */
const SIGNATURE_BYTES = 16

/**
 * Signs what clients keep for us and bring back: opaque to them, and nobody else can make it. For each purpose by a key
 * of its own, derived from the router's secrets. The first of them signs, every one is accepted, so that they can be
 * rotated.
 */
export class Signer {
  readonly #keys: readonly [KeyObject, ...KeyObject[]]

  constructor(purpose: string, [secret = '', ...former]: readonly string[]) {
    // A key object, not its bytes: with bytes most of a signature's cost is making the key, each time.
    const keyOf = (root: string) => createSecretKey(derivedKey(root, purpose))
    this.#keys = [keyOf(secret), ...former.map(keyOf)]
  }

  sign(value: unknown): string {
    const body = Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${body}.${signature(this.#keys[0], body).toString('base64url')}`
  }

  /** What was signed; undefined for everything that was not signed here, or is longer than `longest` characters. */
  read(signed: string, longest: number): unknown {
    if (signed.length > longest) return undefined
    const [body = '', end = '', ...more] = signed.split('.')
    const given = Buffer.from(end, 'base64url')
    if (more.length > 0 || given.length !== SIGNATURE_BYTES) return undefined
    if (!this.#keys.some((key) => timingSafeEqual(given, signature(key, body)))) return undefined
    return JSON.parse(Buffer.from(body, 'base64url').toString())
  }
}

function signature(key: KeyObject, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, SIGNATURE_BYTES)
}
