import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FaultProxy } from './fault-proxy.ts'
import { SeededRandom } from './seeded-random.ts'

let echo: Server
let proxy: FaultProxy
const heard: string[] = []
const clients: Socket[] = []

beforeEach(async () => {
  heard.length = 0
  echo = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      heard.push(String(chunk))
      socket.write(`${String(chunk)}!`)
    })
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const { port } = echo.address() as AddressInfo
  proxy = await new FaultProxy(`tcp://127.0.0.1:${port}`, new SeededRandom(1)).start()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await proxy.stop()
  echo.close()
})

function client() {
  const socket = connect(proxy.port, '127.0.0.1')
  clients.push(socket)
  const got = { text: '', closed: false, socket }
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => (got.text += String(chunk)))
  socket.on('close', () => (got.closed = true))
  return got
}

const becomes = (probe: () => unknown, expected: unknown) => vi.waitFor(() => expect(probe()).toEqual(expected))

test('passes both ways, and tells who breaks of the end', async () => {
  const one = client()
  one.socket.write('hello')
  await becomes(() => one.text, 'hello!')
  one.socket.end()
  await becomes(() => proxy.connections, 0)
})

test('cut breaks what there is, refuse what comes, and heal lets them in again', async () => {
  const one = client()
  one.socket.write('a')
  await becomes(() => one.text, 'a!')
  proxy.refuse()
  await becomes(() => one.closed, true)
  const two = client()
  await becomes(() => two.closed, true)
  proxy.heal()
  const three = client()
  three.socket.write('b')
  await becomes(() => three.text, 'b!')
  expect(proxy.struck).toBe(2)
})

test('half open: connections stand, old and new, nothing is heard, and at the end they were gone', async () => {
  const one = client()
  one.socket.write('a')
  await becomes(() => one.text, 'a!')
  proxy.halfOpen()
  one.socket.write('b')
  const two = client()
  two.socket.write('c')
  await once(two.socket, 'connect')
  await becomes(() => proxy.connections, 2)
  expect([heard, one.closed, two.closed]).toEqual([['a'], false, false])
  proxy.heal()
  await becomes(() => [one.closed, two.closed], [true, true])
})

test('a stalled direction is late, and in its order', async () => {
  const one = client()
  proxy.stall('down')
  one.socket.write('a')
  await becomes(() => heard.join(''), 'a')
  expect(one.text).toBe('')
  proxy.heal()
  one.socket.write('b')
  await becomes(() => one.text, 'a!b!')
})

test('what is delayed comes', async () => {
  const one = client()
  proxy.delay(20)
  one.socket.write('a')
  await becomes(() => one.text, 'a!')
})

test('a dropped reply: what was asked was heard, and who asked never learns it', async () => {
  const one = client()
  await once(one.socket, 'connect')
  proxy.dropReplies(1)
  one.socket.write('pay')
  await becomes(() => one.closed, true)
  expect([heard, one.text]).toEqual([['pay'], ''])
  const two = client()
  two.socket.write('again')
  await becomes(() => two.text, 'again!')
})

test('half closed: the client hears the end, and may go on talking', async () => {
  const one = client()
  one.socket.write('a')
  await becomes(() => one.text, 'a!')
  const ended = once(one.socket, 'end')
  proxy.halfClose()
  await ended
  expect(proxy.struck).toBe(0)
})

test('its address is the target’s, as it was written, but for the port', () => {
  expect(proxy.url).toBe(`tcp://127.0.0.1:${proxy.port}`)
})
