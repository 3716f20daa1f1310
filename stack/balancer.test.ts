import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startBalancer } from './balancer.ts'

const soon = { timeout: 8_000 }
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port

/** Says its name, and whether it is ready. */
async function backend(name: string) {
  const state = { ready: true, asked: 0 }
  const server: Server = createServer((request, response) => {
    state.asked += request.url === '/health/ready' ? 1 : 0
    if (request.url === '/health/ready') return response.writeHead(state.ready ? 200 : 503).end('{}')
    return response.end(name)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  onTestFinished(stop)
  return { name, port: portOf(server), state, stop }
}

async function balancing(...names: string[]) {
  const backends = await Promise.all(names.map(backend))
  const balancer = await startBalancer(0, backends)
  onTestFinished(() => balancer.stop())
  await vi.waitFor(() => expect(balancer.ready()).toEqual(names), soon)
  /** Over a connection of its own. */
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${balancer.port}/`, { headers: { connection: 'close' } })
    return answer.text()
  }
  return { backends, balancer, ask }
}

test('each new connection goes to the next one', async () => {
  const { ask } = await balancing('one', 'two')
  const said = [await ask(), await ask(), await ask(), await ask()]
  expect(said.toSorted()).toEqual(['one', 'one', 'two', 'two'])
  expect(said[0]).toBe(said[2])
})

test('one that is not ready gets none, until it is', async () => {
  const { backends, balancer, ask } = await balancing('one', 'two')
  const [one] = backends
  if (one) one.state.ready = false
  await vi.waitFor(() => expect(balancer.ready()).toEqual(['two']), soon)
  expect([await ask(), await ask(), await ask()]).toEqual(['two', 'two', 'two'])
  if (one) one.state.ready = true
  await vi.waitFor(() => expect(balancer.ready()).toEqual(['one', 'two']), soon)
  expect([await ask(), await ask()].toSorted()).toEqual(['one', 'two'])
})

test('one that cannot be reached is passed over at once, before anybody has noticed', async () => {
  const { backends, ask } = await balancing('one', 'two')
  backends[0]?.stop()
  expect([await ask(), await ask(), await ask()]).toEqual(['two', 'two', 'two'])
})

test('when nobody is ready, whoever can be reached is asked all the same', async () => {
  const { backends, balancer, ask } = await balancing('one', 'two')
  for (const { state } of backends) state.ready = false
  await vi.waitFor(() => expect(balancer.ready()).toEqual([]), soon)
  expect([await ask(), await ask()].toSorted()).toEqual(['one', 'two'])
})

test('one alone is not asked whether it is ready', async () => {
  const { backends, ask } = await balancing('one')
  expect(await ask()).toBe('one')
  expect(backends[0]?.state.asked).toBe(0)
})

test('when nobody can be reached, the connection is reset', async () => {
  const { backends, ask } = await balancing('one')
  backends[0]?.stop()
  await expect(ask()).rejects.toThrow()
})

test('one that comes later takes its turn', async () => {
  const { balancer, ask } = await balancing('one')
  balancer.add(await backend('later'))
  await vi.waitFor(() => expect(balancer.ready()).toEqual(['one', 'later']), soon)
  expect([await ask(), await ask()].toSorted()).toEqual(['later', 'one'])
})

test('an end that is closed on one side only goes on hearing the other', async () => {
  const echo = createTcpServer({ allowHalfOpen: true }, (socket) => {
    const heard: Buffer[] = []
    socket.on('data', (data) => heard.push(data)).on('end', () => socket.end(Buffer.concat(heard)))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void echo.close())
  await once(echo, 'listening')
  const balancer = await startBalancer(0, [{ name: 'echo', port: portOf(echo) }])
  onTestFinished(() => balancer.stop())
  const client = connect({ port: balancer.port, host: '127.0.0.1', allowHalfOpen: true })
  const heard: Buffer[] = []
  client.on('data', (data) => heard.push(data))
  client.end('all that was said before the end')
  await once(client, 'close')
  expect(Buffer.concat(heard).toString()).toBe('all that was said before the end')
})

test('a connection that breaks behind it breaks before it, and is not taken for an end', async () => {
  const breaking = createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())).listen(
    0,
    '127.0.0.1',
  )
  onTestFinished(() => void breaking.close())
  await once(breaking, 'listening')
  const balancer = await startBalancer(0, [{ name: 'breaking', port: portOf(breaking) }])
  onTestFinished(() => balancer.stop())
  const client = connect({ port: balancer.port, host: '127.0.0.1' })
  const broken = once(client, 'end')
  client.resume().write('anything')
  await expect(broken).rejects.toThrow('ECONNRESET')
})
