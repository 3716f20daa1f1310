import type { Viewer } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import type { RouterContext } from '../federation/router-context.ts'
import type { FairSemaphore } from './fair-semaphore.ts'
import type { LiveMetrics } from './metrics.ts'
import type { Suspects } from './suspects.ts'
import type { Upstream } from './upstream.ts'

/** What groups and subscribers of one router share. */
export interface LiveParts {
  upstream(subgraph: string): Upstream
  /** A connection for one operation that may have ended the one that all share; whoever takes it stops it. */
  upstreamApart(subgraph: string): Upstream
  readonly suspects: Suspects
  /** One such connection at a time. */
  readonly apart: FairSemaphore
  /** The context of one hydration: on behalf of the viewer, with identifiers of its own. */
  contextFor(viewer: Viewer, wanted: RouterContext['wanted']): RouterContext
  newIdentifiers(): { readonly requestId: string; readonly traceparent: string }
  /** How many clients read at a time while they catch up. */
  readonly catchUps: FairSemaphore
  /** The longest that one row waits for the other subgraphs, in milliseconds. */
  readonly hydrationMs: number
  /** How long a client waits for the view, in milliseconds. */
  readonly patienceMs: number
  readonly metrics: LiveMetrics
  readonly log: Logger
}
