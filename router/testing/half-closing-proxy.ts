import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface HalfClosingProxy {
  readonly url: string
  /** Tells the server that nothing more comes, and goes on listening to it. */
  endTowardsServer(): void
}

/** Passes bytes on both ways, but never the end: what one side closes stays open to the other. */
export async function halfClosingProxy(target: string): Promise<HalfClosingProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const towardsServer = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    towardsServer.add(far)
    near.on('data', (chunk) => far.write(chunk))
    far.on('data', (chunk) => near.write(chunk))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    endTowardsServer() {
      for (const socket of towardsServer) socket.end()
    },
  }
}
