import { createRegistry } from '@ebook/chassis/metrics'
import { capturedLog } from '@ebook/chassis/testing/captured-log'
import { connectNats } from '@ebook/nats/connection'
import type { PublishedEvent } from '@ebook/nats/event'
import type { TestNats } from '@ebook/testkit/infrastructure'
import { applyEvents } from '../feed/apply.ts'
import { startFeed } from '../feed/feed.ts'
import { positionsOf } from '../feed/positions.ts'
import { openFile, type DashboardFile } from '../file/dashboard-file.ts'
import { openView } from '../subscriptions/open-view.ts'
import { fromOutbox } from './arrivals.ts'
import { withFile } from './temporary-file.ts'

/** One replica without its HTTP side, on a file. */
export async function startReplica(nats: TestNats, path: string) {
  const { log, lines } = capturedLog('dashboard')
  const registry = createRegistry('dashboard')
  const file = await openFile(path, (message) => log.warn(message))
  const connection = await connectNats({ ...nats.credentials('dashboard'), name: 'dashboard' })
  const view = openView({ file, registry, waitMs: 2_000, resumeWindow: 1_000_000 })
  const feed = await startFeed({
    file,
    nats: connection,
    streamReplicas: 1,
    log,
    registry,
    onApplied: (applied) => view.hub.hear(applied),
    patienceMs: 300,
  })
  return {
    file,
    view,
    feed,
    /** What it logged. */
    lines,
    content: () => contentOf(file),
    async metric(name: string): Promise<number> {
      const values = (await registry.getSingleMetric(name)?.get())?.values ?? []
      return values.reduce((sum, { value }) => sum + value, 0)
    },
    async stop() {
      await feed.stop()
      await connection.close()
      await file.close()
    },
  }
}

export type Replica = Awaited<ReturnType<typeof startReplica>>

/** All that can be asked for, and the positions that it was made from. */
export async function contentOf({ read }: Pick<DashboardFile, 'read'>) {
  return {
    rows: await read.selectFrom('dashboard_row').selectAll().orderBy('rental_id').execute(),
    titles: await read.selectFrom('catalogue_row').selectAll().orderBy('book_id').execute(),
    holds: await read.selectFrom('hold_row').selectAll().orderBy('hold_id').execute(),
    said: await read.selectFrom('event').select(['event_id', 'actor', 'data']).orderBy('event_id').execute(),
    positions: await positionsOf(read),
  }
}

/** What a replica must come to show: the events taken in at once, in the order in which they were said. */
export function contentFrom(events: readonly PublishedEvent[]) {
  return withFile(async (file) => {
    await applyEvents(file, fromOutbox(events))
    return contentOf(file)
  })
}
