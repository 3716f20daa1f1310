import { hash } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { Viewer } from '@ebook/chassis/identity'
import { Signer } from '../federation/signer.ts'
import type { Place } from './place.ts'

const VERSION = 1
const LONGEST_CURSOR = 1_000

/** Whose rows are seen: two tokens of one subject with the same roles see the same. */
export function scopeOf({ sub, roles }: Pick<Viewer, 'sub' | 'roles'>): string {
  return JSON.stringify([sub, ...[...roles].sort()])
}

/**
 * Cursors as clients get them: opaque, and signed, so that a place can only be given back by whom it was given to,
 * for the subscription that it belongs to.
 */
export class Cursors {
  readonly #signer: Signer

  constructor(secrets: readonly string[]) {
    this.#signer = new Signer('cursor', secrets)
  }

  /** Writes cursors of one subscription for one scope. */
  writer(argumentsKey: string, scope: string): (place: Place) => string {
    const owner = [digest(argumentsKey), digest(scope)]
    return (place) => this.#signer.sign([VERSION, place, ...owner])
  }

  /** Throws BAD_USER_INPUT for a cursor that is not ours, or that was given for something or to somebody else. */
  read(cursor: string, argumentsKey: string, scope: string): Place {
    const signed = this.#signer.read(cursor, LONGEST_CURSOR)
    if (signed === undefined) {
      throw refused('INVALID_CURSOR', 'The cursor in resumeFrom is not one of ours. Begin anew, with a snapshot.')
    }
    const [version, place, forArguments, forScope] = signed as readonly unknown[]
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
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 12)
}

function refused(reason: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', reason } })
}
