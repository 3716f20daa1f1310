import { Connection, type ConnectionSettings } from './connection.ts'
import type { Exchange, Sender } from './exchange.ts'

interface PoolSettings extends ConnectionSettings {
  /** At most. */
  readonly connections: number
}

/** Connections to one origin, the last used first. What finds none free waits for its turn. */
export class ConnectionPool implements Sender {
  readonly #settings: PoolSettings
  readonly #open = new Set<Connection>()
  readonly #idle: Connection[] = []
  #waiting: Exchange[] = []
  #connecting = 0
  #closing: PromiseWithResolvers<void> | undefined

  constructor(settings: PoolSettings) {
    this.#settings = settings
  }

  send(exchange: Exchange): void {
    if (this.#closing !== undefined) return exchange.fail(new Error('the connections are being closed'))
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.isUsable) return idle.send(exchange)
    }
    this.#waiting.push(exchange)
    this.#connect()
  }

  /** Ends when every exchange has ended. */
  async close(): Promise<void> {
    this.#closing ??= Promise.withResolvers<void>()
    for (const idle of this.#idle.splice(0)) idle.close()
    this.#endIfDone()
    await this.#closing.promise
  }

  /** As many as are waited for. */
  #connect(): void {
    while (this.#connecting < this.#waiting.length && this.#open.size < this.#settings.connections) {
      this.#connecting += 1
      let isConnecting = true
      const isThere = () => {
        if (isConnecting) this.#connecting -= 1
        isConnecting = false
      }
      const connection: Connection = new Connection(this.#settings, {
        free: (one) => {
          isThere()
          this.#free(one)
        },
        closed: (one, failure) => {
          isThere()
          this.#closed(one, failure)
        },
      })
      this.#open.add(connection)
    }
  }

  #next(): Exchange | undefined {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (!next.isSettled) return next
    }
    return undefined
  }

  #free(connection: Connection): void {
    if (!connection.isUsable) return
    const next = this.#next()
    if (next !== undefined) connection.send(next)
    else if (this.#closing === undefined) this.#idle.push(connection)
    else connection.close()
  }

  #closed(connection: Connection, failure: Error | undefined): void {
    this.#open.delete(connection)
    const idle = this.#idle.indexOf(connection)
    if (idle >= 0) this.#idle.splice(idle, 1)
    // Whoever waited for this one has waited for nothing; the others have theirs.
    if (failure !== undefined) this.#next()?.fail(failure)
    this.#waiting = this.#waiting.filter((exchange) => !exchange.isSettled)
    this.#connect()
    this.#endIfDone()
  }

  #endIfDone(): void {
    if (this.#open.size === 0 && this.#waiting.length === 0) this.#closing?.resolve()
  }
}
