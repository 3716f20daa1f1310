import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { answer, startFakeSubgraph } from '../testing/fake-subgraph.ts'
import { ConnectionPool } from './connection-pool.ts'
import { Exchange } from './exchange.ts'

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'

function poolAt(port: number | string, { connections = 2, idleMs = 60_000 } = {}): ConnectionPool {
  const origin = new URL(`http://127.0.0.1:${port}`)
  return new ConnectionPool({ origin, connections, idleMs, connectMs: 5_000 })
}

const request = (body: string) =>
  `POST /graphql HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

/** A server that says what the test wants. */
async function raw(answered: (socket: Socket, text: string) => void): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (text: string) => answered(socket, text))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, sockets }
}

async function subgraphWithPool(settings?: { connections: number }) {
  const subgraph = await startFakeSubgraph('rent', {})
  const pool = poolAt(new URL(subgraph.url).port, settings)
  onTestFinished(async () => {
    await subgraph.stop()
    await pool.close()
  })
  return { subgraph, exchange: (query: string) => new Exchange(request(JSON.stringify({ query })), pool) }
}

test('C10 what is given up while it waits for a connection is never sent', async () => {
  const { subgraph, exchange } = await subgraphWithPool({ connections: 1 })
  const release = Promise.withResolvers<void>()
  subgraph.behave(async (response, { query }) => {
    if (query === 'first') await release.promise
    answer(response, { data: {} })
  })
  const first = exchange('first')
  await subgraph.receives(1)
  const second = exchange('second')
  second.abort(new Error('nobody waits'))
  await expect(second.response).rejects.toThrow('nobody waits')
  expect(second.sent).toBe(false)
  release.resolve()
  await first.response
  await exchange('third').response
  expect(subgraph.received.map(({ query }) => query)).toEqual(['first', 'third'])
})

test('C10 an answer without an end is cut off', async () => {
  const { subgraph, exchange } = await subgraphWithPool()
  const megabyte = Buffer.alloc(1_048_576, ' ')
  subgraph.behave((response) => {
    const more = () => void (response.destroyed || response.write(megabyte, more))
    more()
  })
  await expect(exchange('{a}').response).rejects.toThrow('more than')
  await subgraph.abandoned
})

test('as many connections as may be, each used again, and what finds none free waits', async () => {
  const { port, sockets } = await raw((socket) => socket.write(OK))
  const pool = poolAt(port)
  const sent = Array.from({ length: 50 }, (_, n) => new Exchange(request(String(n)), pool))
  for (const { response } of sent)
    expect(await response).toEqual({ status: 200, body: Buffer.from('{}'), keepsOpen: true })
  expect(sockets).toHaveLength(2)
  await pool.close()
  await expect(new Exchange(request('late'), pool).response).rejects.toThrow('are being closed')
})

test('a connection that the other side closes between two requests is not used for the second', async () => {
  const { port, sockets } = await raw((socket) => socket.write(OK))
  const pool = poolAt(port, { connections: 1 })
  await new Exchange(request('1'), pool).response
  const [first] = sockets
  first?.end()
  if (first !== undefined) await once(first, 'close')
  expect((await new Exchange(request('2'), pool).response).status).toBe(200)
  expect(sockets).toHaveLength(2)
  await pool.close()
})

test('nobody is answered by what comes unasked', async () => {
  let isFirst = true
  const { port, sockets } = await raw((socket) => socket.write(isFirst ? `${OK}${OK}` : OK.replace('{}', '[]')))
  const pool = poolAt(port, { connections: 1 })
  await expect(new Exchange(request('1'), pool).response).rejects.toThrow('more came')
  isFirst = false
  expect(String((await new Exchange(request('2'), pool).response).body)).toBe('[]')
  sockets[1]?.write(OK)
  await vi.waitFor(() => expect(sockets[1]?.destroyed || sockets[1]?.readableEnded).toBe(true))
  expect(String((await new Exchange(request('3'), pool).response).body)).toBe('[]')
  expect(sockets).toHaveLength(3)
  await pool.close()
})

test('an idle connection is closed after its time', async () => {
  const { port, sockets } = await raw((socket) => socket.write(OK))
  const pool = poolAt(port, { idleMs: 50 })
  await new Exchange(request('1'), pool).response
  await vi.waitFor(() => expect(sockets[0]?.readableEnded).toBe(true))
  await pool.close()
})

test('a connection that is cut under a request fails it, as one that was sent; the others go on', async () => {
  const { port } = await raw((socket, text) => (text.endsWith('bad') ? socket.destroy() : socket.write(OK)))
  const pool = poolAt(port, { connections: 1 })
  const [bad, good] = [new Exchange(request('bad'), pool), new Exchange(request('good'), pool)]
  await expect(bad.response).rejects.toThrow()
  expect(bad.sent).toBe(true)
  expect((await good.response).status).toBe(200)
  await pool.close()
})

test('where nobody listens each request fails, and none was sent', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const pool = poolAt(port)
  const sent = Array.from({ length: 10 }, (_, n) => new Exchange(request(String(n)), pool))
  const outcomes = await Promise.allSettled(sent.map(({ response }) => response))
  expect(outcomes.map(({ status }) => status)).toEqual(sent.map(() => 'rejected'))
  expect(sent.some((exchange) => exchange.sent)).toBe(false)
  await pool.close()
})

test('it is closed when what is under way has ended', async () => {
  const asked = Promise.withResolvers<Socket>()
  const { port } = await raw((socket) => asked.resolve(socket))
  const pool = poolAt(port)
  const { response } = new Exchange(request('1'), pool)
  const socket = await asked.promise
  const closed = pool.close()
  socket.write(OK)
  expect((await response).status).toBe(200)
  await closed
})
