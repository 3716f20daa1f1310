import { createClient } from 'graphql-ws'
import type { Refusal } from './follow.ts'

export interface Request {
  readonly query: string
  readonly operationName: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly extensions: Readonly<Record<string, unknown>>
}

export interface Answer {
  readonly data?: unknown
  readonly extensions?: { readonly cursor?: string }
}

export interface Listener {
  readonly onConnected: () => void
  readonly onAnswer: (answer: Answer) => void
  /** The page was busy with itself and has not listened: what came meanwhile is still to be heard. */
  readonly onDeaf: () => void
  /** The last that is heard of it. */
  readonly onEnd: (end: End) => void
}

export type End =
  | { readonly kind: 'refused'; readonly errors: readonly Refusal[] }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }

export interface Connection {
  /** Gives a new token to the open socket; a socket that does not take it is closed, to come back with it. */
  renew(token: string): void
  /** At once, without waiting for a network that may be gone. */
  terminate(): void
}

export type Connect = (url: string, token: string, request: Request, listener: Listener) => Connection

/** A router, or a network, that has gone without a word is noticed within twice this time. */
const PING_MS = 8_000
/** A timer that is later than this was kept waiting by the page itself, as were the answers. */
const DEAF_MS = 2_000

/**
 * One socket with one subscription, to its end. The library's own retry would ask again with the token and the request
 * as they were; what is asked for the second time must say how far the first came.
 */
export const connect: Connect = (url, token, request, listener) => {
  let socket: WebSocket | undefined
  let ended = false
  let hasHeard = false
  let patience: ReturnType<typeof setTimeout> | undefined
  // A browser waits minutes for a network that swallows everything.
  wait()

  function wait(wasDeaf = false): void {
    const due = performance.now() + PING_MS
    hasHeard = false
    clearTimeout(patience)
    patience = setTimeout(() => {
      // A page that was deaf knows nothing of the network: what has come meanwhile stands behind this very timer.
      const isDeaf = performance.now() - due > DEAF_MS
      if (!hasHeard && (!isDeaf || wasDeaf)) return finish(SILENT)
      if (isDeaf) listener.onDeaf()
      wait(isDeaf)
    }, PING_MS)
  }

  function finish(end: End): void {
    if (ended) return
    ended = true
    clearTimeout(patience)
    listener.onEnd(end)
    socket?.close()
    // Of a socket that closed while it was being opened there is nothing to put away: that it did is told above.
    void Promise.resolve(client.dispose()).catch(() => undefined)
  }

  const keep = (opening: WebSocket) => (socket = opening)
  const client = createClient({
    url,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols)
        keep(this)
      }
    },
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      message: () => {
        hasHeard = true
      },
      connected: () => {
        clearTimeout(patience)
        if (!ended) listener.onConnected()
      },
      ping: (received) => {
        if (!received) wait()
      },
      pong: (received, payload) => {
        if (!received) return
        clearTimeout(patience)
        if (payload?.['authorization'] === 'refused') finish(SILENT)
      },
    },
  })
  client.subscribe<Record<string, unknown>>(
    { ...request },
    {
      next: (answer) => {
        if (!ended) listener.onAnswer(answer as Answer)
      },
      error: (error) => finish(endOf(error)),
      complete: () => finish({ kind: 'closed', code: 1000, reason: 'completed' }),
    },
  )
  return {
    renew: (next) => {
      if (socket?.readyState !== WebSocket.OPEN) return
      socket.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${next}` } }))
    },
    terminate: () => finish(SILENT),
  }
}

/** As if the socket had just broken: to be made anew. */
const SILENT: End = { kind: 'closed', code: 1006, reason: '' }

function endOf(error: unknown): End {
  if (Array.isArray(error)) return { kind: 'refused', errors: error as Refusal[] }
  const { code, reason } = error as { code?: unknown; reason?: unknown }
  return { kind: 'closed', code: typeof code === 'number' ? code : 1006, reason: String(reason ?? '') }
}
