import { setTimeout as delay } from 'node:timers/promises'
import { send, type Entrance, type Identity, type Reply } from '@ebook/clients/caller'
import type { Json } from '@ebook/clients/people'
import type { SeededRandom } from '@ebook/clients/seeded-random'
import type { Call } from '@ebook/reconcile/client-log'
import type { Recorder } from './recorder.ts'

export interface Circumstances {
  readonly entrance: Entrance
  readonly recorder: Recorder
  readonly random: SeededRandom
  /** Aborted when no more is to be begun. */
  readonly over: AbortSignal
  /** Told of every answer how long it took, in ms. */
  readonly answered?: (ms: number) => void
  /** How long people think, at most, between two things that they do. */
  readonly thinkMs: number
}

interface Mutation {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly key?: string
  readonly rentalId?: string
}

/** Somebody who calls the API, and writes down what they were told. */
export class Client {
  readonly identity: Identity
  readonly circumstances: Circumstances

  constructor(identity: Identity, circumstances: Circumstances) {
    this.identity = identity
    this.circumstances = circumstances
  }

  get isOver(): boolean {
    return this.circumstances.over.aborted
  }

  /** Of a read only that is written down which fails on the other side. */
  async reads(operation: string, variables: object, consistency?: string): Promise<Reply> {
    const reply = await this.#send(operation, variables, consistency)
    if (reply.body !== undefined) {
      this.#record(operation, reply, { outcome: 'unknown', key: null, bookId: null, rentalId: null })
    }
    return reply
  }

  async mutates({ operation, input, key, rentalId }: Mutation): Promise<Reply> {
    const reply = await this.#send(operation, { input })
    const told = toldRental(reply.payload)
    // An answer that names nothing acknowledges nothing.
    const outcome =
      reply.outcome === 'ok' && (told ?? toldOther(reply.payload)) === undefined ? 'unknown' : reply.outcome
    const bookId = typeof input['bookId'] === 'string' ? input['bookId'] : null
    this.#record(operation, reply, { outcome, key: key ?? null, bookId, rentalId: told ?? rentalId ?? null })
    return { ...reply, outcome }
  }

  async #send(operation: string, variables: object, consistency?: string): Promise<Reply> {
    const { entrance, answered } = this.circumstances
    const begun = performance.now()
    const reply = await send(entrance, this.identity, operation, variables, consistency)
    answered?.(performance.now() - begun)
    return reply
  }

  #record(operation: string, reply: Reply, about: Pick<Call, 'outcome' | 'key' | 'bookId' | 'rentalId'>): void {
    const { payload, codes, status, body } = reply
    this.circumstances.recorder.record({
      kind: 'call',
      at: new Date().toISOString(),
      member: this.identity.sub,
      operation,
      ...about,
      ...(about.outcome === 'ok' && decisions.has(operation) && { won: payload.alreadyDecided === false }),
      codes: [...codes],
      status,
      ...(body !== undefined && { body }),
    })
  }

  /** Again until it is answered, or `over` and once more: what has a key, or may be said twice, loses nothing by it. */
  async insists(mutation: Mutation): Promise<Reply> {
    for (;;) {
      const reply = await this.mutates(mutation)
      if (reply.outcome !== 'unknown' || this.isOver) return reply
      await this.thinks()
    }
  }

  async thinks(upToMs = this.circumstances.thinkMs): Promise<void> {
    const { random, over } = this.circumstances
    await delay(random.below(upToMs), undefined, { signal: over }).catch(() => undefined)
  }
}

// Who cancels is told by rent, which has the last word over what book has told a librarian (R13): no rival of theirs.
const decisions = new Set(['ApproveRental', 'RefuseRental'])

function toldRental(payload: Json): string | undefined {
  return payload?.rental?.id ?? payload?.request?.rentalId
}

function toldOther(payload: Json): string | undefined {
  return payload?.hold?.id ?? payload?.member?.id ?? payload?.licence?.id
}
