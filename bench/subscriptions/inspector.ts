import { once } from 'node:events'
import { WebSocket } from 'ws'

export interface Memory {
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
}

export interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  readonly hitCount?: number
}

/** A node process from outside, by the protocol that debuggers speak: https://chromedevtools.github.io/devtools-protocol/v8/ */
export class Inspector {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #asked = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (text) => {
      const { id, result, error } = JSON.parse(String(text)) as { id?: number; result?: unknown; error?: unknown }
      const waiting = this.#waiting.get(id ?? 0)
      this.#waiting.delete(id ?? 0)
      if (error === undefined) waiting?.resolve(result)
      else waiting?.reject(new Error(JSON.stringify(error)))
    })
  }

  static async connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 ** 30 })
    await once(socket, 'open')
    return new Inspector(socket)
  }

  /** What is left after collections, not what waits for one. */
  async memory(): Promise<Memory> {
    for (let round = 0; round < 3; round += 1) await this.#ask('HeapProfiler.collectGarbage')
    return (await this.#evaluate('process.memoryUsage()')) as Memory
  }

  /** process_cpu_seconds_total of /metrics, without what that costs: it looks at every open socket. */
  async cpuSeconds(): Promise<number> {
    const { user, system } = (await this.#evaluate('process.cpuUsage()')) as NodeJS.CpuUsage
    return (user + system) / 1e6
  }

  async startProfile(): Promise<void> {
    await this.#ask('Profiler.enable')
    await this.#ask('Profiler.setSamplingInterval', { interval: 500 })
    await this.#ask('Profiler.start')
  }

  async stopProfile(): Promise<readonly ProfileNode[]> {
    const { profile } = (await this.#ask('Profiler.stop')) as { profile: { nodes: readonly ProfileNode[] } }
    await this.#ask('Profiler.disable')
    return profile.nodes
  }

  close(): void {
    this.#socket.terminate()
  }

  async #evaluate(expression: string): Promise<unknown> {
    const { result } = (await this.#ask('Runtime.evaluate', { expression, returnByValue: true })) as {
      result: { value: unknown }
    }
    return result.value
  }

  #ask(method: string, params: object = {}): Promise<unknown> {
    this.#asked += 1
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(this.#asked, waiting)
    this.#socket.send(JSON.stringify({ id: this.#asked, method, params }))
    return waiting.promise
  }
}
