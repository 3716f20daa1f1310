import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { manage } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { metric, metricsOf } from '../installation.ts'

/** By its own count. */
export interface Counted {
  readonly payloads: number
  readonly subscriptions: number
  readonly cpuSeconds: number
}

export interface RouterProcess {
  /** Of the WebSocket endpoint. */
  readonly url: string
  count(): Promise<Counted>
  /** What is left in memory after collections, not what waits for one. In bytes. */
  memory(): Promise<{ readonly resident: number; readonly heap: number }>
  stop(): Promise<void>
}

/** What is started: the router, or another server in its place. */
export type Script = 'router/main.ts' | 'bench/subscriptions/bare-server.ts' | 'bench/router/stock-gateway.ts'

/** What a bench must not run into; everything else as the stack sets it. */
const RAISED = {
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_MINUTE: '100000000',
  SOCKETS_PER_MEMBER: '20000',
  SUBSCRIPTIONS_PER_MEMBER: '20000',
}
const COLLECTIONS = 3
// A signal that the router itself does nothing about.
const COLLECTS = ['--expose-gc', '--import', 'data:text/javascript,process.on("SIGWINCH", () => globalThis.gc())']

/** One router as the stack runs it. `by` runs it, such as `taskset -c 1`. */
export async function startRouter(
  script: Script,
  env: Readonly<Record<string, string>>,
  by: readonly string[],
): Promise<RouterProcess> {
  const dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-bench-'))
  const port = await freePort()
  const everything = { NODE_ENV: 'development', ROUTER_SECRET: randomBytes(24).toString('hex'), ...RAISED, ...env }
  const spec = nodeService({ name: 'router', script, port, dataDir, env: everything, execArgv: COLLECTS })
  const isTold = (line: string) => line.startsWith('{') && !line.startsWith('{"level":"info"')
  const onLine = (line: string) => isTold(line) && console.error(`router: ${line}`)
  const command = async () => ({ ...(await spec.command()), by })
  const router = manage({ ...spec, command }, { restart: false, onLine })
  await router.start()
  const url = `http://127.0.0.1:${port}`
  return {
    url: `ws://127.0.0.1:${port}/graphql`,
    async count() {
      const metrics = await metricsOf({ url })
      return {
        payloads: metric(metrics, 'ebook_router_payloads_total'),
        subscriptions: metric(metrics, 'ebook_router_subscriptions'),
        cpuSeconds: metric(metrics, 'process_cpu_seconds_total'),
      }
    },
    async memory() {
      for (let round = 0; round < COLLECTIONS; round += 1) {
        await router.kill('SIGWINCH')
        await metricsOf({ url })
      }
      const metrics = await metricsOf({ url })
      return {
        resident: metric(metrics, 'process_resident_memory_bytes'),
        heap: metric(metrics, 'nodejs_heap_size_used_bytes'),
      }
    },
    async stop() {
      await router.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
