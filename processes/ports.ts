import { createServer } from 'node:net'

// Below the range from which the kernel takes the near ends of connections: a process that is started again finds its
// port as it left it.
const LOWEST = 20_000
const HIGHEST = 32_000
const ATTEMPTS = 200

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
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (!avoided.has(port) && (await isFree(port))) return port
  }
  throw new Error(`no free port was found on 127.0.0.1 between ${LOWEST} and ${HIGHEST}`)
}
