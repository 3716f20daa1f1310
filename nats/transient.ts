// PostgreSQL's error classes for trouble that passes: connections, resources, shutdown; and lost races for a lock.
const TRANSIENT_CLASSES = ['08', '53', '57', '58']
const TRANSIENT_CODES = new Set(['40001', '40P01', '55P03', '25P03', '25P04'])
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])
/** What node-postgres says by itself has no code. */
const OF_THE_CLIENT = /connection terminated|timeout exceeded when trying to connect|timeout expired|is not queryable/i

/** True when the database, not the statement, is to blame: the same again will do. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === undefined) return OF_THE_CLIENT.test(error.message)
  // A prepared `select *` that is older than the last migration: the next connection knows better.
  if (code === '0A000' && error.message.includes('cached plan')) return true
  // `alter database … with allow_connections false`, as before a restore; it shares its code with mistakes.
  if (code === '55000') return error.message.includes('not currently accepting connections')
  return TRANSIENT_CLASSES.includes(code.slice(0, 2)) || TRANSIENT_CODES.has(code) || NETWORK_CODES.has(code)
}
