import type { Stack } from '@ebook/stack/stack'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

/** An ADMIN who hears of every rental, as docs/live-subscriptions.md says that clients should be. */
export interface Frames {
  /** When each arrived, in milliseconds of the epoch. */
  readonly at: readonly number[]
  readonly approved: ReadonlySet<string>
  /** How often its subscription ended, by the code that it was told; it came back with its cursor. */
  readonly ends: Readonly<Record<string, number>>
  readonly problem: string | undefined
  stop(): void
}

interface Row {
  readonly rentalId: string
  readonly version: number
  readonly status: string
}

const CHANGED = 'subscription { dashboardChanged { rentalId version status } }'
const RESUMABLE = new Set(['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RESYNC_REQUIRED'])
const PAUSE_MS = 100

export async function watchFrames(stack: Stack): Promise<Frames> {
  const token = await stack.token('libby', 'ADMIN', { ttl: 12 * 3_600 })
  const at: number[] = []
  const approved = new Set<string>()
  const versions = new Map<string, number>()
  const ends: Record<string, number> = {}
  let cursor: string | undefined
  let problem: string | undefined
  let stopped = false

  const take = ({ rentalId, version, status }: Row) => {
    at.push(Date.now())
    const last = versions.get(rentalId)
    if (last !== undefined && version !== last + 1) problem ??= `version ${version} of ${rentalId} came after ${last}`
    versions.set(rentalId, version)
    if (status === 'APPROVED') approved.add(rentalId)
  }
  const client = createClient({
    url: stack.url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
  })
  // Read when it is sent, also when the client comes back by itself.
  const extensions = {
    get resumeFrom() {
      return cursor
    },
  }
  const watch = () => {
    client.subscribe<{ dashboardChanged: Row }, { cursor?: string }>(
      { query: CHANGED, extensions },
      {
        next({ data, errors, extensions: sent }) {
          cursor = sent?.cursor ?? cursor
          if (errors !== undefined || data == null) problem ??= `it was sent ${JSON.stringify(errors)}`
          else take(data.dashboardChanged)
        },
        error(error) {
          if (stopped) return
          const [first] = (Array.isArray(error) ? error : []) as { extensions?: Record<string, unknown> }[]
          const code = String(first?.extensions?.['code'] ?? error)
          ends[code] = (ends[code] ?? 0) + 1
          const given = first?.extensions?.['cursor']
          if (!RESUMABLE.has(code) || (code === 'RESYNC_REQUIRED' && typeof given !== 'string')) {
            problem ??= `its subscription was ended: ${JSON.stringify(error)}`
            return
          }
          if (typeof given === 'string') cursor = given
          setTimeout(() => !stopped && watch(), PAUSE_MS)
        },
        complete: () => undefined,
      },
    )
  }
  watch()
  return {
    at,
    approved,
    ends,
    get problem() {
      return problem
    },
    stop() {
      stopped = true
      void client.dispose()
    },
  }
}
