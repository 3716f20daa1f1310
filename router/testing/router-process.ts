import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { startTestIssuer } from '@ebook/chassis/testing/issuer'
import { startFakeSubgraph } from './fake-subgraph.ts'
import { inThisFolder, rentResolvers, SECRETS } from './router.ts'

/** A router of its own process over one fake subgraph, which listens; gone when the test has ended. */
export async function routerProcess(env: Record<string, string>, preload: readonly string[] = []) {
  const issuer = await startTestIssuer()
  const rent = await startFakeSubgraph('rent', rentResolvers)
  const child = spawn(
    process.execPath,
    [...preload.flatMap((file) => ['--import', file]), inThisFolder('../main.ts')],
    {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        NODE_ENV: 'test',
        OIDC_ISSUER: issuer.url,
        ROUTER_SECRET: SECRETS,
        RENT_URL: rent.url,
        SUPERGRAPH_FILE: inThisFolder('supergraph.graphql'),
        TRUSTED_DOCUMENTS_FILE: inThisFolder('trusted-documents.json'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  // When all that it has written was read, too.
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await Promise.all([rent.stop(), issuer.stop()])
    await ended
  })
  const lines: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line)
      const { url } = JSON.parse(line) as { url?: string }
      if (url !== undefined) resolve(url)
    })
    ended.then(() => reject(new Error(`it ended before it listened: ${lines.join('\n')}`)), reject)
  })
  return { url, rent, child, ended, lines }
}
