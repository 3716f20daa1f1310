import { knownAs, type NatsConnection } from '@ebook/nats/connection'
import type { Broker, PublishFault } from './broker.ts'
import type { Exchanges } from './exchanges.ts'
import { never, type Life } from './store/life.ts'

type Callback = (error: null, message: Message) => void

interface Message {
  readonly subject: string
  readonly data: Uint8Array
  readonly reply?: string
  respond?(text: string, options?: { readonly headers?: unknown }): void
}

interface Listener {
  readonly life: Life
  readonly take: Callback
}

/** What all processes' connections share: who serves what, and who listens to which watermark. */
export interface Switchboard {
  readonly broker: Broker
  readonly exchanges: Exchanges
  /** By subject; of several replicas the first that lives answers. */
  readonly servers: Map<string, Listener[]>
  readonly listeners: Map<string, Listener[]>
  /** Decides whether this publication, and its acknowledgement, come through. */
  publishFault(): PublishFault
}

export const switchboard = (broker: Broker, exchanges: Exchanges, publishFault: () => PublishFault): Switchboard => ({
  broker,
  exchanges,
  publishFault,
  servers: new Map(),
  listeners: new Map(),
})

const encoder = new TextEncoder()

/** A NATS connection of one process, with what nats/ asks of it; JSON on the wire, as on the real one. */
export function connectionOf(board: Switchboard, life: Life, user: string): NatsConnection {
  const connection = {
    jetstream: () => ({
      publish: async (_subject: string, text: string) => {
        if (!life.act()) return never
        board.broker.publish(text, board.publishFault())
      },
    }),
    isClosed: () => false,
    flush: async () => undefined,
    publish(subject: string, text: string) {
      if (!life.act()) return
      const data = encoder.encode(text)
      for (const one of board.listeners.get(subject) ?? []) if (one.life.isAlive) one.take(null, { subject, data })
    },
    subscribe(subject: string, { callback: take, queue }: { callback: Callback; queue?: string }) {
      // Of a queue one is chosen, and the others hear everything.
      const all = queue === undefined ? board.listeners : board.servers
      const alive = (all.get(subject) ?? []).filter((one) => one.life.isAlive)
      all.set(subject, [...alive, { life, take }])
      return { unsubscribe: () => undefined }
    },
    request: (subject: string, text: string, { reply }: { reply: string }) =>
      board.exchanges.ask({ name: subject.replace('service.', ''), about: text, caller: life }, () =>
        served(board, { subject, data: encoder.encode(text), reply }),
      ),
  }
  knownAs(connection as unknown as NatsConnection, user)
  return connection as unknown as NatsConnection
}

function served(board: Switchboard, request: Message): Promise<unknown> | undefined {
  const server = board.servers.get(request.subject)?.find(({ life }) => life.isAlive)
  if (server === undefined) return undefined
  return new Promise((resolve) => {
    server.take(null, {
      ...request,
      respond(text, { headers } = {}) {
        if (server.life.act()) resolve({ data: encoder.encode(text), headers })
      },
    })
  })
}
