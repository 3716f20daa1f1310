import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

/**
 * A TCP proxy that can do to connections what networks do: cut them, stop passing anything on without a word, close
 * one half, or refuse everybody.
 */
export class CutProxy {
  readonly #target: URL
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  readonly #server = createServer({ allowHalfOpen: true }, (client) => this.#pass(client))
  #refusing = false
  #holding = false

  /** `target` is an HTTP address; its path is kept. */
  constructor(target: string) {
    this.#target = new URL(target)
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return this
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}${this.#target.pathname}`
  }

  get connections(): number {
    return this.#pairs.size
  }

  /** Every connection breaks in the middle of whatever it carries. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy()
  }

  /** The target says goodbye, and the client may go on talking. */
  halfClose(): void {
    for (const [client] of this.#pairs) client.end()
  }

  /** While it lasts, connections stay, and nothing comes through. */
  hold(): void {
    this.#holding = true
    for (const pair of this.#pairs) for (const socket of pair) socket.pause()
  }

  release(): void {
    this.#holding = false
    for (const pair of this.#pairs) for (const socket of pair) socket.resume()
  }

  refuse(refusing: boolean): void {
    this.#refusing = refusing
    if (refusing) this.cut()
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #pass(client: Socket): void {
    if (this.#refusing) return void client.resetAndDestroy()
    const target = connect({ host: this.#target.hostname, port: Number(this.#target.port), allowHalfOpen: true })
    const pair = [client, target] as const
    this.#pairs.add(pair)
    for (const [from, to] of [pair, [target, client]] as const) {
      from.on('data', (chunk) => {
        if (!to.write(chunk)) from.pause()
      })
      from.on('drain', () => {
        if (!this.#holding) to.resume()
      })
      from.on('end', () => to.end())
      from.on('error', () => undefined)
      from.on('close', () => {
        to.destroy()
        this.#pairs.delete(pair)
      })
    }
    if (this.#holding) for (const socket of pair) socket.pause()
  }
}
