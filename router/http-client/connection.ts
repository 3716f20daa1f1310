import { connect, isIP, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { Exchange } from './exchange.ts'
import { ResponseReader } from './response-reader.ts'

export interface ConnectionSettings {
  readonly origin: URL
  readonly connectMs: number
  /** An idle connection is closed after this time. */
  readonly idleMs: number
}

interface Listener {
  /** It can take an exchange. */
  free(connection: Connection): void
  /** It is gone; with an error when it never was there. */
  closed(connection: Connection, failure: Error | undefined): void
}

/** One connection: one exchange at a time. */
export class Connection {
  readonly #socket: Socket
  readonly #settings: ConnectionSettings
  readonly #listener: Listener
  #exchange: Exchange | undefined
  #reader: ResponseReader | undefined
  #isConnected = false
  #failure: Error | undefined
  #timer: NodeJS.Timeout

  constructor(settings: ConnectionSettings, listener: Listener) {
    this.#settings = settings
    this.#listener = listener
    this.#socket = opened(settings.origin)
    this.#timer = setTimeout(() => this.#socket.destroy(new Error('no connection in time')), settings.connectMs)
    this.#socket.setNoDelay(true)
    this.#socket.once(settings.origin.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      this.#isConnected = true
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#closeIfIdle(), settings.idleMs)
      listener.free(this)
    })
    this.#socket.on('data', (chunk) => this.#read((reader) => reader.take(chunk)))
    this.#socket.once('end', () => this.#read((reader) => reader.end()))
    this.#socket.once('error', (error) => (this.#failure = error))
    this.#socket.once('close', () => this.#closed())
  }

  get isUsable(): boolean {
    return this.#isConnected && this.#socket.writable && !this.#socket.readableEnded && this.#exchange === undefined
  }

  send(exchange: Exchange): void {
    this.#exchange = exchange
    this.#reader = new ResponseReader()
    exchange.begin((reason) => this.#socket.destroy(reason))
    this.#socket.write(exchange.text)
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(take: (reader: ResponseReader) => ReturnType<ResponseReader['take']>): void {
    const [exchange, reader] = [this.#exchange, this.#reader]
    // Nothing was asked: who speaks or leaves now is not asked any more.
    if (exchange === undefined || reader === undefined) return void this.#socket.destroy()
    try {
      const response = take(reader)
      if (response === undefined) return
      this.#exchange = undefined
      this.#reader = undefined
      if (response.keepsOpen) this.#timer.refresh()
      else this.#socket.destroy()
      exchange.resolve(response)
      if (response.keepsOpen) this.#listener.free(this)
    } catch (error) {
      this.#socket.destroy(error as Error)
    }
  }

  #closeIfIdle(): void {
    if (this.#exchange === undefined) this.#socket.destroy()
  }

  #closed(): void {
    clearTimeout(this.#timer)
    const failure = this.#failure ?? new Error('the connection was closed')
    const exchange = this.#exchange
    this.#exchange = undefined
    if (exchange?.isSettled === false) exchange.fail(failure)
    this.#listener.closed(this, this.#isConnected ? undefined : failure)
  }
}

function opened({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol === 'http:') return connect({ host, port: Number(port || 80) })
  const name = isIP(host) === 0 ? { servername: host } : {}
  return connectSecurely({ host, port: Number(port || 443), ALPNProtocols: ['http/1.1'], ...name })
}
