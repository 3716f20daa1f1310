import { connect } from 'node:net'
import fc from 'fast-check'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import type { Stack } from '@ebook/stack/stack'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { closeCodeIn } from './frames.ts'
import { inputs as inputsWith } from './inputs.ts'

const ROOT = 'the-root-of-the-keys-in-a-fuzz'
/** What the installation is started with: limits that let inputs get deep. */
export const FUZZ_ENVIRONMENT = {
  ROUTER_SECRET: ROOT,
  RATE_LIMIT_PER_MINUTE: '100000000',
  ANONYMOUS_RATE_LIMIT_PER_MINUTE: '100000000',
}
const AT_ONCE = 50
const PATIENCE_MS = 3_000

/**
 * Sends so many inputs to a router and its subgraphs, fifty at a time, each on a connection of its own, and looks after
 * each fifty whether a process has ended and whether one answer was a failure of ours. The same seed sends the same;
 * what fails is made smaller by fast-check before it is told: an input alone among fifty that say nothing.
 */
export async function fuzz(stack: Stack, { seed, inputs }: { seed: number; inputs: number }): Promise<void> {
  const names = ['router', ...SUBGRAPHS] as const
  const pids = () => names.map((name) => stack.process(name).pid)
  const before = pids()
  const token = await stack.token('mallory', 'MEMBER', { ttl: 36_000 })
  const input = fc.oneof(
    ...names.map((name) => fc.record({ to: fc.constant(name), bytes: inputsWith(token, subgraphSecret(ROOT, name)) })),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(input, { minLength: AT_ONCE, maxLength: AT_ONCE, size: 'max' }), async (batch) => {
      const problems = await Promise.all(
        batch.map(async ({ to, bytes }) => problemIn(await exchanged(new URL(stack.process(to).url).port, bytes))),
      )
      const [problem] = problems.filter((one) => one !== undefined)
      if (problem !== undefined) throw new Error(problem)
      if (pids().join() !== before.join())
        throw new Error(`a process has ended: ${before.join()} were ${pids().join()}`)
    }),
    { seed, numRuns: Math.ceil(inputs / AT_ONCE) },
  )
}

/** Everything that is answered until the other side closes, or says nothing more. */
function exchanged(port: string, bytes: Buffer): Promise<Buffer> {
  const received: Buffer[] = []
  const { promise, resolve } = Promise.withResolvers<Buffer>()
  // Half open: what comes after our end is read too.
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true }, () => socket.end(bytes))
  socket.setTimeout(PATIENCE_MS, () => socket.destroy())
  socket.on('data', (chunk: Buffer) => received.push(chunk))
  socket.on('end', () => socket.destroy())
  // A connection that is reset is an answer.
  socket.on('error', () => undefined)
  socket.on('close', () => resolve(Buffer.concat(received)))
  return promise
}

function problemIn(received: Buffer): string | undefined {
  const text = received.toString('latin1')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
  const code = status === 101 ? closeCodeIn(received) : undefined
  const isOurs = status >= 500 || text.includes('INTERNAL_SERVER_ERROR') || code === 1011 || code === 4500
  return isOurs ? `answered with ${code ?? status}: ${text.slice(-600)}` : undefined
}
