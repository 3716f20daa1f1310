/** Creates the role and the database of each writing subgraph: the migration step of docker-compose.yml. Safe to repeat. */
import { closeCommonDatabases, ensureDatabase } from '@ebook/processes/postgres'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'

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
for (const [name, password] of passwords) {
  await ensureDatabase(adminUrl, name, password)
  console.log(`database ${name} is ready`)
}
await closeCommonDatabases(adminUrl)
