import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { createLogger } from '@ebook/chassis/log'
import { checkStatements, type Outcome } from './check-statements.ts'
import { reconcileMetrics } from './metrics.ts'
import { openInstallation, type Whereabouts } from './open-installation.ts'
import type { Statement } from './statement.ts'

interface WatchSettings {
  /** Asked before every run: ports and passwords may be others after a restart. */
  find(): Promise<Whereabouts>
  readonly statements: readonly Statement[]
  readonly withinMs: number
  readonly graceMs: number
  readonly everyMs: number
  /** Of /metrics, on this machine only; 0: any free one. */
  readonly port: number
}

const log = createLogger('reconcile')

/** Runs the statements again and again, and serves what came of them as metrics, until it is told to end. */
export async function watch(settings: WatchSettings): Promise<void> {
  const { everyMs } = settings
  const signal = untilToldToEnd()
  const { registry, record } = reconcileMetrics()
  const server = createServer((request, response) => {
    if (request.url !== '/metrics' && request.url !== '/health/live') return void response.writeHead(404).end()
    void registry.metrics().then((text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text))
  })
  server.listen(settings.port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : settings.port
  log.info({ port }, 'serves /metrics')
  try {
    while (!signal.aborted) {
      const begun = performance.now()
      await runOnce(settings, record)
      const rest = Math.max(0, everyMs - (performance.now() - begun))
      await delay(rest, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function runOnce(settings: WatchSettings, record: (outcomes: readonly Outcome[]) => void): Promise<void> {
  try {
    const installation = await openInstallation(await settings.find())
    try {
      const outcomes = await checkStatements(installation, settings.statements, settings)
      record(outcomes)
      for (const { number, title, offending } of outcomes.filter(({ verdict }) => verdict === 'fails')) {
        log.error(
          { statement: number, rows: offending.slice(0, 10), offending: offending.length },
          `does not hold: ${title}`,
        )
      }
    } finally {
      await installation.close()
    }
  } catch (error) {
    // Not a verdict: the time of the last run grows old, and that is what to alert on.
    log.warn({ err: error }, 'the statements could not be checked')
  }
}

function untilToldToEnd(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  return controller.signal
}
