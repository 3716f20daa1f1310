import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { readTrustedDocuments } from './documents/trusted-documents.ts'
import { routerProcess } from './testing/router-process.ts'
import { inThisFolder } from './testing/router.ts'

const inSchema = (file: string) => fileURLToPath(new URL(`../schema/${file}`, import.meta.url))
const composers = ['@apollo/composition/', '@theguild/federation-composition/']

interface Probe {
  readonly isMainThread: boolean
  readonly loaded: readonly string[]
  readonly plans: number
}

async function files() {
  const folder = await mkdtemp(join(tmpdir(), 'plans-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return {
    SUPERGRAPH_FILE: inSchema('supergraph.graphql'),
    TRUSTED_DOCUMENTS_FILE: inSchema('trusted-documents.json'),
    QUERY_PLANS_FILE: join(folder, 'plans.jsonl'),
  }
}

/** What each thread did of a router that starts, asks for nothing and is stopped. */
async function startedWith(env: Record<string, string>): Promise<Probe[]> {
  const production = { NODE_ENV: 'production', ...env }
  const { child, ended, lines } = await routerProcess(production, [inThisFolder('startup-probe.ts')])
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  return lines.flatMap((line) => (line.startsWith('{"probe":') ? [(JSON.parse(line) as { probe: Probe }).probe] : []))
}

// Processes are started, and a busy machine takes its time.
test(
  'C33 a start plans each trusted document once, beside the thread that serves, and loads one composer',
  {
    timeout: 60_000,
  },
  async () => {
    const env = await files()
    const probes = await startedWith(env)
    const documents = await readTrustedDocuments(env.TRUSTED_DOCUMENTS_FILE)
    expect(probes.map(({ isMainThread, plans }) => [isMainThread, plans])).toEqual([
      [false, [...documents.all()].length],
      [true, 0],
    ])
    for (const { loaded } of probes) {
      const isLoaded = (name: string) => loaded.some((url) => url.includes(`/node_modules/${name}`))
      expect(composers.filter(isLoaded)).toEqual(['@apollo/composition/'])
    }
  },
)

test('C33 a start after `npm run plans` plans nothing', { timeout: 60_000 }, async () => {
  const env = await files()
  await promisify(execFile)(process.execPath, [inThisFolder('../plan.ts')], { env: { ...process.env, ...env } })
  const probes = await startedWith(env)
  expect(probes.map(({ isMainThread, plans }) => [isMainThread, plans])).toEqual([[true, 0]])
})
