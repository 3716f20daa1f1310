import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'

const LOOK_MS = 1_000

/**
 * Of one address at most so many connections may have been idle for longer than `afterMs`, on which nothing is asked; of
 * more, those go that have been idle for the longest. Younger ones are left: a crowd that comes at once has yet to ask.
 * WebSockets are counted elsewhere. Looks once a second, until the server is closed.
 */
export function boundIdleConnections(
  server: HttpServer,
  { mostOfAddress, afterMs = 5_000 }: { readonly mostOfAddress: number; readonly afterMs?: number },
): void {
  /** Since when, the longest first. */
  const idle = new Map<Socket, number>()
  const rests = (socket: Socket) => {
    if (!socket.destroyed) idle.set(socket, performance.now())
  }
  server.on('connection', (socket) => {
    rests(socket)
    socket.once('close', () => idle.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    idle.delete(socket)
    response.once('close', () => rests(socket))
  })
  server.on('upgrade', (_, socket) => idle.delete(socket as Socket))
  const looking = setInterval(
    () => {
      const before = performance.now() - afterMs
      const old = [...idle].filter(([, since]) => since < before).map(([socket]) => socket)
      for (const own of Map.groupBy(old, ({ remoteAddress }) => remoteAddress).values()) {
        for (const socket of own.slice(0, Math.max(0, own.length - mostOfAddress))) socket.destroy()
      }
    },
    Math.min(LOOK_MS, afterMs),
  )
  looking.unref()
  server.once('close', () => clearInterval(looking))
}
