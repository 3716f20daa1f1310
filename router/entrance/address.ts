import type { IncomingMessage } from 'node:http'

/**
 * Where a request comes from, behind so many proxies of ours: each adds the address that it was connected from, and what
 * stands before theirs is whatever the client wrote. As fastify's `request.ip` has it.
 */
export function addressOf({ socket, headers }: IncomingMessage, proxies: number): string {
  const connected = socket.remoteAddress ?? ''
  if (proxies === 0) return connected
  const written = [headers['x-forwarded-for'] ?? ''].flat().join(',').split(',')
  const addresses = [
    connected,
    ...written
      .map((address) => address.trim())
      .filter(Boolean)
      .reverse(),
  ]
  return addresses[Math.min(proxies, addresses.length - 1)] ?? connected
}
