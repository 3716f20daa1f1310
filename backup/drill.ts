import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { reportOf } from '@ebook/reconcile/report'
import { BadArguments, EXIT, readArguments, readNumber, reportFailure } from '@ebook/stack/command-line'
import { runDrill, type DrillResult } from './run-drill.ts'

const usage = `Usage: npm run backup:drill [-- --rentals N --members N --seed N --keep]

Backs an installation of its own up while members rent, puts it back to an instant in the middle, without what NATS and the
dashboards kept, and checks that all statements of npm run reconcile hold, and that it tells the money that moved since.

  --rentals N   put copies of a rental in it first, 0 to 1000000 (0), and only measure: 34 kB of disk each, three times
  --members N   who rent, 1 to 200 (6)
  --seed N      of what they do (1)
  --keep        keep its folder

Exit 0 all holds; 1 something does not; 2 it could not be drilled; 3 bad arguments.`

async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = readArguments({
    options: {
      rentals: text,
      members: text,
      seed: text,
      keep: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(usage)
  const settings = {
    rentals: readNumber('rentals', values.rentals ?? '0', 0, 1_000_000),
    members: readNumber('members', values.members ?? '6', 1, 200),
    seed: readNumber('seed', values.seed ?? '1', 0, Number.MAX_SAFE_INTEGER),
  }
  if (settings.members < 1) throw new BadArguments('nobody would rent')
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-backup-drill-'))
  const begun = performance.now()
  const onProgress = (line: string) =>
    console.error(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(7)} s  ${line}`)
  try {
    const result = await runDrill({ ...settings, folder, quietWithinMs: 60_000 + settings.rentals * 20, onProgress })
    console.log(told(result))
    if (!holds(result)) process.exitCode = EXIT.notFine
  } finally {
    if (values.keep) console.error(`kept: ${folder}`)
    else await rm(folder, { recursive: true, force: true })
  }
}

const holds = ({ outcomes, seconds, moneySince }: DrillResult): boolean =>
  seconds.quiet !== null && moneySince.untold.length === 0 && !outcomes.some(({ verdict }) => verdict === 'fails')

function told({ rentals, seconds, megabytes, outcomes, moneySince }: DrillResult): string {
  const s = (value: number | null) => (value === null ? 'never' : `${value.toFixed(1)} s`)
  return [
    reportOf(outcomes).trimEnd(),
    `${rentals.before} rentals, ${megabytes} MB; put back to an instant with ${rentals.restored}`,
    `backup ${s(seconds.backup)}, restore ${s(seconds.restore)}, until members are answered ${s(seconds.start)}, until all is published again ${s(seconds.quiet)}`,
    `of ${moneySince.known} movements of money since, reconcile does not tell ${moneySince.untold.length}${moneySince.untold.map((row) => `\n  ${row}`).join('')}`,
  ].join('\n')
}

await main().catch((error: unknown) => reportFailure(error, usage))
