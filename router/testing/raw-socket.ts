import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'

export interface RawSocket {
  readonly ws: WebSocket
  send(message: unknown): void
  /** The next message that has not been taken yet. */
  message(): Promise<unknown>
  /** Messages that came and have not been taken. */
  readonly untaken: readonly unknown[]
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

interface Options extends ClientOptions {
  readonly protocol?: string | undefined
}

/** A WebSocket without a client's manners: what it sends is what the test says. */
export async function rawSocket(url: string, options: Options = {}): Promise<RawSocket> {
  const ws = wsTo(url, options)
  const untaken: unknown[] = []
  const waiting: ((message: unknown) => void)[] = []
  ws.on('message', (data) => {
    const message: unknown = JSON.parse(String(data))
    const taker = waiting.shift()
    if (taker === undefined) untaken.push(message)
    else taker(message)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.once('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  await once(ws, 'open')
  return {
    ws,
    untaken,
    closed,
    send: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)),
    message: () => new Promise((resolve) => (untaken.length > 0 ? resolve(untaken.shift()) : waiting.push(resolve))),
  }
}

/** The status and body of a handshake that is refused. */
export async function refusedHandshake(url: string, options: Options = {}): Promise<{ status: number; body: unknown }> {
  const ws = wsTo(url, options)
  ws.on('error', () => undefined)
  const [, response] = (await once(ws, 'unexpected-response')) as [unknown, IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }
}

/** A socket that has said who it is, and was taken. */
export async function initialisedSocket(url: string, token: string, options: Options = {}): Promise<RawSocket> {
  const socket = await rawSocket(url, options)
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
  const ack = (await socket.message()) as { type: string }
  if (ack.type !== 'connection_ack') throw new Error(`it was answered by ${JSON.stringify(ack)}`)
  return socket
}

function wsTo(url: string, { protocol = 'graphql-transport-ws', ...options }: Options): WebSocket {
  const ws = new WebSocket(url.replace(/^http/, 'ws'), protocol === '' ? [] : protocol, {
    perMessageDeflate: false,
    ...options,
  })
  onTestFinished(() => ws.terminate())
  return ws
}
