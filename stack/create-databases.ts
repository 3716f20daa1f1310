/** Creates the role and the database of each writing subgraph: the migration step of docker-compose.yml. Safe to repeat. */
import { setTimeout as delay } from 'node:timers/promises'
import { whatToDo } from '@ebook/chassis/what-to-do'
import { closeCommonDatabases, ensureDatabase, query } from '@ebook/processes/postgres'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { EXIT } from './command-line.ts'

/** A deployment may start PostgreSQL beside this. */
const PATIENCE_MS = 60_000
/** Nobody listens, the name is not known yet, it is starting. */
const NOT_YET = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03']

async function answering(url: string): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; ; await delay(500)) {
    const problem = await query(url, 'select 1').then(
      () => undefined,
      (error: Error & { code?: string }) => error,
    )
    if (problem === undefined) return
    if (!NOT_YET.includes(problem.code ?? '') || performance.now() > until) throw problem
  }
}

const passwordOf = (name: string) => `${name.toUpperCase()}_DATABASE_PASSWORD`

const usage = `Usage: node stack/create-databases.ts

Reads ADMIN_DATABASE_URL (a superuser's), ${WRITING_SUBGRAPHS.map(passwordOf).join(', ')}.`

if (process.argv.includes('--help')) {
  console.log(usage)
  process.exit(0)
}

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  console.error(`${name} is missing.\n\n${usage}`)
  process.exit(3)
}

const adminUrl = required('ADMIN_DATABASE_URL')
const passwords = WRITING_SUBGRAPHS.map((name) => [name, required(passwordOf(name))] as const)
try {
  await answering(adminUrl)
  for (const [name, password] of passwords) {
    await ensureDatabase(adminUrl, name, password)
    console.log(`database ${name} is ready`)
  }
  await closeCommonDatabases(adminUrl)
} catch (error) {
  console.error(`the databases cannot be made: ${whatToDo(error)} (ADMIN_DATABASE_URL)`)
  process.exitCode = EXIT.couldNot
}
