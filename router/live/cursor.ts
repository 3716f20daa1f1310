import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { Viewer } from '@ebook/chassis/identity'
import type { Place } from './place.ts'

const VERSION = 1
/** Of SHA-256's 32 bytes; 128 bits cannot be guessed, and every cursor is sent with every event. */
const SIGNATURE_BYTES = 16
const LONGEST_CURSOR = 1_000

/** Whose rows are seen: two tokens of one subject with the same roles see the same. */
export function scopeOf({ sub, roles }: Pick<Viewer, 'sub' | 'roles'>): string {
  return JSON.stringify([sub, ...[...roles].sort()])
}

/**
 * Cursors as clients get them: opaque, and signed, so that a place can only be given back by whom it was given to,
 * for the subscription that it belongs to. Every accepted secret verifies, so that secrets can be rotated.
 */
export class Cursors {
  readonly #keys: readonly [KeyObject, ...KeyObject[]]

  constructor([secret = '', ...former]: readonly string[]) {
    this.#keys = [keyOf(secret), ...former.map(keyOf)]
  }

  /** Writes cursors of one subscription for one scope. */
  writer(argumentsKey: string, scope: string): (place: Place) => string {
    const [key] = this.#keys
    const owner = [digest(argumentsKey), digest(scope)]
    return (place) => {
      const body = Buffer.from(JSON.stringify([VERSION, place, ...owner])).toString('base64url')
      return `${body}.${signature(key, body).toString('base64url')}`
    }
  }

  /** Throws BAD_USER_INPUT for a cursor that is not ours, or that was given for something or to somebody else. */
  read(cursor: string, argumentsKey: string, scope: string): Place {
    const [body = '', signed = '', ...more] = cursor.split('.')
    if (cursor.length > LONGEST_CURSOR || more.length > 0 || !this.#isOurs(body, signed)) {
      throw refused('INVALID_CURSOR', 'The cursor in resumeFrom is not one of ours. Begin anew, with a snapshot.')
    }
    const [version, place, forArguments, forScope] = JSON.parse(Buffer.from(body, 'base64url').toString()) as unknown[]
    if (version !== VERSION) {
      throw refused('INVALID_CURSOR', 'The cursor in resumeFrom is of another release. Begin anew, with a snapshot.')
    }
    if (forScope !== digest(scope)) {
      throw refused(
        'CURSOR_OF_ANOTHER_VIEWER',
        'The cursor in resumeFrom was given to somebody else, or to other roles.',
      )
    }
    if (forArguments !== digest(argumentsKey)) {
      throw refused(
        'CURSOR_OF_ANOTHER_SUBSCRIPTION',
        'The cursor in resumeFrom is of a subscription with other arguments.',
      )
    }
    return place as Place
  }

  #isOurs(body: string, signed: string): boolean {
    const given = Buffer.from(signed, 'base64url')
    return given.length === SIGNATURE_BYTES && this.#keys.some((key) => timingSafeEqual(given, signature(key, body)))
  }
}

/** A key object, not its bytes: with bytes most of a signature's cost is making the key, each time. */
function keyOf(secret: string): KeyObject {
  return createSecretKey(createHmac('sha256', secret).update('ebook cursor').digest())
}

function signature(key: KeyObject, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, SIGNATURE_BYTES)
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 12)
}

function refused(reason: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', reason } })
}
