/** What somebody can do about an error of the operating system or of PostgreSQL, in a sentence; otherwise its own words. */
export function whatToDo(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { path, port, address, message, errcode = 0, code: own = '' } = error as NodeJS.ErrnoException & Place
  // What is behind it has the lowest byte (sqlite.org/rescode.html).
  const code = SQLITE.get(errcode & 0xff) ?? own
  const where = path ?? 'what it writes to'
  const user = process.getuid?.() ?? '?'
  if (code.startsWith('28')) return `PostgreSQL lets nobody in with this password (${message}): give the one of now`
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the volume of ${where} is full: make room; nothing that was accepted is lost`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return port === undefined
        ? `${where} may not be used by user ${user} (${code}): give it the right, or name another place`
        : `port ${port} may not be listened on by user ${user}: choose a PORT above 1023`
    case 'EADDRINUSE':
      return `port ${port} of ${address} is taken: end who has it, or choose another PORT`
    case 'EADDRNOTAVAIL':
      return `${address} is no address of this machine: choose another HOST`
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return `nobody answers there (${message || [...causes(error)].join('; ')}): is it running, and its address right?`
    default:
      return message
  }
}

/** Of SQLite's own codes those that the system is behind. */
const SQLITE = new Map([
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
])

interface Place {
  readonly errcode?: number
  readonly port?: number
  readonly address?: string
}

/** A name with several addresses is tried at each. */
const causes = (error: Error): string[] =>
  error instanceof AggregateError ? error.errors.map((one) => (one as Error).message) : []
