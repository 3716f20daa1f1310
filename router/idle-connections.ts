import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Keeps at most so many connections of one address on which nothing is asked; of more, the one that has been idle for the
 * longest is closed. WebSockets are counted elsewhere.
 */
export function boundIdleConnections(server: HttpServer, mostOfAddress: number): void {
  const idle = new Map<string, Set<Socket>>()
  const busy = (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const own = idle.get(address)
    own?.delete(socket)
    if (own?.size === 0) idle.delete(address)
  }
  const rests = (socket: Socket) => {
    const { remoteAddress: address, destroyed } = socket
    if (address === undefined || destroyed) return
    const own = idle.get(address) ?? new Set<Socket>()
    idle.set(address, own.add(socket))
    const [longest] = own
    if (own.size > mostOfAddress) longest?.destroy()
  }
  server.on('connection', (socket) => {
    // When it is closed it tells no address any more.
    const { remoteAddress: address = '' } = socket
    rests(socket)
    socket.once('close', () => {
      const own = idle.get(address)
      own?.delete(socket)
      if (own?.size === 0) idle.delete(address)
    })
  })
  server.on('request', ({ socket }, response) => {
    busy(socket)
    response.once('close', () => rests(socket))
  })
  server.on('upgrade', (_, socket) => busy(socket as Socket))
}
