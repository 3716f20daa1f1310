import { onTestFinished } from 'vitest'
import { createRegistry } from '@ebook/chassis/metrics'
import { openFile } from '../file/dashboard-file.ts'
import type { Place } from '../file/place.ts'
import type { DashboardRow } from '../projections/row.ts'
import { follow, readPage, type Following, type Told } from '../subscriptions/follow.ts'
import { Hub } from '../subscriptions/hub.ts'
import { openView } from '../subscriptions/open-view.ts'
import type { View } from '../subscriptions/view.ts'
import { feeding } from './arrivals.ts'
import { temporaryPath } from './temporary-file.ts'

/** A replica without HTTP and NATS, fed by hand. It ends with the test. */
export async function startView(settings: Partial<Pick<View, 'waitMs' | 'resumeWindow' | 'hub'>> = {}) {
  const { path, remove } = temporaryPath()
  const file = await openFile(path)
  const registry = createRegistry('dashboard')
  const hub = settings.hub ?? new Hub()
  const view = openView({ waitMs: 2_000, resumeWindow: 1_000_000, ...settings, file, registry, hub })
  onTestFinished(async () => {
    hub.stop()
    await file.close()
    remove()
  })
  const metric = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values[0]?.value ?? 0
  return { ...view, feed: feeding(view), metric }
}

export type TestView = Awaited<ReturnType<typeof startView>>

export interface ToldRow {
  readonly row: DashboardRow
  readonly place: Place
}

export const rowsOf = (told: readonly Told[]): ToldRow[] =>
  told.flatMap((one) => (one.row === undefined ? [] : [{ row: one.row, place: one.place }]))

const never = new AbortController().signal

/** One page, as the router asks for it. */
export async function readOnePage(view: View, following: Omit<Following, 'signal'>, page: number) {
  const told: Told[] = []
  for await (const one of readPage(view, { ...following, signal: never }, page)) told.push(one)
  const mark = told.at(-1)
  if (!mark || mark.row !== undefined) throw new Error('a page ends with a mark')
  return { rows: rowsOf(told), place: mark.place, caughtUp: mark.caughtUp }
}

/** Page by page until there is nothing more; each page perhaps from another replica. */
export async function readAll(
  replicas: View | readonly View[],
  { begin, scope = {}, page = 10 }: { begin: Following['begin']; scope?: Following['scope']; page?: number },
) {
  const views = [replicas].flat() as View[]
  const rows: ToldRow[] = []
  for (let from = begin, turn = 0; ; turn += 1) {
    const view = views[turn % views.length]
    if (!view) throw new Error('no replica')
    const read = await readOnePage(view, { begin: from, scope }, page)
    rows.push(...read.rows)
    if (read.caughtUp) return { rows, place: read.place }
    from = read.place
  }
}

/** Follows until it is stopped, or the test is over. */
export function startFollowing(view: View, following: Omit<Following, 'signal'>) {
  const leaving = new AbortController()
  const told: Told[] = []
  let woken = Promise.withResolvers<void>()
  const running = (async () => {
    for await (const one of follow(view, { ...following, signal: leaving.signal })) {
      told.push(one)
      woken.resolve()
      woken = Promise.withResolvers()
    }
  })()
  const stop = async () => {
    leaving.abort(new Error('left'))
    await running.catch(() => undefined)
  }
  running.catch(() => woken.resolve())
  onTestFinished(stop)
  return {
    told,
    running,
    stop,
    rows: () => rowsOf(told),
    /** Throws what ends the following, if that comes first. */
    async until(fact: () => boolean): Promise<void> {
      while (!fact()) await Promise.race([woken.promise, running])
    },
  }
}
