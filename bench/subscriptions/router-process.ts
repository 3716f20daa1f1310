import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { manage } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { Inspector } from './inspector.ts'
import { metricOf } from '../metric.ts'

export interface Server {
  /** Of the WebSocket endpoint. */
  readonly url: string
  /** How many it has sent so far, by its own count. */
  payloads(): Promise<number>
  /** How many it serves now, by its own count. */
  subscriptions(): Promise<number>
  cpuSeconds(): Promise<number>
}

export interface RouterProcess extends Server {
  readonly inspector: Inspector
  stop(): Promise<void>
}

/** What a bench must not run into; everything else as the stack sets it. */
const RAISED = {
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_MINUTE: '100000000',
  SOCKETS_PER_MEMBER: '20000',
  SUBSCRIPTIONS_PER_MEMBER: '20000',
}

/** One router as the stack runs it. `by` runs it, such as `taskset -c 1`. */
export async function startRouter(
  env: Readonly<Record<string, string>>,
  by: readonly string[],
): Promise<RouterProcess> {
  const dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-bench-'))
  const port = await freePort()
  const everything = { NODE_ENV: 'development', ROUTER_SECRET: randomBytes(24).toString('hex'), ...RAISED, ...env }
  const spec = nodeService({ name: 'router', script: 'router/main.ts', port, dataDir, env: everything })
  const inspectable = async () => {
    const { args, ...command } = await spec.command()
    return { ...command, args: ['--inspect=127.0.0.1:0', ...args], by }
  }
  const debuggerUrl = Promise.withResolvers<string>()
  const onLine = (line: string) => {
    const address = /^Debugger listening on (ws:\S+)/.exec(line)?.[1]
    if (address !== undefined) debuggerUrl.resolve(address)
    if (line.startsWith('{')) console.error(`router: ${line}`)
  }
  const router = manage({ ...spec, command: inspectable }, { restart: false, onLine })
  await router.start()
  const inspector = await Inspector.connect(await debuggerUrl.promise)
  const origin = `http://127.0.0.1:${port}`
  return {
    url: `ws://127.0.0.1:${port}/graphql`,
    inspector,
    payloads: () => metricOf(origin, 'ebook_router_payloads_total'),
    subscriptions: () => metricOf(origin, 'ebook_router_subscriptions'),
    cpuSeconds: () => inspector.cpuSeconds(),
    async stop() {
      inspector.close()
      await router.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
