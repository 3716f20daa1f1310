import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'

const LOOK_MS = 1_000

/** Follows the connections of a server on which nothing is asked. */
export class IdleConnections {
  readonly #server: HttpServer
  /** Since when, the longest first. */
  readonly #idle = new Map<Socket, number>()
  #closing = false
  /** Looks soon, if there are more than an address may have. */
  #lookSoon: (() => void) | undefined

  constructor(server: HttpServer) {
    this.#server = server
    server.on('connection', (socket) => {
      if (this.#closing) return void socket.destroy()
      this.#rests(socket)
      socket.once('close', () => this.#idle.delete(socket))
    })
    server.on('request', ({ socket }, response) => {
      this.#idle.delete(socket)
      response.once('close', () => this.#rests(socket))
    })
  }

  /**
   * Of one address at most so many may have been idle for longer than `afterMs`; of more, those are closed that have been
   * idle for the longest. Younger ones are left: a crowd that comes at once has yet to ask. WebSockets are counted
   * elsewhere. Looks once a second while there are as many, until the server is closed.
   */
  bound({ mostOfAddress, afterMs = 5_000 }: { readonly mostOfAddress: number; readonly afterMs?: number }): void {
    let looking: NodeJS.Timeout | undefined
    const lookSoon = () => {
      if (this.#idle.size > mostOfAddress) looking ??= setTimeout(look, Math.min(LOOK_MS, afterMs)).unref()
    }
    const look = () => {
      looking = undefined
      const before = performance.now() - afterMs
      const old = [...this.#idle].filter(([, since]) => since < before).map(([socket]) => socket)
      for (const own of Map.groupBy(old, ({ remoteAddress }) => remoteAddress).values()) {
        for (const socket of own.slice(0, Math.max(0, own.length - mostOfAddress))) socket.destroy()
      }
      lookSoon()
    }
    // Who listens for upgrades must answer them: not in the constructor.
    this.#server.on('upgrade', (_, socket) => this.#idle.delete(socket as Socket))
    this.#lookSoon = lookSoon
    this.#server.once('close', () => clearTimeout(looking))
  }

  /**
   * Closes those on which nothing was ever answered, now and from now on. Node does not count them as idle, and once it
   * is closing it no longer looks for overdue ones: a browser that has connected in advance would hold up the stop.
   */
  closeUnused(): void {
    this.#closing = true
    // A WebSocket is no request, but was answered.
    for (const socket of this.#idle.keys()) if (socket.bytesWritten === 0) socket.destroy()
  }

  #rests(socket: Socket): void {
    if (socket.destroyed) return
    this.#idle.set(socket, performance.now())
    this.#lookSoon?.()
  }
}
