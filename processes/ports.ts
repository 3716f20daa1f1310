import { createServer } from 'node:net'

// Below the range from which the kernel takes the near ends of connections: a process that is started again finds its
// port as it left it.
const LOWEST = 20_000
const HIGHEST = 32_000
const ATTEMPTS = 200

// A port that was found free is somebody's only when it is listened on. Workers of the tests start installations at the same
// time, and so each chooses from a share of its own; they are numbered from 1.
const SHARES = 4
const SHARE = Math.floor((HIGHEST - LOWEST) / SHARES)
const lowest = LOWEST + (Number(process.env['VITEST_POOL_ID'] ?? 0) % SHARES) * SHARE

/** Whether somebody may listen on the port of 127.0.0.1 now. */
export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** A port of 127.0.0.1 that is free now: the first of `preferred` that is, or any. Never one of `taken`. */
export async function freePort(
  preferred: readonly (number | undefined)[] = [],
  taken: Iterable<number> = [],
): Promise<number> {
  const avoided = new Set(taken)
  for (const port of preferred) {
    if (port !== undefined && !avoided.has(port) && (await isFree(port))) return port
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * SHARE)
    if (!avoided.has(port) && (await isFree(port))) return port
  }
  throw new Error(`no free port was found on 127.0.0.1 between ${lowest} and ${lowest + SHARE}`)
}
