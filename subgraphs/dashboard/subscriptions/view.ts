import type { Quota } from '@ebook/chassis/quota'
import type { DashboardFile } from '../file/dashboard-file.ts'
import type { Hub } from './hub.ts'
import type { LiveMetrics } from './metrics.ts'

/** What the resolvers read: the replica's file, and who tells when there is more in it. */
export interface View {
  readonly file: DashboardFile
  readonly hub: Hub
  readonly metrics: LiveMetrics
  /** How long is waited for what a caller knows to be there, in milliseconds. */
  readonly waitMs: number
  /** Who waits for events that are not here yet. */
  readonly waits: Quota
  /** How many sequences back changes are given for. */
  readonly resumeWindow: number
}
