import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readTrustedDocuments } from './documents/trusted-documents.ts'
import { routerProcess } from './testing/router-process.ts'
import { inThisFolder } from './testing/router.ts'

const inSchema = (file: string) => fileURLToPath(new URL(`../schema/${file}`, import.meta.url))

// A process is started, and a busy machine takes its time.
test('C33 a start plans each trusted document once, and loads one composer', { timeout: 60_000 }, async () => {
  const env = {
    NODE_ENV: 'production',
    SUPERGRAPH_FILE: inSchema('supergraph.graphql'),
    TRUSTED_DOCUMENTS_FILE: inSchema('trusted-documents.json'),
  }
  const { child, ended, lines } = await routerProcess(env, [inThisFolder('startup-probe.ts')])
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  const said = lines.find((line) => line.startsWith('{"probe":'))
  const { probe } = JSON.parse(said ?? '') as { probe: { loaded: string[]; plans: number } }
  const documents = await readTrustedDocuments(env.TRUSTED_DOCUMENTS_FILE)
  expect(probe.plans).toBe([...documents.all()].length)
  const composers = ['@apollo/composition/', '@theguild/federation-composition/']
  const isLoaded = (name: string) => probe.loaded.some((url) => url.includes(`/node_modules/${name}`))
  expect(composers.filter(isLoaded)).toEqual(['@apollo/composition/'])
})
