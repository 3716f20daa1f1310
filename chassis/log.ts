import { pino, stdSerializers, stdTimeFunctions, type DestinationStream, type Logger } from 'pino'

import { tracing } from '@ebook/telemetry/tracing'

export type { Logger } from 'pino'

// Keys at any depth: pino's own `redact` wants every path spelled out, and the path that was forgotten is the leak.
const secretKeys =
  /"(authorization|cookie|set-cookie|password|secret|token|x-router-secret|database_?url|nats_password|router_secret|subgraph_secret)":(?:"(?:[^"\\]|\\.)*"|\[(?:"(?:[^"\\]|\\.)*",?)*\])/gi
const tokens = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g
const passwordsInUrls = /(:\/\/[^:@/\s"]*):[^@/\s"]+@/g

/** Takes credentials out of a line of JSON, wherever they stand: in a field, a message or a stack. */
function withoutSecrets(line: string): string {
  return line
    .replace(secretKeys, '"$1":"[redacted]"')
    .replace(tokens, '[redacted]')
    .replace(passwordsInUrls, '$1:[redacted]@')
}

/**
 * One JSON object per line on standard output. Bind `correlationId` and `requestId` with `child`. Where it is made when
 * everything is traced, each line says what it belongs to.
 */
export function createLogger(service: string, level = 'info', destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.err, error: stdSerializers.err },
    hooks: { streamWrite: withoutSecrets },
    ...(tracing && { mixin: () => tracing?.identifiers() ?? {} }),
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
