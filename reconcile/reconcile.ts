import { BadArguments, EXIT, progressOn, readArguments, readNumber, reportFailure } from '@ebook/stack/command-line'
import { defaultDataDir } from '@ebook/stack/data-dir'
import { databaseVariable, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { checkStatements, type Outcome } from './check-statements.ts'
import { findInstallation, openInstallation } from './open-installation.ts'
import { reportOf } from './report.ts'
import { statements } from './statements.ts'
import { watch } from './watch.ts'

const usage = `Usage: npm run reconcile -- [--only 4,8] [--json] [--within SECONDS] [--grace SECONDS] [--watch]

Checks what must hold (30 statements) against a running installation. It only reads. Those about what clients were told are
checked where that is known: npm run drill.

  --only N,N          these statements, not all
  --within SECONDS    how long to wait for what is under way, 0 to 86400 (30)
  --grace SECONDS     what moved less long ago is under way, and no fault yet, 0 to 86400 (30);
                      --grace 0 once nothing may be left
  --json              the outcome as one JSON object on stdout
  --watch             again every minute, and as metrics; leaves 18 and 19 out unless --only names them
  --port PORT         with --watch: where /metrics is, 0 to 65535 (9464; 0: any free one)
  --every SECONDS     with --watch: how often, 1 to 86400 (60)

  DATA_DIR            the stack's (.data)
  ${WRITING_SUBGRAPHS.map(databaseVariable).join(', ')}, DASHBOARD_FILE (several, comma
  separated), NATS_URL, NATS_USER, NATS_PASSWORD, ROUTER_SECRET, RECONCILE_TOKEN (of an ADMIN), BOOK_URL, RENT_URL,
  PAYMENT_URL              instead of what DATA_DIR says; a password that is no part of its URL: BOOK_DATABASE_PASSWORD …

Exit 0 all that was checked holds; 1 a row offends; 2 it could not be checked; 3 bad arguments.`

const LONGEST_S = 86_400

function chosen(only: string | undefined) {
  if (only === undefined) return statements
  const numbers = only.split(',').map((text) => readNumber('only', text.trim(), 1, statements.length))
  return statements.filter(({ number }) => numbers.includes(number))
}

async function main(): Promise<void> {
  const { values } = readArguments({
    options: {
      only: { type: 'string' },
      within: { type: 'string' },
      grace: { type: 'string' },
      json: { type: 'boolean' },
      watch: { type: 'boolean' },
      port: { type: 'string' },
      every: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const selected = chosen(values.only)
  const withinMs = readNumber('within', values.within ?? '30', 0, LONGEST_S) * 1_000
  const graceMs = readNumber('grace', values.grace ?? '30', 0, LONGEST_S) * 1_000
  const port = readNumber('port', values.port ?? '9464', 0, 65_535)
  const everyMs = readNumber('every', values.every ?? '60', 1, LONGEST_S) * 1_000
  if (!values.watch && (values.port ?? values.every) !== undefined) {
    throw new BadArguments('--port and --every go with --watch')
  }
  if (values.watch && values.json) throw new BadArguments('--json does not go with --watch, which serves metrics')

  const dataDir = defaultDataDir(process.env)
  const find = () => findInstallation(dataDir, process.env)
  if (values.watch) {
    // An installation that is nowhere is told at once, and not once a minute.
    await find()
    const light = values.only === undefined ? selected.filter(({ heavy }) => !heavy) : selected
    await watch({ find, statements: light, withinMs, graceMs, everyMs, port })
    return
  }
  const installation = await openInstallation(await find())
  const progress = progressOn(process.stderr)
  try {
    const outcomes = await checkStatements(installation, selected, { withinMs, graceMs, onProgress: progress.show })
    progress.end()
    process.stdout.write(values.json ? `${JSON.stringify(asJson(outcomes))}\n` : reportOf(outcomes))
    if (outcomes.some(({ verdict }) => verdict === 'fails')) process.exitCode = EXIT.notFine
  } finally {
    progress.end()
    await installation.close()
  }
}

function asJson(outcomes: readonly Outcome[]) {
  return { holds: !outcomes.some(({ verdict }) => verdict === 'fails'), statements: outcomes }
}

/** PostgreSQL's and the system's own, while reading. */
function isAway(error: unknown): boolean {
  return error instanceof Error && ('code' in error || /connection terminated|not queryable/i.test(error.message))
}

await main().catch((error: unknown) => {
  if (!(error instanceof BadArguments) && isAway(error) && error instanceof Error) {
    process.stderr.write(
      `it could not be read to the end (${error.message}). Is the installation of this version, and running? Try again.\n`,
    )
    process.exitCode = EXIT.couldNot
    return
  }
  reportFailure(error, usage)
})
// A connection that is still being tried would keep the process.
process.exit()
