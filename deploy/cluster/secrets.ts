import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NATS_USERS, passwordVariable } from '@ebook/processes/nats-server'
import { newSecret } from '@ebook/processes/secrets'
import { BadArguments, EXIT, readArguments, reportFailure } from '@ebook/stack/command-line'
import { subgraphSecrets } from '@ebook/stack/subgraph-secrets'
import { byName, SUBGRAPHS, WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

const usage = `Usage: npm run -s cluster:secrets -- FOLDER

Makes secrets for an overlay such as deploy/kubernetes/overlays/production: FOLDER/secrets/NAME.env, for the owner's eyes
alone. Each process is given its own and nothing else. PostgreSQL's own password (postgres.env) is yours to put in, where
PostgreSQL is there already. Files that are there are not touched: then it ends with 2.

Exit 0 they are made; 2 they could not be; 3 bad arguments.`

type Variables = Readonly<Record<string, string>>

/** Each Secret of deploy/kubernetes/base, by its file, with values that nobody knows. */
function newSecrets(): ReadonlyMap<string, Variables> {
  const root = newSecret()
  const nats = byName(NATS_USERS, newSecret)
  const databases = byName(WRITING_SUBGRAPHS, newSecret)
  const owned = SUBGRAPHS.map((name): [string, Variables] => {
    const writing = WRITING_SUBGRAPHS.find((one) => one === name)
    const own = { NATS_PASSWORD: nats[name], SUBGRAPH_SECRET: subgraphSecrets(root, name) }
    return [name, writing === undefined ? own : { ...own, PGPASSWORD: databases[writing] }]
  })
  const named = (names: readonly string[], variable: (name: string) => string, values: Variables) =>
    Object.fromEntries(names.map((name) => [variable(name), values[name] ?? '']))
  return new Map<string, Variables>([
    ...owned,
    ['router', { ROUTER_SECRET: root, NATS_PASSWORD: nats.router }],
    ['postgres', { POSTGRES_PASSWORD: newSecret() }],
    ['databases', named(WRITING_SUBGRAPHS, (name) => `${name.toUpperCase()}_DATABASE_PASSWORD`, databases)],
    [
      'broker',
      {
        ...Object.fromEntries(NATS_USERS.map((user) => [passwordVariable(user), nats[user]])),
        NATS_CLUSTER_PASSWORD: newSecret(),
      },
    ],
  ])
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(usage)
  const [overlay, ...more] = positionals
  if (overlay === undefined || more.length > 0) throw new BadArguments('it takes one folder')
  const folder = join(overlay, 'secrets')
  try {
    // Whole or not at all: secrets of two makings do not fit each other.
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    console.error(`nothing was made: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = EXIT.couldNot
    return
  }
  for (const [name, variables] of newSecrets()) {
    const lines = Object.entries(variables).map(([variable, value]) => `${variable}=${value}\n`)
    await writeFile(join(folder, `${name}.env`), lines.join(''), { mode: 0o600 })
  }
  console.log(`${folder}: keep them where your secrets are; git does not take them`)
}

if (import.meta.main) await main().catch((error: unknown) => reportFailure(error, usage))
