/** A line of a log, as people read it. */
export interface LogLine {
  /** Worth a look: a warning or worse. */
  readonly serious: boolean
  readonly text: string
}

const SERIOUS = new Set(['warn', 'error', 'fatal'])
// What every line of ours carries and nobody reads on a screen.
const UNSAID = new Set(['level', 'time', 'service', 'pid', 'msg', 'hostname'])

/** Our services log JSON objects; PostgreSQL and nats-server log lines of their own kinds. */
export function readLogLine(line: string): LogLine {
  const entry = parse(line)
  // That PostgreSQL is starting up or shutting down is no news while it does.
  if (!entry)
    return {
      serious: /\b(FATAL: {2}(?!the database system is)|PANIC: {2}|ERROR: {2}|WARNING: {2})|\[(ERR|FTL)\]/.test(line),
      text: withoutTimestamp(line),
    }
  const level = String(entry['level'] ?? 'info')
  const details = Object.entries(entry)
    .filter(([name]) => !UNSAID.has(name))
    .map(([name, value]) => `${name}=${describe(value)}`)
  const said = [level === 'info' ? '' : level.toUpperCase(), String(entry['msg'] ?? ''), ...details]
  return { serious: SERIOUS.has(level), text: said.filter((part) => part !== '').join(' ') }
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** An error by its message: the stack is in the file. */
function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { type, message } = value as { type?: unknown; message?: unknown }
  return typeof message === 'string'
    ? `${typeof type === 'string' ? type : 'Error'}: ${message}`
    : JSON.stringify(value)
}

function withoutTimestamp(line: string): string {
  return line.replace(/^(\[\d+\] )?\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d\.\d+( UTC \[\d+\])? /, '')
}
