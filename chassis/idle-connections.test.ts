import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { IdleConnections } from './idle-connections.ts'

const ASK = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n'

async function served(mostOfAddress: number, afterMs: number) {
  const server = createServer((_, response) => response.end('here'))
  new IdleConnections(server).bound({ mostOfAddress, afterMs })
  server.on('upgrade', (_, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  return async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    await once(socket, 'connect')
    return socket
  }
}

test('C30 of an address so many connections may be idle: of more, the longest idle ones are closed', async () => {
  const open = await served(2, 50)
  const upgraded = await open()
  upgraded.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')
  await once(upgraded, 'data')
  const [first, second] = [await open(), await open()]
  // One that has just been answered is idle for the shortest.
  first.write(ASK)
  await once(first, 'data')
  const third = await open()
  await once(second.resume(), 'close')
  for (const socket of [first, third]) {
    socket.write(ASK)
    expect(String(await once(socket, 'data'))).toContain('here')
  }
  expect(upgraded.destroyed).toBe(false)
})

test('C30 a crowd that comes at once has yet to ask, and is left', async () => {
  const open = await served(2, 60_000)
  const crowd = await Promise.all(Array.from({ length: 100 }, open))
  for (const socket of crowd) {
    socket.write(ASK)
    expect(String(await once(socket, 'data'))).toContain('here')
  }
})
