import { hash } from 'node:crypto'
import { OperationTypeNode } from 'graphql'
import { Consistency, invalidConsistency, isEventIds, newestOf } from '@ebook/chassis/consistency'
import type { Viewer } from '@ebook/chassis/identity'
import { Signer } from './signer.ts'

const VERSION = 1
const LONGEST_TOKEN = 2_048
/** The view follows within milliseconds; who comes later with an old page open does not need to wait. */
const WAITED_FOR_MS = 900_000

type Subject = Pick<Viewer, 'sub'>

/**
 * The token of a write, as clients get it: which events a reader must have seen to see it, for whom and when. Opaque, and
 * signed, so that nobody can make the view wait for what never was.
 */
export class ConsistencyTokens {
  readonly #signer: Signer

  constructor(secrets: readonly string[]) {
    this.#signer = new Signer('consistency', secrets)
  }

  write(eventIds: readonly string[], { sub }: Subject): string {
    return this.#signer.sign([VERSION, Date.now(), digest(sub), newestOf(eventIds)])
  }

  /**
   * What a read by this viewer asks for. The view waits for whom the token was given to, for fifteen minutes; somebody
   * else, or later, is only told whether it is there. Throws BAD_USER_INPUT with reason INVALID_CONSISTENCY for anything
   * that we have not signed.
   */
  read(token: unknown, viewer: Subject | undefined): Consistency {
    if (token === undefined || token === null) return new Consistency()
    const signed = typeof token === 'string' ? this.#signer.read(token, LONGEST_TOKEN) : undefined
    if (!Array.isArray(signed)) throw invalidConsistency()
    const [version, at, forSubject, eventIds] = signed as readonly unknown[]
    if (version !== VERSION || typeof at !== 'number' || !isEventIds(eventIds)) throw invalidConsistency()
    const isOwn = viewer !== undefined && forSubject === digest(viewer.sub)
    return new Consistency(eventIds, { mayWait: isOwn && Date.now() - at < WAITED_FOR_MS })
  }
}

/** For the client's next read the token of a write; for a read that brought one, whether it has seen that write. */
export function consistencyTold(
  operation: OperationTypeNode | undefined,
  { consistency, viewer }: { readonly consistency?: Consistency | undefined; readonly viewer: Subject | undefined },
  tokens: ConsistencyTokens,
): Record<string, unknown> | undefined {
  if (consistency === undefined) return undefined
  const { eventIds, isReached } = consistency
  const wrote = operation === OperationTypeNode.MUTATION && eventIds.length > 0
  const token = wrote && viewer !== undefined ? tokens.write(eventIds, viewer) : undefined
  if (token === undefined && isReached === undefined) return undefined
  return {
    ...(token !== undefined && { consistency: token }),
    ...(isReached !== undefined && { consistencyReached: isReached }),
  }
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 12)
}
