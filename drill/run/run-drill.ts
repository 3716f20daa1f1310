import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { checkStatements, type Outcome } from '../check-statements.ts'
import { dice } from '../dice.ts'
import type { Fault } from '../faults/fault.ts'
import { planFaults, type Planned } from '../faults/plan.ts'
import type { SourceChange } from '../mutants/mutation.ts'
import { findInstallation, openInstallation } from '../open-installation.ts'
import { statements } from '../statements.ts'
import { figuresOf, takeFigures } from './figures.ts'
import { startLoad } from './load.ts'
import { recordTo, type Recorder } from './recorder.ts'
import { startSite, type Site } from './site.ts'
import { untilQuiet } from './quiet.ts'
import { uncaughtIn } from './uncaught.ts'

export interface DrillSettings {
  readonly seed: number
  /** Of the faults; the rest takes what it takes. */
  readonly faultsMs: number
  /** Before the first fault. */
  readonly cleanMs: number
  readonly faults: readonly Fault[]
  readonly changes?: readonly SourceChange[]
  readonly dataDir: string
  readonly members: number
  /** From the last heal until nothing is under way any more. */
  readonly quietWithinMs: number
  readonly onProgress: (line: string) => void
}

export interface Happened {
  readonly atMs: number
  readonly fault: string
  readonly target: string
  readonly lastedMs: number
  /** How long undoing it took, until what was hit served again. */
  readonly healedInMs: number
  readonly problem?: string
}

export interface DrillResult {
  readonly timeline: readonly Happened[]
  readonly outcomes: readonly Outcome[]
  /** Null: never within the bound. */
  readonly quietAfterMs: number | null
  readonly calls: Readonly<Record<'ok' | 'failed' | 'unknown', number>>
  readonly rowsSeen: number
  readonly clientLog: string
}

/** The phases: clean, faults, heal, quiet, check. Throws when there is no installation to drill. */
export async function runDrill(settings: DrillSettings): Promise<DrillResult> {
  const { dataDir, onProgress, seed } = settings
  await mkdir(dataDir, { recursive: true })
  const clientLog = resolve(dataDir, 'client-log.jsonl')
  const recorder = recordTo(clientLog)
  const site = await startSite({ ...settings, changes: settings.changes ?? [], env: ENVIRONMENT })
  try {
    onProgress(`started: ${[...site.processes.keys()].join(', ')}`)
    const load = await startLoad({
      seed,
      entrance: site,
      recorder,
      members: settings.members,
      librarians: 2,
      thinkMs: 600,
    })
    await delay(settings.cleanMs)
    const base = await takeFigures(site)
    const timeline = await makeTrouble(site, settings)
    const healed = performance.now()
    onProgress('healed; everybody finishes what they have begun')
    await load.end()
    const { quietAfterMs, outcomes } = await check(healed, recorder, settings, async () => {
      for (const figure of figuresOf(base, await takeFigures(site))) recorder.record(figure)
      for (const entry of await uncaughtIn(resolve(dataDir, 'log'))) recorder.record(entry)
      load.leave()
    })
    return { timeline, outcomes, quietAfterMs, clientLog, ...told(recorder) }
  } finally {
    await site.stop()
    await recorder.close()
  }
}

/** A provider that declines and loses replies, as real ones do. */
const ENVIRONMENT = {
  PAYMENT_SIMULATOR_DECLINE_RATE: '0.1',
  PAYMENT_SIMULATOR_LOSE_REPLY_RATE: '0.1',
  PAYMENT_PROVIDER_TIMEOUT_MS: '500',
  SHUTDOWN_STAGGER_MS: '200',
}

async function makeTrouble(site: Site, settings: DrillSettings): Promise<Happened[]> {
  const { onProgress, seed } = settings
  const plan = planFaults(settings.faults, site, dice(seed, 'faults'), settings.faultsMs)
  onProgress(`the plan of seed ${seed}: ${plan.map(nameOf).join(', ')}`)
  const chance = dice(seed, 'injecting')
  const timeline: Happened[] = []
  const begun = performance.now()
  for (const [index, planned] of plan.entries()) {
    await delay(planned.afterMs)
    onProgress(`fault ${index + 1} of ${plan.length}: ${nameOf(planned)} (${planned.fault.what})`)
    const atMs = Math.round(performance.now() - begun)
    timeline.push({ atMs, fault: planned.fault.name, target: planned.target, ...(await strike(site, planned, chance)) })
  }
  return timeline
}

const nameOf = ({ fault, target, forMs }: Planned) =>
  `${fault.name} ${target}${forMs > 0 ? ` for ${(forMs / 1_000).toFixed(1)} s` : ''}`

async function strike(site: Site, { fault, target, forMs }: Planned, chance: ReturnType<typeof dice>) {
  const begun = performance.now()
  const heal = await fault.inject(site, target, chance)
  await delay(forMs)
  const healing = performance.now()
  await heal()
  return { lastedMs: Math.round(healing - begun), healedInMs: Math.round(performance.now() - healing) }
}

async function check(healed: number, recorder: Recorder, settings: DrillSettings, beforeTheCheck: () => Promise<void>) {
  const { onProgress, quietWithinMs: boundMs } = settings
  const installation = await openInstallation(await findInstallation(settings.dataDir, {}))
  try {
    const { tookMs, last } = await untilQuiet(installation, healed, boundMs, onProgress)
    onProgress(tookMs === null ? `not quiet after ${boundMs} ms` : `quiet after ${tookMs} ms`)
    for (const { number, offending } of last) onProgress(`statement ${number}: ${offending.length} rows left`)
    recorder.record({ kind: 'drained', tookMs, boundMs })
    await beforeTheCheck()
    const everything = { ...installation, clientLog: recorder.entries }
    const outcomes = await checkStatements(everything, statements, { withinMs: 5_000, graceMs: 0 })
    return { quietAfterMs: tookMs, outcomes }
  } finally {
    await installation.close()
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
