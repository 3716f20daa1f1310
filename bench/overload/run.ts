import { startStack, type Stack } from '@ebook/stack/stack'
import { booksBalance } from '../books.ts'
import { percentile } from '../figures.ts'
import { connect, registerTitles, type Router } from '../people.ts'
import { table } from '../table.ts'
import { between, readTransitions, type Transitions } from './breaker.ts'
import { load, type Heard } from './load.ts'
import { checkMoney, rentClock, untilSettled } from './settled.ts'

export interface Size {
  readonly clients: number
  readonly seconds: number
}

/** Of reference A: 100 clients for 60 s, payment answering after 400 to 620 ms, given up after 610 ms. */
const EARLIER = { answered: 76.56, failed: 23.44 }
const PAYMENT = { PAYMENT_SIMULATOR_DELAY_MS: '400-620', PAYMENT_TIMEOUT_MS: '610' }
const TITLES = 100
const WARM_UP = { clients: 10, seconds: 5 }

interface Section {
  readonly name: string
  /** Paused as long as the load lasts. */
  readonly away?: 'payment' | 'promotion'
  /** Whose circuit, to whom. */
  readonly circuit: readonly ['rent' | 'payment', 'payment' | 'promotion']
  /** Every rental is canceled as soon as its request is answered. */
  readonly cancels?: true
}

const sections: readonly Section[] = [
  { name: 'payment slow', circuit: ['rent', 'payment'] },
  { name: 'payment paused', away: 'payment', circuit: ['rent', 'payment'] },
  { name: 'promotion paused, all refunded', away: 'promotion', circuit: ['payment', 'promotion'], cancels: true },
]

/**
 * Reference A's load test, and the same with payment and with promotion paused. What clients were told is compared with the
 * databases and the provider's book: when anything was lost, charged twice or never paid, it throws and prints no figures.
 */
export async function run(size: Size): Promise<object> {
  const stack = await startStack({ durable: true, env: { RATE_LIMIT_PER_MINUTE: '100000000', ...PAYMENT } })
  const router = connect(stack, size.clients)
  try {
    const titles = await registerTitles(stack, router, TITLES)
    console.error('warming up …')
    const since = await rentClock(stack)
    await load({ ...WARM_UP, stack, router, titles, name: 'warm-up', cancels: true })
    await untilSettled(stack, since)
    const figures: Figure[] = []
    for (const section of sections) figures.push(await measure(stack, router, titles, section, size))
    console.error('checking the books …')
    const books = await booksBalance(stack)
    print(figures, size)
    return { benchmark: 'overload', ...size, earlier: EARLIER, sections: figures, books }
  } finally {
    await router.close()
    await stack.stop()
  }
}

type Figure = Awaited<ReturnType<typeof measure>>

async function measure(stack: Stack, router: Router, titles: readonly string[], section: Section, size: Size) {
  const { name, away, cancels = false } = section
  console.error(`${name}: ${size.clients} clients for ${size.seconds} s …`)
  const [caller, callee] = section.circuit
  const transitions = () => readTransitions(new URL(stack.process(caller).url).origin, callee)
  const since = await rentClock(stack)
  const before = await transitions()
  if (away) stack.process(away).pause()
  let heard: Heard
  try {
    heard = await load({
      ...size,
      stack,
      router,
      titles,
      name: name.replaceAll(/\W+/g, '-'),
      cancels,
    })
  } finally {
    if (away) stack.process(away).resume()
  }
  const figures = figuresOf(heard, size.seconds)
  const { answeredPercent, paidAtOncePercent, ms } = figures
  console.error(
    `  ${answeredPercent} % answered, ${paidAtOncePercent} % PAID at once, p50 ${ms.p50} ms; until all is settled …`,
  )
  const settledAfterS = await untilSettled(stack, since)
  const money = await checkMoney(stack, since, heard)
  return {
    name,
    ...figures,
    circuit: between(before, await transitions()),
    settledAfterS,
    ...waited(money),
  }
}

function figuresOf({ ms, paid, pending, cancelMs, problems }: Heard, seconds: number) {
  const asked = ms.length
  const share = (part: number) => Math.round((part / asked) * 10_000) / 100
  const failed = problems.values().reduce((sum, times) => sum + times, 0)
  return {
    requests: asked,
    perSecond: Math.round(asked / seconds),
    answeredPercent: share(paid.size + pending.size),
    paidAtOncePercent: share(paid.size),
    pendingPercent: share(pending.size),
    failed,
    problems: Object.fromEntries(problems),
    ms: { p50: percentile(ms, 0.5), p99: percentile(ms, 0.99), max: percentile(ms, 1) },
    ...(cancelMs.length > 0 && { cancelMs: { p50: percentile(cancelMs, 0.5), p99: percentile(cancelMs, 0.99) } }),
  }
}

function waited({ waits, ...money }: Awaited<ReturnType<typeof checkMoney>>) {
  if (waits.length === 0) return { ...money, deferredPaidAfterS: undefined }
  return { ...money, deferredPaidAfterS: { p50: percentile(waits, 0.5), max: percentile(waits, 1) } }
}

function print(figures: readonly Figure[], { clients, seconds }: Size): void {
  const rows = figures.map((it) => [
    it.name,
    it.requests,
    it.answeredPercent,
    it.paidAtOncePercent,
    it.pendingPercent,
    it.failed,
    it.ms.p50,
    it.ms.p99,
    told(it.circuit),
    it.deferredPaidAfterS?.max,
    it.settledAfterS,
  ])
  const earlier = ['the earlier system, payment slow', undefined, EARLIER.answered, EARLIER.answered, 0, undefined]
  console.log(
    table(
      `overload: ${clients} clients for ${seconds} s, payment answers after 400–620 ms, given up after 610 ms`,
      [
        'load',
        'requests',
        'answered %',
        'PAID at once %',
        'PENDING %',
        'failed',
        'p50 ms',
        'p99 ms',
        'circuit opened/tried/closed',
        'longest unpaid s',
        'all settled after s',
      ],
      [...rows, earlier],
    ),
  )
  console.log('Nobody was charged twice; every PENDING one was paid, or given back, by itself.\n')
}

const told = (circuit: Transitions): string => `${circuit.open}/${circuit['half-open']}/${circuit.closed}`
