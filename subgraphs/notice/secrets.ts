import { createECDH, createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '@ebook/chassis/derived-keys'
import type { VapidKeys } from './senders/push-sender.ts'
import type { CodeOf } from './words/tell.ts'

/** Six digits that only who is told them knows: they are made of the check's id, and kept nowhere. */
export function codesOf(root: string): CodeOf {
  const key = derivedKey(root, 'notice code')
  return (checkId) => {
    const number = createHmac('sha256', key).update(checkId).digest().readUInt32BE()
    return (number % 1_000_000).toString().padStart(6, '0')
  }
}

/** The same for the same root: browsers keep to the key under which a device was added. */
export function vapidKeysOf(root: string): VapidKeys {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(derivedKey(root, 'notice push'))
  // A number that begins with zeros is shorter.
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32)
  return { publicKey: pair.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') }
}

/** What a token says: that who holds it may stop one kind of notice by one channel, and nothing else. */
export interface Stop {
  readonly userId: string
  readonly channel: string
  readonly kind: string
}

export interface StopTokens {
  make(stop: Stop): string
  /** Undefined for what was not made here. */
  read(token: string): Stop | undefined
}

const LONGEST_TOKEN = 1_000

/** Made with the first of the roots; those of all of them are read, so that links in old mails go on working. */
export function stopTokensOf(roots: readonly string[]): StopTokens {
  const keys = roots.map((root) => derivedKey(root, 'notice unsubscribe'))
  const sign = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  return {
    make({ userId, channel, kind }) {
      const text = Buffer.from(JSON.stringify([userId, channel, kind])).toString('base64url')
      const [key] = keys
      if (key === undefined) throw new Error('there is no secret to sign with')
      return `${text}.${sign(key, text).toString('base64url')}`
    },
    read(token) {
      const [text = '', signature = '', ...more] = token.length > LONGEST_TOKEN ? [] : token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const good = keys.some((key) => given.length === 32 && timingSafeEqual(given, sign(key, text)))
      if (!good || more.length > 0) return undefined
      const [userId, channel, kind] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string, string]
      return { userId, channel, kind }
    },
  }
}
