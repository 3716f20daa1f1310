import { flushCompileCache } from 'node:module'
import closeWithGrace from 'close-with-grace'
import type { DestinationStream } from 'pino'
import { startTracing } from '@ebook/telemetry/start-tracing'
import {
  CONFIG_EXIT_CODE,
  ConfigError,
  integer,
  logLevel,
  oneOf,
  readConfig,
  tracingConfig,
  type TracingConfig,
} from './config.ts'
import { createLogger, type Logger } from './log.ts'
import { whatToDo } from './what-to-do.ts'

/** What a process has opened, in the order in which it was opened. */
export interface Resources {
  /** The process' logger, at LOG_LEVEL. */
  readonly log: Logger
  /** Keeps a resource until the process ends, and gives it back. The last one added is stopped first. */
  add<R extends { stop(): unknown }>(name: string, resource: R): R
  add<R>(name: string, resource: R, stop: (resource: R) => unknown): R
  /** Ends the process as an error that nobody caught does: it cannot do its work any more, and is to be started anew. */
  fail(error: Error): void
}

/**
 * Runs a process from its composition root. SIGTERM, SIGINT and SIGHUP stop the resources in reverse order and exit
 * with 0; an uncaught error is logged, stops them as well and exits with 1; what takes longer than
 * SHUTDOWN_TIMEOUT_MS is cut off with 1. A configuration that cannot be used ends with its message and exit code 78.
 * With EBOOK_PARENT_WATCH=1 the end of standard input, a pipe from the supervisor, counts as SIGTERM: a supervisor
 * that was killed leaves no orphans. The log goes to standard output if there is no other destination.
 */
export async function runProcess(
  name: string,
  start: (resources: Resources) => Promise<unknown>,
  destination?: DestinationStream,
): Promise<void> {
  // Whatever it writes is for nobody else on this machine.
  process.umask(0o077)
  let opened: Opened | undefined
  let timeoutMs = 10_000
  try {
    const config = readConfig({
      LOG_LEVEL: logLevel(),
      SHUTDOWN_TIMEOUT_MS: integer(timeoutMs, { max: 600_000 }),
      EBOOK_PARENT_WATCH: oneOf(['0', '1'], '0'),
      ...tracingConfig(),
    })
    // Before the log, whose lines say what they belong to.
    const traces = await tracesOf(name, config, () => opened?.log)
    opened = openedResources(createLogger(name, config.LOG_LEVEL, destination))
    if (traces) opened.add('traces', traces)
    timeoutMs = config.SHUTDOWN_TIMEOUT_MS
    stopGracefully(opened, timeoutMs, config.EBOOK_PARENT_WATCH === '1')
    await start(opened)
    opened.log.info('started')
    // With NODE_COMPILE_CACHE: the next start need not compile, even if this one is killed.
    flushCompileCache()
  } catch (error) {
    // A signal came first: the resources are being stopped, and that ends the process.
    if (opened?.stopping) return
    if (error instanceof ConfigError) {
      process.stderr.write(`${name} cannot start: ${error.message}\n`)
      process.exit(CONFIG_EXIT_CODE)
    }
    if (opened === undefined) throw error
    opened.log.fatal({ err: error }, `cannot start: ${whatToDo(error)}`)
    setTimeout(() => process.exit(1), timeoutMs)
    await opened.stopAll()
    process.exit(1)
  }
}

async function tracesOf(
  service: string,
  config: TracingConfig,
  log: () => Logger | undefined,
): Promise<{ stop(): Promise<void> } | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = config
  if (endpoint === undefined) return undefined
  return startTracing({
    service,
    endpoint,
    headers: config.OTEL_EXPORTER_OTLP_HEADERS,
    sampler: config.OTEL_TRACES_SAMPLER,
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
    log: {
      info: (about, message) => log()?.info(about, message),
      warn: (about, message) => log()?.warn(about, message),
    },
  })
}

interface Opened extends Resources {
  readonly stopping: boolean
  /** From now on nothing is kept. */
  beginStopping(): void
  stopAll(): Promise<void>
}

function openedResources(log: Logger): Opened {
  const stops: { readonly name: string; readonly stop: () => unknown }[] = []
  let stopping = false

  const stopAll = async (): Promise<void> => {
    stopping = true
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) {
      log.debug({ resource: last.name }, 'stopping')
      try {
        await last.stop()
      } catch (error) {
        log.error({ err: error, resource: last.name }, 'a resource failed to stop')
      }
    }
  }

  return {
    log,
    get stopping() {
      return stopping
    },
    beginStopping: () => void (stopping = true),
    stopAll,
    fail(error) {
      if (stopping) return
      setImmediate(() => {
        throw error
      })
    },
    add<R>(name: string, resource: R, stop?: (resource: R) => unknown): R {
      const own = resource as { stop?(): unknown }
      stops.push({ name, stop: () => (stop === undefined ? own.stop?.() : stop(resource)) })
      // A signal came while the process was starting: this is stopped with the others, and the start ends here.
      if (stopping) throw new Error(`the process is stopping, so ${name} was not kept`)
      return resource
    },
  }
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

function stopGracefully(opened: Opened, timeoutMs: number, watchParent: boolean): void {
  const { log } = opened
  const ending = closeWithGrace(
    {
      delay: timeoutMs,
      logger: { error: (problem?: unknown) => log.error({ err: problem }, 'stopping failed') },
      onTimeout: () => log.error({ timeoutMs }, 'stopping took too long; cut off'),
      // A second signal would end the process at once. Ctrl-C reaches it twice, from the terminal and from the
      // supervisor, so signals are listened to here, where the second one changes nothing.
      skip: [...signals, 'beforeExit'],
    },
    async ({ err }) => {
      if (err !== undefined) log.fatal({ err }, 'an error that nobody caught; stopping')
      await opened.stopAll()
      log.info('stopped')
    },
  )
  const stop = (why: string) => {
    if (opened.stopping) return
    opened.beginStopping()
    log.info({ why }, 'stopping')
    ending.close()
  }
  for (const signal of signals) process.on(signal, () => stop(signal))
  if (watchParent) {
    process.stdin.on('end', () => stop('the supervisor is gone')).on('error', () => stop('the supervisor is gone'))
    process.stdin.resume()
  }
}
