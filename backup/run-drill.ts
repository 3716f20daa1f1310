import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fill } from '@ebook/bench/cost/fill'
import { connect } from '@ebook/bench/people'
import { recordTo } from '@ebook/drill/people/recorder'
import { startLoad } from '@ebook/drill/run/load'
import { query } from '@ebook/processes/postgres'
import { checkStatements, type Outcome } from '@ebook/reconcile/check-statements'
import { findInstallation, openInstallation } from '@ebook/reconcile/open-installation'
import { statements } from '@ebook/reconcile/statements'
import { untilQuiet } from '@ebook/reconcile/until-quiet'
import { layoutOf } from '@ebook/stack/data-dir'
import { startStack, type Stack } from '@ebook/stack/stack'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { placesIn } from './backup-folder.ts'
import { keepProviderBooks, providerBooks } from './money-since.ts'
import { restoreStack } from './restore-stack.ts'
import { takeBackup } from './take-backup.ts'

export interface DrillSettings {
  readonly seed: number
  /** Everything is in it: the installation and its backups. */
  readonly folder: string
  readonly members: number
  /**
   * That are there before anybody comes: copies of one, to have something to carry. They are not lives that statements could
   * follow, so that with them only times are told.
   */
  readonly rentals: number
  readonly quietWithinMs: number
  readonly onProgress: (line: string) => void
}

export interface DrillResult {
  /** In the installation at its end, and at the instant that it was put back to. */
  readonly rentals: { readonly before: number; readonly restored: number }
  readonly seconds: {
    readonly backup: number
    readonly restore: number
    /** Until members are answered again. */
    readonly start: number
    /** From then on, until all was published again and the dashboards had it; null: not within the bound. */
    readonly quiet: number | null
  }
  readonly megabytes: number
  readonly outcomes: readonly Outcome[]
  /** What the provider knows, and the restored books do not: as many, and those that reconcile does not name. */
  readonly moneySince: { readonly known: number; readonly untold: readonly string[] }
}

/** Outboxes are published, inboxes and dashboards at their ends. */
const ROAD = new Set([12, 15])

/** A provider that loses replies, as real ones do, so that there is money under way at any instant. */
const ENVIRONMENT = {
  PAYMENT_SIMULATOR_LOSE_REPLY_RATE: '0.1',
  PAYMENT_PROVIDER_TIMEOUT_MS: '500',
  SHUTDOWN_STAGGER_MS: '200',
  LOAN_LIMIT: '1000000',
}

/**
 * An installation of its own is backed up while members rent, and put back to an instant in the middle, without what NATS
 * and the dashboards kept. Throws what backup and restore throw.
 */
export async function runDrill(settings: DrillSettings): Promise<DrillResult> {
  const { folder, onProgress } = settings
  const dataDir = resolve(folder, 'data')
  const places = placesIn(resolve(folder, 'backups'))
  const layout = layoutOf(dataDir)
  await mkdir(places.folder, { recursive: true })
  const timed = stopwatch()

  const before = await inStack(dataDir, async (stack) => {
    if (settings.rentals > 0) await filled(stack, settings.rentals)
    const load = await startLoad({
      seed: settings.seed,
      entrance: entranceOf(stack),
      recorder: recordTo(resolve(folder, 'client-log.jsonl')),
      members: settings.members,
      librarians: 2,
      thinkMs: 300,
    })
    await load.pace()
    onProgress('members rent; a backup is taken')
    const url = stack.postgresUrl('postgres')
    const took = timed()
    const base = await takeBackup({ url, places, archiveLink: layout.archive, onProgress: () => undefined })
    const backup = took()
    await load.pace()
    const to = await clockOf(stack)
    onProgress(`${to.toISOString()} is the instant; they go on`)
    await load.pace()
    await load.end()
    load.leave()
    const provider = await providerBooks(stack.postgresUrl('payment'))
    return { to, base, backup, provider, rentals: await rentalsIn(stack) }
  })

  const restoring = timed()
  await restoreStack({ places, layout, to: before.to, takesOver: false, onProgress })
  const restore = restoring()
  const starting = timed()
  return inStack(dataDir, async (stack) => {
    const start = starting()
    onProgress('members are answered; everything is published again')
    const installation = await openInstallation(await findInstallation(dataDir, {}))
    try {
      const copies = settings.rentals > 0
      const { tookMs } = await untilQuiet(
        installation,
        performance.now(),
        settings.quietWithinMs,
        onProgress,
        copies ? ROAD : undefined,
      )
      const restored = await rentalsIn(stack)
      const checked = copies ? [] : statements
      const outcomes = await checkStatements(installation, checked, { withinMs: 5_000, graceMs: 0 })
      const lacking = await keepProviderBooks(stack.postgresUrl('payment'), before.provider)
      const about = statements.filter(({ number }) => number === 5 || number === 8)
      const told = await checkStatements(installation, about, { withinMs: 0, graceMs: 0 })
      const named = new Set(told.flatMap(({ offending }) => offending.map(({ row }) => row)))
      return {
        rentals: { before: before.rentals, restored },
        seconds: { backup: before.backup, restore, start, quiet: tookMs === null ? null : tookMs / 1_000 },
        megabytes: Math.ceil(before.base.bytes / 1024 / 1024),
        outcomes,
        moneySince: { known: lacking.length, untold: lacking.filter((row) => !named.has(row)) },
      }
    } finally {
      await installation.close()
    }
  })
}

async function inStack<T>(dataDir: string, work: (stack: Stack) => Promise<T>): Promise<T> {
  const stack = await startStack({ dataDir, durable: true, env: ENVIRONMENT })
  try {
    return await work(stack)
  } finally {
    await stack.stop()
  }
}

async function filled(stack: Stack, rentals: number): Promise<void> {
  const router = connect(stack, 4)
  await fill({ stack, router }, rentals)
  await router.close()
  await Promise.all(SUBGRAPHS.map((name) => stack.process(name).start()))
}

const entranceOf = (stack: Stack) => ({
  url: () => stack.url,
  token: ({ sub, role }: { readonly sub: string; readonly role: 'MEMBER' | 'ADMIN' }) => stack.token(sub, role),
})

const stopwatch = () => () => {
  const began = performance.now()
  return () => (performance.now() - began) / 1_000
}

async function rentalsIn(stack: Stack): Promise<number> {
  const [row] = await query(stack.postgresUrl('rent'), 'select count(*)::int as count from rental')
  return Number(row?.['count'])
}

async function clockOf(stack: Stack): Promise<Date> {
  const [row] = await query(stack.postgresUrl('rent'), 'select clock_timestamp() as now')
  return row?.['now'] as Date
}
