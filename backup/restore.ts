import { resolve } from 'node:path'
import { BadArguments, progressOn, readArguments, reportFailure } from '@ebook/stack/command-line'
import { defaultDataDir, layoutOf } from '@ebook/stack/data-dir'
import { restoreCluster } from './restore-cluster.ts'
import { restoreStack, type Outcome } from './restore-stack.ts'
import { backupPlaces } from './where.ts'

const usage = `Usage: BACKUP_DIR=FOLDER npm run restore -- --to TIME [--take-over | --cluster FOLDER]

Puts the databases of DATA_DIR back to how they were at an instant, from the backups of npm run backup. It must not run.
What is there now, the stores of NATS and the dashboards included, is kept aside; those are filled again at the next start.

  --to TIME          an instant with its zone, such as 2026-11-29T17:41:30Z or 2026-11-29T18:41:30+01:00; or latest
  --take-over        the installation that was backed up is gone, and this DATA_DIR takes its place: what is written from
                     now on is kept in BACKUP_DIR too. In the DATA_DIR that was backed up this is so by itself
  --cluster FOLDER   no DATA_DIR, but a data folder for a PostgreSQL of your own, which carries out the WAL when it starts

  BACKUP_DIR         the folder of the backups
  DATA_DIR           of npm start (.data)

Exit 0 done; 2 it could not be restored, and all is as it was; 3 bad arguments.`

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      'take-over': { type: 'boolean' },
      cluster: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(usage)
  if (positionals.length > 0) throw new BadArguments(`npm run restore does not know: ${positionals.join(' ')}`)
  if (values.cluster !== undefined && values['take-over'])
    throw new BadArguments('--take-over does not go with --cluster')
  const to = instant(values.to)
  const layout = layoutOf(defaultDataDir())
  const places = backupPlaces(layout)
  if (values.cluster !== undefined) {
    const folder = resolve(values.cluster)
    const { base } = await restoreCluster(places, to, folder)
    return console.log(
      `${folder} is ready: give it to the user that PostgreSQL ${base.major} runs as, and start that on it; it carries out the WAL and opens itself`,
    )
  }
  const progress = progressOn(process.stderr)
  try {
    const takesOver = values['take-over'] ?? false
    const outcome = await restoreStack({ places, layout, to, takesOver, onProgress: progress.show })
    progress.end()
    console.log(told(outcome, layout.dataDir))
  } finally {
    progress.end()
  }
}

function told({ to, lastCommit, aside, goesOn }: Outcome, dataDir: string): string {
  const lines = [
    `${dataDir} is as it was ${to === undefined ? 'at the end of what was kept' : `at ${to.toISOString()}`}` +
      (lastCommit === undefined ? '' : `; the last transaction is of ${lastCommit.toISOString()}`),
    ...(aside === undefined ? [] : [`what was there before is in ${aside}: remove it when all is well`]),
    goesOn
      ? 'what is written from now on is kept as before'
      : 'what is written from now on is NOT kept: npm run backup with a BACKUP_DIR of its own, or restore with --take-over',
    'next: npm start, then npm run reconcile; it names what the payment provider has and these books do not know',
  ]
  return lines.join('\n')
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i

function instant(text: string | undefined): Date | 'latest' {
  if (text === undefined) throw new BadArguments('--to is missing: an instant, or latest')
  if (text === 'latest') return text
  const date = new Date(text.replace(' ', 'T'))
  if (INSTANT.test(text) && !Number.isNaN(date.getTime())) return date
  throw new BadArguments(
    `--to is "${text}"; expected an instant with its zone, such as 2026-11-29T17:41:30Z, or latest`,
  )
}

await main().catch((error: unknown) => reportFailure(error, usage))
