import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Somebody who is asked by HTTP to send something, on loopback. */
export class Provider {
  readonly asked: Asked[] = []
  /** What it answers; `undefined`: nothing, ever. */
  answer: { readonly status: number; readonly body?: object; readonly headers?: Record<string, string> } | undefined
  readonly #server: Server

  constructor(answer: Provider['answer']) {
    this.answer = answer
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        this.asked.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) })
        const { answer } = this
        if (answer === undefined) return
        response.writeHead(answer.status, answer.headers).end(answer.body && JSON.stringify(answer.body))
      })
    })
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
