import { POSTGRES_SUPERUSER, postgresUrl } from '@ebook/processes/postgres'
import { archiveCommand } from '@ebook/processes/wal-archive'
import { BadArguments, EXIT, progressOn, readArguments, readNumber, reportFailure } from '@ebook/stack/command-line'
import { defaultDataDir, layoutOf, readSecrets, readState, type Layout } from '@ebook/stack/data-dir'
import { supervisorOf } from '@ebook/stack/run-folder'
import { onOneDisk } from './archive.ts'
import type { Places } from './backup-folder.ts'
import { CannotBackUp } from './base-backup.ts'
import { listing } from './report.ts'
import { keepNewest } from './retention.ts'
import { stockOf } from './stock.ts'
import { takeBackup } from './take-backup.ts'
import { verify } from './verify.ts'
import { backupPlaces, ensureFolder } from './where.ts'

const usage = `Usage: BACKUP_DIR=FOLDER npm run backup [-- [list | verify | archive-command] [--keep N]]

Copies all databases of a running installation as they are at one instant, while they are used, into BACKUP_DIR; and from
the first backup on everything that is written is kept there too, so that any instant after it can be restored
(npm run restore). Backups are listed when they are whole.

  list              what there is, and which instants can be chosen; exit code 1 if something is missing
  verify            reads all of it and compares it with what PostgreSQL sent; exit code 1 if something is damaged
  archive-command   prints the archive_command for a PostgreSQL of your own
  --keep N          afterwards keeps the newest N backups, 1 to 1000, and what they need (all, if not given)

  BACKUP_DIR            the folder of the backups, not in DATA_DIR
  DATA_DIR              of npm start (.data)
  BACKUP_DATABASE_URL   a PostgreSQL of your own instead, as a superuser; it must archive to BACKUP_DIR (docs/backup.md)

Exit 0 done; 1 something is missing or damaged; 2 it could not be backed up; 3 bad arguments.`

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { keep: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(usage)
  const [what = 'take', ...more] = positionals
  if (more.length > 0) throw new BadArguments(`npm run backup does not know: ${more.join(' ')}`)
  const keep = values.keep === undefined ? undefined : readNumber('keep', values.keep, 1, 1_000)
  if (keep !== undefined && what !== 'take') throw new BadArguments(`--keep does not go with ${what}`)
  const layout = layoutOf(defaultDataDir())
  const places = backupPlaces(layout)
  switch (what) {
    case 'take':
      return take(places, layout, keep)
    case 'list':
      return list(places)
    case 'verify':
      return check(places)
    case 'archive-command':
      return console.log(archiveCommand(places.wal))
    default:
      throw new BadArguments(`npm run backup does not know: ${what}`)
  }
}

async function take(places: Places, layout: Layout, keep: number | undefined): Promise<void> {
  const own = process.env['BACKUP_DATABASE_URL']?.trim()
  const url = own || (await urlOf(layout))
  await ensureFolder(places)
  if (!own && (await onOneDisk(places.folder, layout.dataDir)))
    console.error(`${places.folder} is on the same disk as ${layout.dataDir}: whoever loses that disk loses both.`)
  const progress = progressOn(process.stderr)
  try {
    const archiveLink = own ? undefined : layout.archive
    const base = await takeBackup({ url, places, archiveLink, onProgress: progress.show })
    progress.end()
    console.log(`backed up: any instant from ${base.ended.toISOString()} on can be restored`)
  } finally {
    progress.end()
  }
  if (keep === undefined) return
  const removed = await keepNewest(places, keep)
  if (removed.bases > 0)
    console.log(`removed ${removed.bases} older, and ${removed.wal} WAL files that only they needed`)
}

async function urlOf(layout: Layout): Promise<string> {
  const [state, secrets] = [await readState(layout), await readSecrets(layout)]
  if ((await supervisorOf(layout)) === undefined) {
    throw new CannotBackUp(
      `nothing runs on ${layout.dataDir}: start it (npm start) and back it up while it runs, set DATA_DIR, or give BACKUP_DATABASE_URL`,
    )
  }
  const port = state?.ports.postgres
  if (port === undefined || secrets === undefined)
    throw new CannotBackUp(`${layout.dataDir} has no PostgreSQL of its own`)
  return postgresUrl(port, POSTGRES_SUPERUSER, secrets.postgres, 'postgres')
}

function list(places: Places): void {
  const { text, isWhole } = listing(stockOf(places))
  console.log(text)
  if (!isWhole) process.exitCode = EXIT.notFine
}

async function check(places: Places): Promise<void> {
  const progress = progressOn(process.stderr)
  const wrong = await verify(places, progress.show)
  progress.end()
  console.log(wrong.length === 0 ? 'all that is kept is as PostgreSQL sent it' : wrong.join('\n'))
  if (wrong.length > 0) process.exitCode = EXIT.notFine
}

await main().catch((error: unknown) => reportFailure(error, usage))
