import type { GraphQLFormattedError } from 'graphql'
import type { RunningSubscription } from '../live/payload-sink.ts'
import type { ProtocolMessages } from './recorded-subscription.ts'

/** The socket, as one of its operations sees it. */
export interface SocketEnd {
  /** False when more is waiting to be read than is good. */
  sendNext(operation: SocketOperation, json: string): boolean
  /** Sends the last message of the operation. */
  sendLast(
    operation: SocketOperation,
    message: { readonly type: 'error' | 'complete'; readonly payload?: unknown },
  ): void
}

/** One operation on a socket. Nothing is sent after its end, and its end is sent once. */
export class SocketOperation implements ProtocolMessages {
  readonly id: string
  readonly #end: SocketEnd
  #prefix: Buffer | undefined
  #ended = false
  /** A subscription of the core, when it is one. */
  subscription: RunningSubscription | undefined
  /** Ends the work for a query or a mutation. */
  abandon: (() => void) | undefined

  constructor(id: string, end: SocketEnd) {
    this.id = id
    this.#end = end
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Everything of a `next` message that comes before the payload. */
  get prefix(): Buffer {
    return (this.#prefix ??= Buffer.from(`{"id":${JSON.stringify(this.id)},"type":"next","payload":`))
  }

  next(json: string): boolean {
    return this.#ended || this.#end.sendNext(this, json)
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    this.#last({ type: 'error', payload: errors })
  }

  complete(): void {
    this.#last({ type: 'complete' })
  }

  /** The client has completed, or is gone. */
  stop(): void {
    if (this.#ended) return
    this.#ended = true
    this.subscription?.stop()
    this.abandon?.()
  }

  #last(message: Parameters<SocketEnd['sendLast']>[1]): void {
    if (this.#ended) return
    this.#ended = true
    this.#end.sendLast(this, message)
  }
}
