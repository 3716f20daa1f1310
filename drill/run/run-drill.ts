import { mkdir, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SeededRandom } from '@ebook/clients/seeded-random'
import { checkStatements, type Outcome } from '@ebook/reconcile/check-statements'
import type { Installation } from '@ebook/reconcile/installation'
import { findInstallation, openInstallation } from '@ebook/reconcile/open-installation'
import { statements } from '@ebook/reconcile/statements'
import { subscriptionsEndOnTheLast } from '@ebook/reconcile/statements/what-clients-saw'
import { untilQuiet } from '@ebook/reconcile/until-quiet'
import { carryOut, type InjectedFault } from '../faults/carry-out.ts'
import type { Fault } from '../faults/fault.ts'
import type { Plan } from '../faults/plan.ts'
import type { SourceChange } from '../mutation/source-change.ts'
import { recordTo, type Recorder } from '../people/recorder.ts'
import { startSystem, type Shape, type SystemUnderTest } from '../system/system.ts'
import { startAttack } from './attack.ts'
import { figuresOf, takeFigures } from './figures.ts'
import { startLoad, type Load } from './load.ts'
import { uncaughtIn } from './uncaught.ts'
import { whatJoins } from './what-joins.ts'

export interface DrillSettings {
  readonly seed: number
  /** Before the first fault, and before the attackers. */
  readonly cleanMs: number
  /** Whether attackers of each kind are there too, from the clean phase to the last heal. */
  readonly attackers?: boolean
  /** What may be made ready for before anybody comes. */
  readonly faults?: readonly Fault[]
  /** Made of those of `faults` that this machine allows. */
  readonly planOf: (system: SystemUnderTest, possible: readonly Fault[]) => Plan
  /** How long people use it at least. */
  readonly forMs?: number
  /** Added to what every process is told. */
  readonly env?: Readonly<Record<string, string>>
  readonly shape: Shape
  readonly changes?: readonly SourceChange[]
  readonly dataDir: string
  readonly members: number
  readonly librarians?: number
  /** How long people think, at most. */
  readonly thinkMs?: number
  /** From the last heal until nothing is under way any more. */
  readonly quietWithinMs: number
  readonly onProgress: (line: string) => void
  /** Ends it before its time; then it throws the signal's reason. */
  readonly signal?: AbortSignal
}

export interface DrillResult {
  /** What could not be done on this machine, and why. */
  readonly notPossible: readonly { readonly fault: string; readonly why: string }[]
  readonly timeline: readonly InjectedFault[]
  readonly outcomes: readonly Outcome[]
  /** Null: never within the bound. */
  readonly quietAfterMs: number | null
  readonly calls: Readonly<Record<'ok' | 'failed' | 'unknown', number>>
  readonly rowsSeen: number
}

/** The phases: clean, faults, heal, quiet, check. Throws when there is no installation to drill. */
export async function runDrill(settings: DrillSettings): Promise<DrillResult> {
  const { dataDir, signal } = settings
  await mkdir(dataDir, { recursive: true })
  const recorder = recordTo(resolve(dataDir, 'client-log.jsonl'))
  const system = await startSystem({
    ...settings,
    changes: settings.changes ?? [],
    env: { ...ENVIRONMENT, ...settings.env },
  })
  const toldToEnd = new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason))
  })
  try {
    return await Promise.race([drillSystem(system, recorder, settings), toldToEnd])
  } finally {
    await system.stop()
  }
}

async function drillSystem(system: SystemUnderTest, recorder: Recorder, settings: DrillSettings): Promise<DrillResult> {
  const { dataDir, onProgress, seed } = settings
  onProgress(`started: ${[...system.processes.keys()].join(', ')}`)
  const notPossible = await prepare(system, settings)
  const load = await startLoad({
    seed,
    entrance: system,
    recorder,
    members: settings.members,
    librarians: settings.librarians ?? 2,
    thinkMs: settings.thinkMs ?? 600,
  })
  await delay(settings.cleanMs)
  const attacked = settings.attackers ? await beginAttack(system, load, recorder, settings) : undefined
  system.crowd.push(...load.watchers)
  const base = await takeFigures(system)
  const { planOf, faults = [], forMs = 0 } = settings
  const possible = faults.filter(({ name }) => !notPossible.some(({ fault }) => fault === name))
  const plan = planOf(system, possible)
  const timeline = await carryOut(plan, forMs, system, new SeededRandom(seed, 'faults'), onProgress)
  const healed = performance.now()
  onProgress('healed; everybody finishes what they have begun')
  await attacked?.end()
  await load.end()
  const { quietAfterMs, outcomes } = await check(healed, recorder, settings, async () => {
    for (const figure of figuresOf(base, await takeFigures(system))) recorder.record(figure)
    for (const entry of await uncaughtIn(resolve(dataDir, 'log'))) recorder.record(entry)
    load.leave()
  })
  return { notPossible, timeline, outcomes, quietAfterMs, ...told(recorder) }
}

