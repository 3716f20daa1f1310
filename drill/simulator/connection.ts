import type { NatsConnection } from '@ebook/nats/connection'
import type { Broker, PublishFault } from './broker.ts'
import type { Exchanges } from './exchanges.ts'
import { never, type Life } from './store/life.ts'

type Handler = (error: null, message: ServiceMessage) => void

interface ServiceMessage {
  readonly data: Uint8Array
  respond(text: string): void
  respondError(code: number, description: string): void
}

interface Server {
  readonly life: Life
  readonly handler: Handler
}

/** What all processes' connections share: who serves what, and who listens to which watermark. */
export interface Switchboard {
  readonly broker: Broker
  readonly exchanges: Exchanges
  /** By subject; of several replicas the first that lives answers. */
  readonly servers: Map<string, Server[]>
  readonly listeners: Map<string, { readonly life: Life; readonly heard: (text: string) => void }[]>
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
export function connectionOf(board: Switchboard, life: Life): NatsConnection {
  const connection = {
    jetstream: () => ({
      publish: async (_subject: string, text: string) => {
        if (!life.act()) return never
        board.broker.publish(text, board.publishFault())
      },
    }),
    jetstreamManager: async () => ({ streams: { info: async () => ({ created: board.broker.created }) } }),
    publish(subject: string, text: string) {
      if (!life.act()) return
      for (const listener of board.listeners.get(subject) ?? []) if (listener.life.isAlive) listener.heard(text)
    },
    subscribe(subject: string, { callback }: { callback: (error: null, message: { data: Uint8Array }) => void }) {
      const listeners = board.listeners.get(subject) ?? []
      listeners.push({ life, heard: (text) => callback(null, { data: encoder.encode(text) }) })
      board.listeners.set(subject, listeners)
      return { unsubscribe: () => undefined }
    },
    request: (subject: string, text: string) =>
      board.exchanges.ask({ name: subject.replace('service.', ''), about: text, caller: life }, () =>
        served(board, subject, text),
      ),
    services: {
      add: async () => ({
        addEndpoint(_name: string, { subject, handler }: { subject: string; handler: Handler }) {
          const servers = (board.servers.get(subject) ?? []).filter((server) => server.life.isAlive)
          board.servers.set(subject, [...servers, { life, handler }])
        },
        stop: async () => undefined,
      }),
    },
  }
  return connection as unknown as NatsConnection
}

function served(board: Switchboard, subject: string, text: string): Promise<unknown> | undefined {
  const server = board.servers.get(subject)?.find(({ life }) => life.isAlive)
  if (server === undefined) return undefined
  return new Promise((resolve) => {
    const answer = (data: string, headers?: Map<string, string>) => {
      if (server.life.act()) resolve({ data: encoder.encode(data), headers })
    }
    server.handler(null, {
      data: encoder.encode(text),
      respond: (data) => answer(data),
      respondError: (code, description) =>
        answer(
          '',
          new Map([
            ['Nats-Service-Error-Code', String(code)],
            ['Nats-Service-Error', description],
          ]),
        ),
    })
  })
}
