import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { testRouter } from './testing/router.ts'
import { initialisedSocket } from './testing/raw-socket.ts'

const ASK = 'GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n'

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

test('C30 of an address so many connections may be idle: of more, the longest idle one is closed', async () => {
  const router = await testRouter({ env: { IDLE_CONNECTIONS_OF_ADDRESS: '3' } })
  const first = await opened(router.port)
  const second = await opened(router.port)
  const live = await initialisedSocket(router.url, await router.issuer.token())
  // One that has just been answered is idle for the shortest.
  first.write(ASK)
  await once(first, 'data')
  await opened(router.port)
  const closed = once(second.resume(), 'close')
  await opened(router.port)
  await closed
  first.write(ASK)
  await once(first, 'data')
  live.send({ type: 'ping' })
  expect(await live.message()).toEqual({ type: 'pong' })
})

test('C30 behind a proxy, whose address is everybody’s, they are not counted', async () => {
  const router = await testRouter({ env: { IDLE_CONNECTIONS_OF_ADDRESS: '1', TRUST_PROXY: '1' } })
  const first = await opened(router.port)
  await opened(router.port)
  first.write(ASK)
  await once(first, 'data')
})
