import { createLogger, type Logger } from '../log.ts'

/** A logger at trace level and what it has written. */
export function capturedLog(service = 'test'): { readonly log: Logger; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  return {
    log: createLogger(service, 'trace', {
      write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
    }),
    lines,
  }
}
