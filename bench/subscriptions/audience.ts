import { once } from 'node:events'
import { WebSocket } from 'ws'

export interface Hearing {
  readonly token: string
  /** What every payload must hold, such as the rental's id. */
  readonly holds: string
  /** Where its rental stands; from there on versions rise by one. */
  version: number
}

const OPENED_AT_A_TIME = 64
const NEXT = '{"id":"1","type":"next"'
const VERSION = '"version":'

/**
 * Clients of one crowd, each with a subscription on a raw socket of its own, which costs as little as reading allows. A
 * payload that is lost, comes twice, overtakes another or holds something else is a problem.
 */
export class Audience {
  received = 0
  bytes = 0
  /** The first few. */
  readonly problems: string[] = []
  readonly #sockets: WebSocket[] = []
  #hearings: readonly Hearing[] = []
  #heard: (() => void) | undefined

  /** Fulfilled when all have subscribed. */
  async open(url: string, query: string, hearings: readonly Hearing[]): Promise<void> {
    this.#hearings = hearings
    const waiting = hearings.values()
    const lane = async () => {
      for (const hearing of waiting) await this.#subscribe(url, query, hearing)
    }
    await Promise.all(Array.from({ length: OPENED_AT_A_TIME }, lane))
  }

  /** Fulfilled when more has been received, or nothing for so long. */
  async more(withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(resolve, withinMs, false)
    this.#heard = () => resolve(true)
    const isMore = await promise
    this.#heard = undefined
    clearTimeout(timer)
    return isMore
  }

  get versions(): { readonly lowest: number; readonly highest: number } {
    const versions = this.#hearings.map(({ version }) => version)
    return { lowest: Math.min(...versions), highest: Math.max(...versions) }
  }

  close(): void {
    for (const socket of this.#sockets.splice(0)) socket.removeAllListeners('close').terminate()
  }

  async #subscribe(url: string, query: string, hearing: Hearing): Promise<void> {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false, skipUTF8Validation: true })
    this.#sockets.push(socket)
    socket.on('close', (code) => this.#problem(`the router closed the connection with ${code}`))
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${hearing.token}` } }))
    const [first] = (await once(socket, 'message', { signal: AbortSignal.timeout(10_000) })) as [Buffer]
    if (!first.includes('connection_ack')) throw new Error(`the router answered ${String(first)}`)
    socket.on('message', (data) => this.#take(data as Buffer, hearing))
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
  }

  #take(data: Buffer, hearing: Hearing): void {
    const text = data.toString('latin1')
    const version = Number.parseInt(text.slice(text.indexOf(VERSION) + VERSION.length, 1_000), 10)
    if (!text.startsWith(NEXT) || !text.includes(hearing.holds) || text.includes('"errors":'))
      this.#problem(`it was sent ${text}`)
    if (version !== hearing.version + 1) this.#problem(`version ${version} came after ${hearing.version}`)
    hearing.version = version
    this.received += 1
    this.bytes += data.length
    this.#heard?.()
  }

  #problem(what: string): void {
    if (this.problems.length < 5) this.problems.push(what)
  }
}
