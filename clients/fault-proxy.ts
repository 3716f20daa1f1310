import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { SeededRandom } from './seeded-random.ts'

/** `up`: from who connects to whom it connects. */
export type Direction = 'up' | 'down'

interface Pair {
  readonly client: Socket
  /** Of a connection that was accepted half open there is none. */
  readonly target: Socket | undefined
}

/**
 * A TCP proxy that does to connections what networks do. Each mischief lasts until `heal`, but for those that happen
 * once. It knows no protocol: what it drops is the next thing that the target says.
 */
export class FaultProxy {
  /** How many connections were broken, held or delayed: a fault that met nobody is no fault. */
  struck = 0
  readonly #target: string
  readonly #random: SeededRandom
  readonly #pairs = new Set<Pair>()
  readonly #server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client))
  #refusing = false
  #mute = false
  #delayMs = 0
  #repliesToDrop = 0
  readonly #stalled = new Set<Direction>()
  #released = Promise.withResolvers<void>()

  /** `target`: of whatever scheme, with a port. */
  constructor(target: string, random = new SeededRandom(0)) {
    this.#target = target
    this.#random = random
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return this
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** The target's, with the address of the proxy in it. */
  get url(): string {
    // As it was written: a URL of its own making would end with a slash.
    return this.#target.replace(new URL(this.#target).host, `127.0.0.1:${this.port}`)
  }

  get connections(): number {
    return this.#pairs.size
  }

  /** Once: every connection breaks in the middle of whatever it carries. */
  cut(): void {
    for (const pair of this.#pairs) this.#break(pair)
  }

  /** Once: the target says goodbye on every connection, and the client may go on talking. */
  halfClose(): void {
    for (const { client } of this.#pairs) client.end()
  }

  /** Connections break, and nobody gets a new one. */
  refuse(): void {
    this.#refusing = true
    this.cut()
  }

  /** The other end is gone and nobody said so: connections stand, new ones too, and nothing is ever answered. */
  halfOpen(): void {
    this.#mute = true
    this.stall('up')
    this.stall('down')
  }

  /** In this direction nothing comes through; what was sent comes later, in its order. */
  stall(direction: Direction): void {
    this.struck += this.#pairs.size
    this.#stalled.add(direction)
  }

  /** Everything comes through later: by so many milliseconds, give or take a half. */
  delay(ms: number): void {
    this.struck += this.#pairs.size
    this.#delayMs = ms
  }

  /** Requests come through; the next so many answers do not, and their connections break. */
  dropReplies(howMany: number): void {
    this.#repliesToDrop = howMany
  }

  /** What was held goes on; what was half open turns out to be gone. */
  heal(): void {
    this.#refusing = false
    this.#delayMs = 0
    this.#repliesToDrop = 0
    this.#stalled.clear()
    if (this.#mute) this.cut()
    this.#mute = false
    this.#released.resolve()
    this.#released = Promise.withResolvers<void>()
  }

  async stop(): Promise<void> {
    this.heal()
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #accept(client: Socket): void {
    client.on('error', () => undefined)
    if (this.#refusing) {
      this.struck += 1
      client.resetAndDestroy()
      return
    }
    if (this.#mute) {
      this.struck += 1
      const pair = { client, target: undefined }
      this.#pairs.add(pair)
      client.on('close', () => this.#pairs.delete(pair))
      client.resume()
      return
    }
    const { hostname: host, port } = new URL(this.#target)
    const target = connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true })
    client.setNoDelay(true)
    const pair = { client, target }
    this.#pairs.add(pair)
    target.on('error', () => this.#break(pair, false))
    for (const socket of [client, target]) socket.on('close', () => this.#break(pair, false))
    void this.#carry(pair, client, target, 'up')
    void this.#carry(pair, target, client, 'down')
  }

  async #carry(pair: Pair, from: Socket, to: Socket, direction: Direction): Promise<void> {
    try {
      for await (const chunk of from.iterator({ destroyOnReturn: false })) {
        if (this.#delayMs > 0) await delay(this.#delayMs * (0.5 + this.#random.fraction()))
        while (this.#stalled.has(direction)) await this.#released.promise
        if (direction === 'down' && this.#repliesToDrop > 0) {
          this.#repliesToDrop -= 1
          this.#break(pair)
          return
        }
        if (to.destroyed) return
        if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')])
      }
      to.end()
    } catch {
      this.#break(pair, false)
    }
  }

  #break(pair: Pair, isFault = true): void {
    if (!this.#pairs.delete(pair)) return
    if (isFault) this.struck += 1
    for (const socket of [pair.client, pair.target]) {
      if (isFault) socket?.resetAndDestroy()
      else socket?.destroy()
    }
  }
}
