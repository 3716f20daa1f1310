import { Agent, request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createRegistry } from './metrics.ts'
import { startServer, type Server, type ServerSettings } from './server.ts'
import { capturedLog } from './testing/captured-log.ts'

const servers: Server[] = []
const { log } = capturedLog()

async function serve(
  settings: Partial<ServerSettings> = {},
  answer: () => Promise<unknown> = async () => 'hello',
): Promise<Server> {
  const server = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      log,
      registry: createRegistry('toy'),
      readiness: async () => undefined,
      shutdownDelayMs: 0,
      ...settings,
    },
    (app) => void app.get('/slow', answer),
  )
  servers.push(server)
  return server
}
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())))

async function get(server: Server, path: string, agent?: Agent) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined
    connection: string | undefined
    body: string
  }>()
  // Without one a connection of its own: one that is kept may be closed when it is taken again.
  httpRequest(`${server.url}${path}`, { agent: agent ?? false }, (response) => {
    const { statusCode, headers } = response
    text(response).then((body) => resolve({ status: statusCode, connection: headers.connection, body }), reject)
  })
    .on('error', reject)
    .end()
  return promise
}

const refuses = (server: Server) =>
  get(server, '/health/live').then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  )

test('C32 D10 health and metrics are at an address of their own, to the end of the service', async () => {
  const server = await serve({ operators: { METRICS_PORT: 0 }, shutdownDelayMs: 200 })
  const operators = { ...server, url: `http://127.0.0.1:${server.operatorsPort}` }
  expect(await get(operators, '/metrics')).toMatchObject({ status: 200, body: expect.stringContaining('process_cpu') })
  expect(await get(operators, '/health/ready')).toMatchObject({ status: 200 })
  expect(await get(operators, '/slow')).toMatchObject({ status: 404 })
  expect(await get(server, '/metrics')).toMatchObject({ status: 404 })
  expect(await get(server, '/health/ready')).toMatchObject({ status: 200 })
  const stopped = server.stop()
  expect(await get(operators, '/health/ready')).toMatchObject({
    status: 503,
    body: expect.stringContaining('stopping'),
  })
  await stopped
  expect(await refuses(operators)).toBe(true)
})

describe('C29 H19 liveness', () => {
  test('is the event loop only: it does not ask whether anything else works', async () => {
    const server = await serve({ readiness: async () => Promise.reject(new Error('no database')) })
    expect(await get(server, '/health/live')).toMatchObject({ status: 200, body: '{"status":"live"}' })
  })
})

describe('C29 startup', () => {
  test('is over when anybody answers, ready or not, and does not begin again when the process stops', async () => {
    const server = await serve({ readiness: async () => 'lag of 5000', shutdownDelayMs: 300 })
    expect(await get(server, '/health/startup')).toMatchObject({ status: 200, body: '{"status":"started"}' })
    const stopping = server.stop()
    expect(await get(server, '/health/startup')).toMatchObject({ status: 200 })
    await stopping
  })
})

describe('C33 readiness', () => {
  test.each([
    ['nothing is missing', async () => undefined, 200, { status: 'ready' }],
    ['something is missing', async () => 'lag of 5000', 503, { status: 'not ready', reason: 'lag of 5000' }],
    [
      'the check fails',
      async () => Promise.reject(new Error('no database')),
      503,
      { status: 'not ready', reason: 'the check failed: no database' },
    ],
    [
      'the check hangs',
      () => new Promise<undefined>(() => undefined),
      503,
      { status: 'not ready', reason: 'the check took too long' },
    ],
  ])('when %s', async (_what, readiness, status, body) => {
    const answer = await get(await serve({ readiness }), '/health/ready')
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toEqual({ status, body })
  })

  test('ends before service does', async () => {
    const server = await serve({ shutdownDelayMs: 300 })
    const stopping = server.stop()
    expect(await get(server, '/health/ready')).toMatchObject({ status: 503, body: expect.stringContaining('stopping') })
    expect(await get(server, '/slow')).toMatchObject({ status: 200, body: 'hello', connection: 'close' })
    await stopping
    expect(await refuses(server)).toBe(true)
  })
})

describe('C33 a graceful stop', () => {
  test('answers what is under way, and takes nothing new', async () => {
    const { promise: end, resolve: finish } = Promise.withResolvers<string>()
    const begun = vi.fn(() => end)
    const server = await serve({}, begun)
    const underway = get(server, '/slow')
    await vi.waitFor(() => expect(begun).toHaveBeenCalled())
    let stopped = false
    const stopping = server.stop().then(() => (stopped = true))
    await vi.waitUntil(() => refuses(server))
    expect(stopped).toBe(false)
    finish('done')
    expect(await underway).toMatchObject({ status: 200, body: 'done' })
    await stopping
  })

  test('does not wait for connections that are only kept open', async () => {
    const agent = new Agent({ keepAlive: true })
    const { promise: end, resolve: finish } = Promise.withResolvers<string>()
    const begun = vi.fn(() => end)
    const server = await serve({}, begun)
    await get(server, '/health/live', agent)
    const idle = await openSocket(server)
    const underway = get(server, '/slow', agent)
    await vi.waitFor(() => expect(begun).toHaveBeenCalled())
    const stopping = server.stop()
    finish('done')
    expect((await underway).connection).toBe('close')
    await stopping
    idle.destroy()
    agent.destroy()
  })

  test('is the same when it is asked for twice', async () => {
    const server = await serve()
    await Promise.all([server.stop(), server.stop()])
    expect(await refuses(server)).toBe(true)
  })
})

describe('C32 /metrics', () => {
  test('has the process and the durations of requests, by route and not by path', async () => {
    const server = await serve()
    await get(server, '/slow')
    await get(server, '/a/path/nobody/knows')
    const { body } = await get(server, '/metrics')
    expect(body).toContain(
      'http_server_request_duration_seconds_count{service="toy",http_request_method="GET",http_route="/slow",http_response_status_code="200",url_scheme="http"} 1',
    )
    expect(body).toContain(
      'http_server_request_duration_seconds_count{service="toy",http_request_method="GET",http_route="none",http_response_status_code="404",url_scheme="http"} 1',
    )
    expect(body).not.toContain('nobody')
    expect(body).toContain('process_cpu_seconds_total{service="toy"}')
  })
})

test('a client that never ends its headers is cut off', { timeout: 15_000 }, async () => {
  const server = await serve()
  const socket = await openSocket(server)
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test('what fails outside of GraphQL is masked too', async () => {
  const { log: own, lines } = capturedLog()
  const server = await serve({ log: own }, () => Promise.reject(new Error('select * from lamps')))
  const answer = await get(server, '/slow')
  expect(answer.status).toBe(500)
  expect(JSON.parse(answer.body)).toEqual({
    errors: [
      {
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      },
    ],
  })
  expect(lines.filter((line) => line['level'] === 'error')).toMatchObject([{ err: { message: 'select * from lamps' } }])
})

async function openSocket(server: Server): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

test('C30 the longest token has room in a request beside everything else that the router sends along', async () => {
  const server = await serve()
  const headers = { authorization: 'x'.repeat(12_295), baggage: 'x'.repeat(4_096), 'x-consistency': 'x'.repeat(2_048) }
  expect((await fetch(`${server.url}/slow`, { headers })).status).toBe(200)
})
