import { GraphQLError } from 'graphql'

const MOST_EVENTS = 20
const LONGEST_TOKEN = 2_048

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const base64url = /^[A-Za-z0-9_-]+$/

/**
 * The token of a write: which events a reader must have seen to see it. Opaque to clients. Of more than 20 events it
 * holds the last 20: events that were written together are published in that order, so who has the last has them all.
 */
export function encodeConsistency(eventIds: readonly string[]): string {
  return Buffer.from(JSON.stringify(eventIds.slice(-MOST_EVENTS))).toString('base64url')
}

/** The event ids of a token. Throws BAD_USER_INPUT with reason INVALID_CONSISTENCY for anything else than a token. */
export function decodeConsistency(token: string): readonly string[] {
  if (token.length > LONGEST_TOKEN || !base64url.test(token)) throw invalid()
  const eventIds = parsed(Buffer.from(token, 'base64url').toString('utf8'))
  if (!isEventIds(eventIds) || eventIds.length === 0 || eventIds.length > MOST_EVENTS) throw invalid()
  return eventIds
}

/** For an answer of another process as well as for a token. */
export function isEventIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string' && uuid.test(id))
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function invalid(): GraphQLError {
  return new GraphQLError('This is no consistency token: send the one of a mutation as it came.', {
    extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CONSISTENCY', http: { status: 400 } },
  })
}

/** What a request must have seen, and what its answer rests on: read your writes, across processes. */
export class Consistency {
  /** The events that a read waits for; none when it takes what there is. */
  readonly wanted: readonly string[]
  readonly #said = new Set<string>()
  #reached: boolean | undefined

  constructor(wanted: readonly string[] = []) {
    this.wanted = wanted
  }

  /** A mutation's answer rests on these events. */
  said(...eventIds: readonly string[]): void {
    for (const id of eventIds) this.#said.add(id)
  }

  /** Whether a read has waited long enough to have seen what was wanted; of several, one that has not decides. */
  reached(yes: boolean): void {
    this.#reached = yes && this.#reached !== false
  }

  /** What was said, in that order. */
  get eventIds(): readonly string[] {
    return [...this.#said]
  }

  /** Undefined when nobody has waited. */
  get isReached(): boolean | undefined {
    return this.#reached
  }
}
