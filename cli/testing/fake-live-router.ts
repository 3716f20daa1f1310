import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

interface Subscribed {
  readonly variables: Readonly<Record<string, unknown>>
  readonly extensions?: { readonly resumeFrom?: string }
}

/** One client's subscription, which does what the test says. */
export class FakeSubscription {
  readonly payload: Subscribed
  readonly #socket: WebSocket
  readonly #id: string

  constructor(socket: WebSocket, id: string, payload: Subscribed) {
    this.#socket = socket
    this.#id = id
    this.payload = payload
  }

  row(version: number, more: object = {}): void {
    const dashboardChanged = {
      rentalId: 'rental-1',
      version,
      userId: 'alice',
      title: 'Demian',
      status: 'PAID',
      paymentState: 'PAID',
      points: 300,
      ...more,
    }
    this.next({ data: { dashboardChanged }, extensions: { cursor: `cursor-${version}` } })
  }

  next(payload: object): void {
    this.#send({ type: 'next', id: this.#id, payload })
  }

  error(code: string, extensions: object = {}): void {
    const error = { message: `told ${code}`, extensions: { code, ...extensions } }
    this.#send({ type: 'error', id: this.#id, payload: [error] })
  }

  close(code: number, reason = ''): void {
    this.#socket.close(code, reason)
  }

  cut(): void {
    this.#socket.terminate()
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message))
  }
}

/** The router's graphql-transport-ws endpoint, as far as one subscription per connection needs it. */
export class FakeLiveRouter {
  /** What each connection_init brought. */
  readonly inits: unknown[] = []
  readonly #http = createServer()
  readonly #arrived: FakeSubscription[] = []
  readonly #awaited: ((subscription: FakeSubscription) => void)[] = []
  /** Closes the next connections at their init. */
  refuseWith: { readonly code: number; readonly reason: string } | undefined

  async start(): Promise<string> {
    const sockets = new WebSocketServer({ server: this.#http, handleProtocols: () => 'graphql-transport-ws' })
    sockets.on('connection', (socket) => this.#serve(socket))
    this.#http.listen(0, '127.0.0.1')
    await once(this.#http, 'listening')
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/graphql`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  /** The next subscription that comes in, or has come in. */
  async subscribed(): Promise<FakeSubscription> {
    const arrived = this.#arrived.shift()
    if (arrived) return arrived
    return new Promise((resolve) => this.#awaited.push(resolve))
  }

  #serve(socket: WebSocket): void {
    socket.on('message', (text) => {
      const message = JSON.parse(String(text)) as { type: string; id: string; payload: Subscribed }
      if (message.type === 'connection_init') {
        this.inits.push(message.payload)
        if (this.refuseWith) return socket.close(this.refuseWith.code, this.refuseWith.reason)
        socket.send(JSON.stringify({ type: 'connection_ack' }))
      }
      if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }))
      if (message.type === 'subscribe') {
        const subscription = new FakeSubscription(socket, message.id, message.payload)
        const awaited = this.#awaited.shift()
        if (awaited) awaited(subscription)
        else this.#arrived.push(subscription)
      }
    })
  }
}
