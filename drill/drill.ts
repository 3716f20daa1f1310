import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { SeededRandom } from '@ebook/clients/seeded-random'
import { EXIT, reportFailure } from '@ebook/stack/command-line'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { planFaults } from './faults/plan.ts'
import type { DrilledMutant } from './mutants/table.ts'
import { readDrillArguments, usage, type DrillArguments } from './run/drill-arguments.ts'
import { runBug, tableOf, type Trial } from './run/run-bug.ts'
import { runDrill } from './run/run-drill.ts'
import { verdictOf } from './run/verdict.ts'
import type { Shape } from './system/system.ts'

const CLEAN_MS = 5_000
/** Two of everything of ours, three nats-servers, and a fault proxy in every way. */
const FULL: Shape = {
  natsNodes: 3,
  replicas: Object.fromEntries([...SUBGRAPHS, 'router'].map((name) => [name, 2])),
  network: true,
}
const QUIET_WITHIN_MS = 120_000

/** Told to end by a signal; everything is stopped and put away first. */
class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
const toldToEnd = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => toldToEnd.abort(new Interrupted(`ended by ${name}: this is no verdict`)))
}

const begun = performance.now()
const onProgress = (line: string) =>
  void process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(7)} s  ${line}\n`)

async function main(): Promise<number> {
  const asked = readDrillArguments()
  if (asked === 'help') {
    process.stdout.write(`${usage}\n`)
    return EXIT.fine
  }
  return asked.bugs.length > 0 ? tryBugs(asked, asked.bugs) : drill(asked)
}

/** A data folder that is removed, unless somebody wants to look into it. */
async function inFolder<T>({ keep }: DrillArguments, act: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-drill-'))
  try {
    return await act(dataDir)
  } finally {
    if (keep) process.stderr.write(`kept: ${dataDir}\n`)
    else await rm(dataDir, { recursive: true, force: true })
  }
}

function drill(asked: DrillArguments): Promise<number> {
  const { seed, minutes, members, faults } = asked
  return inFolder(asked, async (dataDir) => {
    const result = await runDrill({
      seed,
      members,
      dataDir,
      onProgress,
      faults,
      shape: FULL,
      signal: toldToEnd.signal,
      planOf: (system, possible) => [planFaults(possible, system, new SeededRandom(seed, 'plan'), minutes * 60_000)],
      cleanMs: CLEAN_MS,
      attackers: true,
      quietWithinMs: QUIET_WITHIN_MS,
    })
    const verdict = verdictOf(result, asked.repeat)
    process.stdout.write(verdict.text)
    return verdict.held ? EXIT.fine : EXIT.notFine
  })
}

async function tryBugs(asked: DrillArguments, bugs: readonly DrilledMutant[]): Promise<number> {
  const { seed } = asked
  const { signal } = toldToEnd
  const trials: Trial[] = []
  for (const [index, mutant] of bugs.entries()) {
    const { name, what } = mutant
    onProgress(`bug ${index + 1} of ${bugs.length}: ${name} (${what})`)
    const alone = bugs.length === 1 ? onProgress : () => undefined
    const trial = await inFolder(asked, (dataDir) => runBug(mutant, { seed, dataDir, onProgress: alone, signal }))
    onProgress(`${name} ${trial.caught ? `is caught: ${trial.evidence}` : 'is NOT caught'}`)
    trials.push(trial)
  }
  const all = trials.every(({ caught }) => caught)
  process.stdout.write(tableOf(trials, asked.repeat))
  return all ? EXIT.fine : EXIT.notFine
}

process.exitCode = await main().catch((error: unknown) => {
  reportFailure(error, usage)
  return process.exitCode
})
// A connection that is still being tried would keep the process.
process.exit()
