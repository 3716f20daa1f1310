import { createServer } from 'node:http'
import { listening, type Served } from '../subscriptions/listening.ts'

export interface Collector extends Served {
  /** What was sent to it, in bytes. */
  readonly taken: number
}

/** Takes all that it is sent, and keeps nothing. */
export async function startCollector(): Promise<Collector> {
  let taken = 0
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => (taken += chunk.length))
    request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  const served = await listening(server)
  return {
    ...served,
    get taken() {
      return taken
    },
  }
}
