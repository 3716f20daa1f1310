import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { derivedKey } from '@ebook/chassis/derived-keys'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals what clients keep for us and must not read or change themselves, as `Signer` signs what they may read: by a key
 * for one purpose, derived from the router's secrets. The first of them seals, every one opens.
 */
export class Sealer {
  readonly #keys: readonly [KeyObject, ...KeyObject[]]

  constructor(purpose: string, [secret = '', ...former]: readonly string[]) {
    const keyOf = (root: string) => createSecretKey(derivedKey(root, purpose))
    this.#keys = [keyOf(secret), ...former.map(keyOf)]
  }

  /** In base64url: a third longer than the text, and 38 characters. */
  seal(text: string): string {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, this.#keys[0], nonce, { authTagLength: TAG_BYTES })
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  /** Undefined for everything that was not sealed here. */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
    for (const key of this.#keys) {
      const text = opened(key, bytes)
      if (text !== undefined) return text
    }
    return undefined
  }
}

function opened(key: KeyObject, bytes: Buffer): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}