/** Attackers come, and stay until the end; how members are answered is measured before them and under them. */
async function beginAttack(
  system: SystemUnderTest,
  load: Load,
  recorder: Recorder,
  { seed, onProgress }: DrillSettings,
) {
  const without = await load.pace()
  onProgress(`members were answered within ${without.p99} ms (p99); attackers begin`)
  const attack = await startAttack(system, recorder, new SeededRandom(seed, 'attackers'))
  await load.pace()
  const under = await load.pace()
  onProgress(`members are answered within ${under.p99} ms under attack`)
  return {
    async end() {
      recorder.record({ kind: 'pace', attempts: await attack.end(), without, under })
    },
  }
}

const SUBSCRIBERS_WITHIN_MS = 30_000

async function prepare(
  system: SystemUnderTest,
  { faults = [], onProgress }: DrillSettings,
): Promise<DrillResult['notPossible']> {
  const notPossible: { fault: string; why: string }[] = []
  for (const { name, prepare } of faults) {
    const why = await prepare?.(system)
    if (why === undefined) continue
    onProgress(`${name} cannot be done here: ${why}`)
    notPossible.push({ fault: name, why })
  }
  return notPossible
}

/** A provider that declines and loses replies, as real ones do. */
const ENVIRONMENT = {
  PAYMENT_SIMULATOR_DECLINE_RATE: '0.1',
  PAYMENT_SIMULATOR_LOSE_REPLY_RATE: '0.1',
  PAYMENT_PROVIDER_TIMEOUT_MS: '500',
  SHUTDOWN_STAGGER_MS: '200',
}

async function check(healed: number, recorder: Recorder, settings: DrillSettings, beforeTheCheck: () => Promise<void>) {
  const { onProgress, quietWithinMs: boundMs } = settings
  const installation = await openInstallation(
    await findInstallation(settings.dataDir, { DASHBOARD_FILE: await dashboardsOf(settings.dataDir) }),
  )
  try {
    const { tookMs, last } = await untilQuiet(installation, healed, boundMs, onProgress)
    onProgress(tookMs === null ? `not quiet after ${boundMs} ms` : `quiet after ${tookMs} ms`)
    for (const { number, offending } of last) onProgress(`statement ${number}: ${offending.length} rows left`)
    recorder.record({ kind: 'drained', tookMs, boundMs })
    const everything = { ...installation, clientLog: recorder.entries }
    await untilSubscribersHaveAll(everything)
    await beforeTheCheck()
    for (const entry of await whatJoins(settings.dataDir, everything)) recorder.record(entry)
    onProgress('the stream is freed of what is to be forgotten')
    const outcomes = await checkStatements(everything, statements, { withinMs: 5_000, graceMs: 0 })
    return { quietAfterMs: tookMs, outcomes }
  } finally {
    await installation.close()
  }
}

/** Every replica has a file of its own. */
async function dashboardsOf(dataDir: string): Promise<string> {
  const folder = resolve(dataDir, 'dashboard')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sqlite'))
  return files.map((name) => resolve(folder, name)).join(',')
}

/** What is committed is on its way to them: waits for that, and leaves the verdict to the statement. */
async function untilSubscribersHaveAll(installation: Installation): Promise<void> {
  const deadline = performance.now() + SUBSCRIBERS_WITHIN_MS
  while (performance.now() < deadline) {
    if ((await subscriptionsEndOnTheLast.check(installation)).length === 0) return
    await delay(200)
  }
}

function told(recorder: Recorder): Pick<DrillResult, 'calls' | 'rowsSeen'> {
  const calls = { ok: 0, failed: 0, unknown: 0 }
  let rowsSeen = 0
  for (const entry of recorder.entries) {
    if (entry.kind === 'call') calls[entry.outcome] += 1
    if (entry.kind === 'seen') rowsSeen += 1
  }
  return { calls, rowsSeen }
}
