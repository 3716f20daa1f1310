import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Closes connections on which nothing was ever asked, now and from now on. Node does not count them as idle, and once
 * it is closing it no longer looks for overdue ones: a browser that has connected in advance would hold up the stop.
 */
export function watchUnused(server: HttpServer): () => void {
  const unused = new Set<Socket>()
  let closing = false
  server.on('connection', (socket) => {
    if (closing) return void socket.destroy()
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return () => {
    closing = true
    // A WebSocket is no request either, but was answered.
    for (const socket of unused) if (socket.bytesWritten === 0) socket.destroy()
  }
}
