import type { GraphQLFormattedError } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import { WebSocket } from 'ws'

export interface LivePayload {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** One operation, and what was heard of it. */
export class LiveOperation {
  readonly heard: LivePayload[] = []
  /** How it ended: by its errors, or because all was said. */
  ended: readonly GraphQLFormattedError[] | 'completed' | 'lost' | undefined
  leave: () => void = () => undefined
  #changed = Promise.withResolvers<void>()
  #taken = 0

  /** The next payload. Throws when the operation has ended instead. */
  async next(): Promise<LivePayload> {
    await this.until(() => this.heard.length > this.#taken || this.ended !== undefined)
    const payload = this.heard[this.#taken]
    this.#taken += 1
    if (payload === undefined) throw new Error(`the operation has ended: ${JSON.stringify(this.ended)}`)
    return payload
  }

  async end(): Promise<LiveOperation['ended']> {
    await this.until(() => this.ended !== undefined)
    return this.ended
  }

  async until(fact: () => boolean): Promise<void> {
    while (!fact()) await this.#changed.promise
  }

  hears(payload: LivePayload): void {
    this.heard.push(payload)
    this.#tell()
  }

  ends(how: NonNullable<LiveOperation['ended']>): void {
    this.ended = how
    this.#tell()
  }

  #tell(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

interface Message {
  readonly id: string
  readonly type: string
  readonly payload: unknown
}

/** A router as a subgraph sees it: one graphql-transport-ws socket for all operations. */
export class LiveClient {
  readonly socket: WebSocket
  readonly closed: Promise<{ readonly code: number }>
  readonly #operations = new Map<string, LiveOperation>()
  readonly #acknowledged = Promise.withResolvers<void>()
  #count = 0

  constructor(url: string, secret: string) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { 'x-router-secret': secret },
    })
    this.closed = new Promise((resolve) => this.socket.once('close', (code) => resolve({ code })))
    this.socket.on('error', () => undefined)
    this.socket.once('open', () => this.#send({ type: 'connection_init' }))
    this.socket.on('message', (text: Buffer) => this.#hear(JSON.parse(text.toString()) as Message))
    this.socket.once('close', () => {
      for (const operation of this.#operations.values()) operation.ends('lost')
    })
  }

  subscribe(payload: SubscribePayload): LiveOperation {
    const id = String((this.#count += 1))
    const operation = new LiveOperation()
    this.#operations.set(id, operation)
    operation.leave = () => {
      this.#operations.delete(id)
      this.#send({ id, type: 'complete' })
    }
    void this.#acknowledged.promise.then(() => this.#send({ id, type: 'subscribe', payload }))
    return operation
  }

  stop(): void {
    this.socket.terminate()
  }

  #send(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  #hear({ id, type, payload }: Message): void {
    if (type === 'connection_ack') return this.#acknowledged.resolve()
    const operation = this.#operations.get(id)
    if (type === 'next') return operation?.hears(payload as LivePayload)
    this.#operations.delete(id)
    operation?.ends(type === 'error' ? (payload as GraphQLFormattedError[]) : 'completed')
  }
}
