import { ServerResponse, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** A connection whose client asks to speak another protocol on it, and what it has already sent. */
export interface Upgrade {
  readonly socket: Socket
  readonly head: Buffer
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>()

/** For `http.createServer`: other protocols (some Java clients offer h2c with every request) are not ours to speak. */
export const isWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket'

/**
 * Sends requests for a WebSocket the way of all others, so that they pass the same gate and a refusal is an ordinary
 * HTTP answer; `takeOver` in a handler then gets the socket. (As @fastify/websocket does.)
 */
export function routeUpgrades(server: FastifyInstance): void {
  server.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Until somebody takes it over, nobody else listens: a reset would end the process.
    socket.on('error', () => socket.destroy())
    upgrades.set(request, { socket, head })
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket)
    response.once('finish', () => socket.destroySoon())
    server.routing(request, response)
  })
}

export function isUpgrade(request: IncomingMessage): boolean {
  return upgrades.has(request)
}

/** The connection, which is the caller's from now on: nothing can be answered over HTTP any more. */
export function takeOver(request: IncomingMessage, response: ServerResponse): Upgrade | undefined {
  const upgrade = upgrades.get(request)
  if (upgrade !== undefined) response.detachSocket(upgrade.socket)
  return upgrade
}

/**
 * Whether the page that opens the WebSocket may: browsers name its origin, and apply no CORS to WebSockets. `host` is
 * what the client asked for, as a Host header has it: in any case, with or without the port that the scheme has anyway.
 */
export function isOwnOrigin(origin: string | undefined, host: string, listed: readonly string[]): boolean {
  if (origin === undefined || listed.includes(origin)) return true
  const page = URL.parse(origin)
  if (page === null || host === '') return false
  // Behind a proxy that ends TLS only the page knows its scheme.
  const asked = URL.parse(`${page.protocol}//${host}`)
  return asked !== null && asked.host === page.host && asked.origin === page.origin
}
