import { randomUUID } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestIssuer } from '@ebook/chassis/testing/issuer'
import { run } from '@ebook/processes/run'
import { rounded } from '../figures.ts'
import { metric, metricsOf } from '../installation.ts'
import type { Measured } from '../results.ts'
import { startRouter } from '../subscriptions/router-process.ts'
import { wideManifest, wideSupergraph } from './wide-federation.ts'

const SUBGRAPHS = 100
const DOCUMENTS = { start: 5_000, reload: 500 }
const LOOK_MS = 200
const LONGEST_MS = 600_000
const PLAN = fileURLToPath(new URL('../../router/plan.ts', import.meta.url))

/**
 * A supergraph of 100 subgraphs: how long a start takes with the plans of 5,000 documents made beforehand, and for how
 * long a reload with 500 answers nobody who asks again and again.
 */
export async function measureWide(part: 'start' | 'reload'): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'ebook-wide-'))
  const issuer = await startTestIssuer()
  const supergraph = wideSupergraph(SUBGRAPHS)
  const env = {
    NODE_ENV: 'development',
    OIDC_ISSUER: issuer.url,
    SUPERGRAPH_FILE: join(folder, 'supergraph.graphql'),
    TRUSTED_DOCUMENTS_FILE: join(folder, 'trusted-documents.json'),
    QUERY_PLANS_FILE: join(folder, 'plans.jsonl'),
    SUPERGRAPH_POLL_MS: String(LOOK_MS),
  }
  await writeFile(env.SUPERGRAPH_FILE, supergraph)
  await writeFile(env.TRUSTED_DOCUMENTS_FILE, JSON.stringify(wideManifest(DOCUMENTS[part], SUBGRAPHS)))
  await run(process.execPath, [PLAN], { env: { ...process.env, ...env }, timeoutMs: LONGEST_MS })
  const began = performance.now()
  const router = await startRouter('router/main.ts', env, [])
  const startSeconds = (performance.now() - began) / 1_000
  try {
    const { cpuSeconds } = await router.count()
    const found = { startSeconds: rounded(startSeconds), startCpuSeconds: rounded(cpuSeconds) }
    if (part === 'start') {
      const figure = { name: 'start, 100 subgraphs, 5,000 documents', unit: 's', value: found.startSeconds }
      return { figures: [figure], detail: found }
    }
    const url = router.url.replace('ws:', 'http:')
    const reloaded = await longestSilence(url, async () => {
      const next = join(folder, randomUUID())
      await writeFile(next, `# the next one\n${supergraph}`)
      await rename(next, env.SUPERGRAPH_FILE)
    })
    const figure = { name: 'longest silence of a reload, 100 subgraphs', unit: 'ms', value: reloaded.silenceMs }
    return { figures: [figure], detail: { ...found, reloaded } }
  } finally {
    await router.stop()
    await issuer.stop()
    await rm(folder, { recursive: true })
  }
}

/** From the change until it is served. */
async function longestSilence(url: string, change: () => Promise<void>) {
  const { origin } = new URL(url)
  const taken = async () => metric(await metricsOf({ url: origin }), 'ebook_router_supergraph_reloads_total')
  await taken()
  await change()
  const began = performance.now()
  let silenceMs = 0
  for (let isTaken = false; !isTaken;) {
    if (performance.now() - began > LONGEST_MS) throw new Error('the reload did not end')
    for (const until = performance.now() + LOOK_MS; performance.now() < until;) {
      const asked = performance.now()
      await answered(`${origin}/health/ready`)
      silenceMs = Math.max(silenceMs, performance.now() - asked)
    }
    isTaken = (await taken()) > 0
  }
  return { tookMs: rounded(performance.now() - began), silenceMs: rounded(silenceMs) }
}

function answered(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, (response) => response.resume().once('end', resolve))
      .once('error', reject)
      .end()
  })
}
