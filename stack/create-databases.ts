/** Creates the role and the database of each writing subgraph: the migration step of docker-compose.yml. Safe to repeat. */
import { closeCommonDatabases, ensureDatabase } from '@ebook/processes/postgres'

const usage = `Usage: node stack/create-databases.ts

Reads ADMIN_DATABASE_URL (a superuser's) and BOOK_, RENT_, PAYMENT_ and PROMOTION_DATABASE_PASSWORD.`

if (process.argv.includes('--help')) {
  console.log(usage)
  process.exit(0)
}

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  console.error(`${name} is missing.\n\n${usage}`)
  process.exit(2)
}

const adminUrl = required('ADMIN_DATABASE_URL')
const passwords = ['book', 'rent', 'payment', 'promotion'].map(
  (name) => [name, required(`${name.toUpperCase()}_DATABASE_PASSWORD`)] as const,
)
for (const [name, password] of passwords) {
  await ensureDatabase(adminUrl, name, password)
  console.log(`database ${name} is ready`)
}
await closeCommonDatabases(adminUrl)
