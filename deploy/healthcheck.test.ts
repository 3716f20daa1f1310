import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'

/** As Docker runs it in a container: with the port of the process in the environment. */
function looked(port: number): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env['PATH'], PORT: String(port) }
  return new Promise((resolve) => {
    execFile('bash', ['deploy/healthcheck.sh'], { env }, (error, said) =>
      resolve({ code: Number(error?.code ?? 0), said: said.trim() }),
    )
  })
}

async function answering(status: number): Promise<number> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/health/ready' ? status : 404).end('{}')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

test('Q8 a container is well when its process says that it is ready, and otherwise says why not', async () => {
  expect(await looked(await answering(200))).toEqual({ code: 0, said: '' })
  expect(await looked(await answering(503))).toEqual({ code: 1, said: 'not ready: 503' })
  // Nobody listens there.
  expect(await looked(1)).toMatchObject({ code: 1 })
})
