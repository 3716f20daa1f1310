import { startStack, type Stack } from '@ebook/stack/stack'
import { setTimeout as delay } from 'node:timers/promises'
import { spreadOf, type Spread } from '../figures.ts'
import { connect, registerTitles } from '../people.ts'
import { table } from '../table.ts'
import { shareOf, startLightLoad, type Share } from './light-load.ts'
import { openOperations, OPERATIONS, type Operation, type Operations, type Sample } from './operations.ts'
import { NEEDS, PARTS, type Part } from './parts.ts'
import { secondsToQuiet } from './quiet.ts'

export interface Size {
  /** How often each part is killed. */
  readonly kills: number
  /** Seconds that each part is down while requests are counted. */
  readonly hold: number
  /** Seconds that one is away before it is healed and quiet is waited for. */
  readonly away: number
}

const TITLES = 20
const CONNECTIONS = 100
/** Of each operation. */
const PER_SECOND = 4
/** A keeper waits longer before each new start of what does not live steadily so long. */
const STEADY_MS = 31_000
const LOOK_MS = 20
const PATIENCE_MS = 120_000

/** Whom the system waits for; the others answer nothing or everybody while they are away. */
const MISSED: readonly Part[] = ['book', 'payment', 'promotion', 'dashboard', 'nats']

interface Site {
  readonly stack: Stack
  readonly operations: Operations
}

/** Kills, stops and starts every part of an installation, and measures what its users notice. */
export async function run(size: Size): Promise<object> {
  const stack = await startStack({ durable: true, env: { RATE_LIMIT_PER_MINUTE: '100000000' } })
  const router = connect(stack, CONNECTIONS)
  try {
    const titles = await registerTitles(stack, router, TITLES)
    const site = { stack, operations: await openOperations(stack, router, titles) }
    await site.operations.prepare(1)
    const starts = await startTimes(site)
    const recovery = await recoveryTimes(site, size.kills)
    printRecovery(recovery, starts)
    const down: Down[] = []
    for (const part of PARTS) down.push(await whileDown(site, part, size.hold))
    printDown(down, size.hold)
    const quiet = []
    for (const part of MISSED) quiet.push(await healed(site, part, size.away))
    printQuiet(quiet, size.away)
    return { benchmark: 'recovery', ...size, startMs: starts, recoveryMs: recovery, whileDown: down, toQuiet: quiet }
  } finally {
    await router.close()
    await stack.stop()
  }
}

/** What a start alone takes: nothing can be back sooner. */
async function startTimes({ stack, operations }: Site): Promise<Record<Part, number>> {
  const ms: Partial<Record<Part, number>> = {}
  for (const part of PARTS) {
    console.error(`how long ${part} takes to start …`)
    const process = stack.process(part)
    await process.stop()
    const began = performance.now()
    await process.start()
    ms[part] = Math.round(performance.now() - began)
    await untilAllIsWell(operations)
  }
  return ms as Record<Part, number>
}

/** Each part in turn, and then each again. */
async function recoveryTimes({ stack, operations }: Site, kills: number): Promise<Record<Part, Spread>> {
  const ms = Object.fromEntries(PARTS.map((part) => [part, [] as number[]])) as Record<Part, number[]>
  let began = new Map<Part, number>()
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = began
    began = new Map()
    for (const part of PARTS) {
      await delay(Math.max(0, (before.get(part) ?? -STEADY_MS) + STEADY_MS - performance.now()))
      console.error(`kill -9 of ${part}, ${kill} of ${kills} …`)
      const killed = performance.now()
      await stack.process(part).kill()
      await untilWorks(operations, NEEDS[part])
      ms[part].push(performance.now() - killed)
      began.set(part, performance.now())
      await untilAllIsWell(operations)
    }
  }
  return Object.fromEntries(Object.entries(ms).map(([part, rounds]) => [part, spreadOf(rounds)])) as Record<
    Part,
    Spread
  >
}

interface Down {
  readonly part: Part
  readonly operations: Readonly<Record<Operation, Share>>
}

