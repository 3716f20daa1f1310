import { once } from 'node:events'
import { WebSocket } from 'ws'

export interface SubscriberSettings {
  readonly url: string
  readonly token: string
  readonly query: string
  /** What every payload must hold, such as the rental's id. */
  readonly holds: string
  readonly onPayload: (bytes: number) => void
}

const NEXT = '{"id":"1","type":"next"'
const VERSION = '"version":'

/**
 * One client on a raw socket, which costs as little as reading allows. Versions of its rental rise by one: a payload
 * that is lost, comes twice or overtakes another breaks that, and is a problem.
 */
export class Subscriber {
  readonly #socket: WebSocket
  readonly #settings: SubscriberSettings
  #version: number
  #problem: string | undefined

  private constructor(settings: SubscriberSettings, socket: WebSocket, version: number) {
    this.#settings = settings
    this.#socket = socket
    this.#version = version
    socket.on('message', (data) => this.#take(data as Buffer))
    socket.on('close', (code) => (this.#problem ??= `the router closed the connection with ${code}`))
  }

  /** Connects and subscribes; the rental stands at `version`. */
  static async open(settings: SubscriberSettings, version: number): Promise<Subscriber> {
    const { url, token, query } = settings
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false, skipUTF8Validation: true })
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
    const [first] = (await Promise.race([once(socket, 'message'), closed(socket)])) as [Buffer]
    if (!first.includes('connection_ack')) throw new Error(`the router answered ${String(first)}`)
    const subscriber = new Subscriber(settings, socket, version)
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
    return subscriber
  }

  /** The newest version of its rental. */
  get version(): number {
    return this.#version
  }

  get problem(): string | undefined {
    return this.#problem
  }

  close(): void {
    this.#socket.removeAllListeners('close')
    this.#socket.terminate()
  }

  #take(data: Buffer): void {
    const text = data.toString('latin1')
    if (!text.startsWith(NEXT)) return void (this.#problem ??= `the router sent ${text}`)
    const version = Number.parseInt(text.slice(text.indexOf(VERSION) + VERSION.length, 1_000), 10)
    if (version !== this.#version + 1) this.#problem ??= `version ${version} came after ${this.#version}`
    if (!text.includes(this.#settings.holds)) this.#problem ??= `it was sent ${text}`
    if (text.includes('"errors":')) this.#problem ??= `it was sent ${text}`
    this.#version = version
    this.#settings.onPayload(data.length)
  }
}

async function closed(socket: WebSocket): Promise<never> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  throw new Error(`the router closed the connection with ${code}: ${String(reason)}`)
}
