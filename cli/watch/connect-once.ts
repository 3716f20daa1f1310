import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { DASHBOARD_CHANGED, type Payload } from './document.ts'

export interface Begin {
  readonly snapshot: boolean
  /** The cursor of the last payload that was received. */
  readonly resumeFrom: string | undefined
}

export interface ConnectionSettings {
  readonly url: string
  readonly token: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly begin: Begin
  readonly onConnected: () => void
  readonly onPayload: (payload: Payload) => void
}

/** How a connection ended. */
export type End =
  | { readonly kind: 'refused'; readonly errors: readonly Refusal[] }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'completed' }

export interface Refusal {
  readonly message: string
  readonly extensions?: { readonly code?: string; readonly reason?: string; readonly cursor?: string }
}

/** A router that has died without a word is noticed within twice this time. */
const PING_MS = 10_000

/**
 * One connection with one subscription, to its end. graphql-ws could try again by itself, but with the request as it
 * was: what is asked for the second time must say how far the first came.
 */
export async function connectOnce(settings: ConnectionSettings, signal: AbortSignal): Promise<End> {
  let socket: WebSocket | undefined
  let pongDue: NodeJS.Timeout | undefined
  const client = createClient({
    url: settings.url,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, { handshakeTimeout: PING_MS })
      }
    },
    connectionParams: { authorization: `Bearer ${settings.token}` },
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      opened: (opened) => (socket = opened as WebSocket),
      connected: settings.onConnected,
      ping: (received) => {
        if (!received) pongDue = setTimeout(() => socket?.terminate(), PING_MS)
      },
      pong: (received) => {
        if (received) clearTimeout(pongDue)
      },
    },
  })
  const { snapshot, resumeFrom } = settings.begin
  try {
    return await new Promise<End>((resolve) => {
      signal.addEventListener('abort', () => resolve({ kind: 'completed' }), { once: true })
      if (signal.aborted) return resolve({ kind: 'completed' })
      client.subscribe(
        {
          query: DASHBOARD_CHANGED,
          operationName: 'DashboardChanged',
          variables: { ...settings.variables, snapshot },
          ...(resumeFrom !== undefined && { extensions: { resumeFrom } }),
        },
        {
          next: (payload) => settings.onPayload(payload as Payload),
          error: (error) => resolve(endOf(error)),
          complete: () => resolve({ kind: 'completed' }),
        },
      )
    })
  } finally {
    clearTimeout(pongDue)
    await client.dispose()
    socket?.close()
  }
}

function endOf(error: unknown): End {
  if (Array.isArray(error)) return { kind: 'refused', errors: error as Refusal[] }
  const { code, reason, message } = error as { code?: unknown; reason?: unknown; message?: unknown }
  if (typeof code === 'number' && code !== 1006) return { kind: 'closed', code, reason: String(reason ?? '') }
  return { kind: 'unreachable', why: typeof message === 'string' && message !== '' ? message : 'the connection broke' }
}