/** Counts what is begun between the stop and the start. */
async function whileDown({ stack, operations }: Site, part: Part, seconds: number): Promise<Down> {
  await operations.prepare(seconds * PER_SECOND)
  await secondsToQuiet(stack, performance.now())
  console.error(`${part} is down for ${seconds} s …`)
  await stack.process(part).stop()
  const load = startLightLoad(operations, PER_SECOND)
  await delay(seconds * 1_000)
  const ended = load.end()
  await stack.process(part).start()
  const shares = byOperation(await ended)
  await untilAllIsWell(operations)
  return { part, operations: shares }
}

function byOperation(samples: readonly Sample[]): Record<Operation, Share> {
  return Object.fromEntries(
    OPERATIONS.map((operation) => [operation, shareOf(samples.filter((sample) => sample.operation === operation))]),
  ) as Record<Operation, Share>
}

/** The load ends as the part is healed: what is measured is the backlog, and not what is added to it. */
async function healed({ stack, operations }: Site, part: Part, seconds: number) {
  await operations.prepare(seconds * PER_SECOND)
  await secondsToQuiet(stack, performance.now())
  console.error(`${part} is away for ${seconds} s under load …`)
  await stack.process(part).stop()
  const load = startLightLoad(operations, PER_SECOND)
  await delay(seconds * 1_000)
  const samples = await load.end()
  const answeredPercent = shareOf(samples).answeredPercent
  const began = performance.now()
  await stack.process(part).start()
  const startedAfterS = Math.round((performance.now() - began) / 100) / 10
  const quietAfterS = await secondsToQuiet(stack, began)
  await untilAllIsWell(operations)
  return { part, requests: samples.length, answeredPercent, startedAfterS, quietAfterS }
}

async function untilAllIsWell(operations: Operations): Promise<void> {
  for (const part of PARTS) await untilWorks(operations, NEEDS[part])
}

async function untilWorks(operations: Operations, { operation, paid }: (typeof NEEDS)[Part]): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const { codes, paidAtOnce } = await operations.perform(operation)
    if (codes.length === 0 && (paidAtOnce || !paid)) return
    if (performance.now() > deadline) throw new Error(`${operation} does not work again: ${codes.join(', ')}`)
    await delay(LOOK_MS)
  }
}

function printRecovery(recovery: Record<Part, Spread>, starts: Record<Part, number>): void {
  const rows = PARTS.map((part) => {
    const { median, min, max } = recovery[part]
    const { operation, paid } = NEEDS[part]
    return [part, `${operation}${paid ? ', PAID at once' : ''}`, median, min, max, starts[part]]
  })
  const headings = ['kill -9 of', 'until this works again', 'median ms', 'min', 'max', 'a start alone, ms']
  console.log(`${table('recovery: from kill -9 to the first success that needs it, idle', headings, rows)}\n`)
}

function printDown(down: readonly Down[], seconds: number): void {
  const rows = down.map(({ part, operations }) => [
    part,
    ...OPERATIONS.map((operation) => operations[operation].answeredPercent),
    operations.requestRental.paidAtOncePercent,
    Math.max(...OPERATIONS.map((operation) => operations[operation].p99Ms)),
    errorsOf(operations),
  ])
  const headings = ['down', ...OPERATIONS, 'PAID at once', 'slowest p99 ms', 'errors']
  console.log(`${table(`answered while one is down for ${seconds} s, % of each operation`, headings, rows)}\n`)
}

function errorsOf(operations: Readonly<Record<Operation, Share>>): string {
  const sums = new Map<string, number>()
  for (const [code, times] of Object.values(operations).flatMap(({ errors }) => Object.entries(errors))) {
    sums.set(code, (sums.get(code) ?? 0) + times)
  }
  return [...sums].map(([code, times]) => `${times} ${code}`).join(', ')
}

function printQuiet(quiet: readonly Awaited<ReturnType<typeof healed>>[], seconds: number): void {
  const rows = quiet.map((it) => [it.part, it.requests, it.answeredPercent, it.startedAfterS, it.quietAfterS])
  const headings = ['away', 'requests', 'answered %', 'ready after s', 'quiet after s']
  console.log(
    `${table(`from heal to quiet, after ${seconds} s away: outboxes published, inboxes and dashboard at the end`, headings, rows)}\n`,
  )
}
