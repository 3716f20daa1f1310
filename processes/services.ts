import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CACHE, CHECKOUT } from './checkout.ts'
import type { ProcessSpec } from './managed-process.ts'

/** Node, as it runs this script: the pinned one. */
const NODE = process.execPath
/**
 * Half of what is young, in MB. Where there is much memory V8 takes up to 64, and moves all that has survived at one time:
 * a router that takes a new supergraph was silent for 63 to 80 ms, and is for 29 to 45, seldom for 56 or 78 (bench
 * router). The image says the same.
 */
const YOUNG = '--max-semi-space-size=16'
const PATIENCE_MS = 2_000
// Longer than what a service itself allows for its end (SHUTDOWN_TIMEOUT_MS in chassis/process.ts).
const STOP_WITHIN_MS = 15_000
const READY_WITHIN_MS = 60_000

export interface NodeService {
  readonly name: string
  /** In this checkout. */
  readonly script: string
  readonly port: number
  readonly dataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Arguments for node itself. */
  readonly execArgv?: readonly string[]
}

/** A process of ours: it serves /health/live and /health/ready on its port. */
export function nodeService({ name, script, port, dataDir, env, execArgv = [] }: NodeService): ProcessSpec {
  const origin = `http://127.0.0.1:${port}`
  return {
    name,
    command: async () => ({
      file: NODE,
      // The last argument is read by nobody: it tells the process from those of other data folders in the process table.
      args: ['--enable-source-maps', YOUNG, ...execArgv, entryOf(script, execArgv), `--data-dir=${dataDir}/`],
      env: {
        NODE_COMPILE_CACHE: resolve(CACHE, 'compiled'),
        EBOOK_PARENT_WATCH: '1',
        ...env,
        PORT: String(port),
        HOST: '127.0.0.1',
      },
    }),
    async waitingFor() {
      try {
        const response = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) })
        const body = await response.text()
        return response.ok ? undefined : `it is not ready: ${body}`
      } catch {
        return `nobody answers on ${origin}`
      }
    },
    async reacts() {
      try {
        const response = await fetch(`${origin}/health/live`, { signal: AbortSignal.timeout(PATIENCE_MS) })
        await response.text()
        return response.ok
      } catch {
        return false
      }
    },
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS,
    readyWithinMs: READY_WITHIN_MS,
  }
}

/**
 * Its source, or what tests have made of it (testkit/quick-starts-setup.ts): one file, which is loaded in a third of the
 * time. Who gives arguments for node wants to look at the source, or at another one.
 */
function entryOf(script: string, execArgv: readonly string[]): string {
  const bundles = process.env['EBOOK_BUNDLES']
  const bundle = bundles !== undefined && execArgv.length === 0 && resolve(bundles, `${script}.mjs`)
  return bundle && existsSync(bundle) ? bundle : resolve(CHECKOUT, script)
}
