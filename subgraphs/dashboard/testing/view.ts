import { onTestFinished } from 'vitest'
import { createRegistry } from '@ebook/chassis/metrics'
import { openFile } from '../file/dashboard-file.ts'
import type { Place } from '../file/place.ts'
import type { FollowedRow } from '../projections/kinds.ts'
import type { DashboardRow } from '../projections/row.ts'
import type { Ears } from '../subscriptions/ears.ts'
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

export interface ToldRow<Row extends FollowedRow = DashboardRow> {
  readonly row: Row
  readonly place: Place
}

/** Rentals, unless it says where else to listen. */
interface Wish<Row extends FollowedRow> {
  readonly begin: Following['begin']
  readonly scope: Following['scope']
  readonly ears?: Ears<Row>
}

const earsOf = <Row extends FollowedRow>({ hub }: View, { ears }: Wish<Row>): Ears<Row> =>
  ears ?? (hub.rentals as unknown as Ears<Row>)

export const rowsOf = <Row extends FollowedRow>(told: readonly Told<Row>[]): ToldRow<Row>[] =>
  told.flatMap((one) => ('caughtUp' in one ? [] : [{ row: one.row, place: one.place }]))

const never = new AbortController().signal

/** One page, as the router asks for it. */
export async function readOnePage<Row extends FollowedRow = DashboardRow>(
  view: View,
  wish: Wish<Row>,
  page: number,
): Promise<{ readonly rows: ToldRow<Row>[]; readonly place: Place; readonly caughtUp: boolean }> {
  const told: Told<Row>[] = []
  const following = { ...wish, ears: earsOf(view, wish), signal: never }
  for await (const one of readPage(view, following, page)) told.push(one)
  const mark = told.at(-1)
  if (!mark || !('caughtUp' in mark)) throw new Error('a page ends with a mark')
  return { rows: rowsOf(told), place: mark.place, caughtUp: mark.caughtUp }
}

/** Page by page until there is nothing more; each page perhaps from another replica. */
export async function readAll<Row extends FollowedRow = DashboardRow>(
  replicas: View | readonly View[],
  { begin, scope = {}, page = 10, ears }: Omit<Wish<Row>, 'scope'> & { scope?: Following['scope']; page?: number },
) {
  const views = [replicas].flat() as View[]
  const rows: ToldRow<Row>[] = []
  for (let from = begin, turn = 0; ; turn += 1) {
    const view = views[turn % views.length]
    if (!view) throw new Error('no replica')
    const read = await readOnePage<Row>(view, { begin: from, scope, ...(ears && { ears }) }, page)
    rows.push(...read.rows)
    if (read.caughtUp) return { rows, place: read.place }
    from = read.place
  }
}

/** Follows until it is stopped, or the test is over. */
export function startFollowing<Row extends FollowedRow = DashboardRow>(view: View, wish: Wish<Row>) {
  const leaving = new AbortController()
  const told: Told<Row>[] = []
  const following = { ...wish, ears: earsOf(view, wish), signal: leaving.signal }
  let woken = Promise.withResolvers<void>()
  const running = (async () => {
    for await (const one of follow(view, following)) {
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
