import { LiveSubscription } from '@ebook/clients/live-subscription'
import type { Json } from '@ebook/clients/people'
import type { Stack } from '@ebook/stack/stack'

/** The dashboard as it was told from now on. Versions of a rental rise by one: what is lost or comes twice is a problem. */
export interface Listener {
  readonly token: string
  /** When each row arrived, in milliseconds of the epoch. */
  readonly at: readonly number[]
  /** The newest version of each rental. */
  readonly versions: ReadonlyMap<string, number>
  /** How often the subscription ended, by the code that it was told; it came back with its cursor. */
  readonly ends: Readonly<Record<string, number>>
  readonly problems: readonly string[]
  stop(): void
}

const CHANGED = 'subscription DashboardChanged { dashboardChanged { rentalId version status points dueAt rentedDate } }'
const RESUMABLE = new Set(['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RESYNC_REQUIRED'])
const PAUSE_MS = 100
const TTL_S = 12 * 3_600

/** Listens as docs/live-subscriptions.md says that clients should. `take` is told of each row and when it arrived. */
export async function listenTo(
  stack: Stack,
  sub: string,
  role: 'MEMBER' | 'ADMIN',
  take: (row: Json, arrivedAt: number) => void,
): Promise<Listener> {
  const token = await stack.token(sub, role, { ttl: TTL_S })
  const at: number[] = []
  const versions = new Map<string, number>()
  const ends: Record<string, number> = {}
  const problems: string[] = []
  const live: LiveSubscription = new LiveSubscription(
    {
      url: () => stack.url,
      token: async () => token,
      query: CHANGED,
      variables: { snapshot: false },
      pauseMs: () => PAUSE_MS,
    },
    {
      beginsAnew: () => undefined,
      next({ data, errors }) {
        const now = performance.timeOrigin + performance.now()
        const row = data?.dashboardChanged
        if (errors !== undefined || !row) return void problems.push(`it was sent ${JSON.stringify(errors)}`)
        const { rentalId, version } = row
        const last = versions.get(rentalId)
        // Payment's first event may be on the stream before rent's, and there is no row before that: then it begins with 2.
        if (last !== undefined && version !== last + 1) problems.push(`${version} of ${rentalId} came after ${last}`)
        at.push(now)
        versions.set(rentalId, version)
        take(row, now)
      },
      refused(error) {
        const { code, cursor } = error?.extensions ?? {}
        ends[code] = (ends[code] ?? 0) + 1
        const isLost = !RESUMABLE.has(code) || (code === 'RESYNC_REQUIRED' && typeof cursor !== 'string')
        if (isLost) problems.push(`its subscription was ended: ${JSON.stringify(error)}`)
      },
      // The server has ended the operation, as it may when it stops: the rest is as after a cut.
      complete: () => live.cut(),
      violation: (what) => problems.push(what),
    },
  )
  await live.connect()
  return { token, at, versions, ends, problems, stop: () => live.leave() }
}
