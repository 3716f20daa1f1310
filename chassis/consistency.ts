import { GraphQLError } from 'graphql'

const MOST_EVENTS = 20
const LONGEST_TOKEN = 2_048

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const base64url = /^[A-Za-z0-9_-]+$/

/** Of more than these the last: events that were written together are published in that order, so who has the last has them all. */
export const newestOf = (eventIds: readonly string[]): readonly string[] => eventIds.slice(-MOST_EVENTS)

/**
 * Which events a reader must have seen to see a write, from the router to a subgraph; what clients hold is signed
 * (router/federation/consistency-tokens.ts). It holds the last 20 of them.
 */
export function encodeConsistency(eventIds: readonly string[]): string {
  return Buffer.from(JSON.stringify(newestOf(eventIds))).toString('base64url')
}

/** The event ids again. Throws BAD_USER_INPUT with reason INVALID_CONSISTENCY for anything else. */
export function decodeConsistency(token: string): readonly string[] {
  if (token.length > LONGEST_TOKEN || !base64url.test(token)) throw invalidConsistency()
  const eventIds = parsed(Buffer.from(token, 'base64url').toString('utf8'))
  if (!isEventIds(eventIds) || eventIds.length === 0 || eventIds.length > MOST_EVENTS) throw invalidConsistency()
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

export function invalidConsistency(): GraphQLError {
  return new GraphQLError('This is no consistency token: send the one of a mutation as it came.', {
    extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CONSISTENCY', http: { status: 400 } },
  })
}

/** What a request must have seen, and what its answer rests on: read your writes, across processes. */
export class Consistency {
  /** The events that a read asks for; none when it takes what there is. */
  readonly wanted: readonly string[]
  /** False: a read only says whether it has seen them, and does not wait. */
  readonly mayWait: boolean
  readonly #said = new Set<string>()
  #reached: boolean | undefined

  constructor(wanted: readonly string[] = [], { mayWait = true } = {}) {
    this.wanted = wanted
    this.mayWait = mayWait
  }

  /** A mutation's answer rests on these events. */
  said(...eventIds: readonly string[]): void {
    for (const id of eventIds) this.#said.add(id)
  }

  /** Whether a read has seen what was wanted; of several, one that has not decides. */
  reached(yes: boolean): void {
    this.#reached = yes && this.#reached !== false
  }

  /** What was said, in that order. */
  get eventIds(): readonly string[] {
    return [...this.#said]
  }

  /** Undefined when nobody has looked. */
  get isReached(): boolean | undefined {
    return this.#reached
  }
}
