import type { Entry } from '@ebook/reconcile/client-log'
import type { Stack } from '@ebook/stack/stack'
import { booksBalance } from '../books.ts'
import { percentilesOf } from '../figures.ts'
import { count, installed, metric, metricsOf, query, rentClock } from '../installation.ts'
import { registerTitles, type Router } from '../people.ts'
import { secondsToQuiet } from '../quiet.ts'
import type { Figure, Measured } from '../results.ts'
import { load, type Heard } from './load.ts'

export interface Size {
  readonly clients: number
  readonly seconds: number
}

/** Of reference A: 100 clients for 60 s, payment answering after 400 to 620 ms, given up after 610 ms. */
const EARLIER = { answered: 76.56, failed: 23.44 }
const PAYMENT = { PAYMENT_SIMULATOR_DELAY_MS: '400-620', PAYMENT_TIMEOUT_MS: '610' }
const TITLES = 100
const CANCELED = `select count(*) from rental where rented_date >= $1 and status = 'CANCELED'`
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
export async function measureOverload(size: Size): Promise<Measured> {
  return installed({ env: PAYMENT, connections: size.clients }, async ({ stack, router }) => {
    const titles = await registerTitles(stack, router, TITLES)
    console.error('warming up …')
    await load({ ...WARM_UP, stack, router, titles, name: 'warm-up', cancels: true })
    await secondsToQuiet(stack, performance.now())
    const loads: Load[] = []
    const log: Entry[] = []
    for (const section of sections) loads.push(await measure(stack, router, titles, section, size, log))
    console.error('checking the books …')
    const books = await booksBalance(stack, log)
    return { figures: loads.flatMap(figuresOf), detail: { earlier: EARLIER, loads, books } }
  })
}

function figuresOf({ name, ...it }: Load): Figure[] {
  const earlier = { name: 'the earlier system', value: EARLIER.answered }
  const of = (what: string, unit: string, value: number | null): Figure => ({ name: `${name}: ${what}`, unit, value })
  return [
    { ...of('answered', '%', it.answeredPercent), comparison: earlier },
    of('PAID at once', '%', it.paidAtOncePercent),
    of('failed', 'requests', it.failed),
    of('p50', 'ms', it.ms.p50),
    of('p99', 'ms', it.ms.p99),
    of('circuit opened', 'times', it.circuitOpened),
    of('longest unpaid', 's', it.deferredPaidAfterS?.max ?? null),
    of('all settled after', 's', it.settledAfterS),
  ]
}

type Load = Awaited<ReturnType<typeof measure>>

async function measure(
  stack: Stack,
  router: Router,
  titles: readonly string[],
  section: Section,
  size: Size,
  log: Entry[],
) {
  const { name, away, cancels = false } = section
  console.error(`${name}: ${size.clients} clients for ${size.seconds} s …`)
  const [caller, callee] = section.circuit
  const opened = async () =>
    metric(await metricsOf(stack.process(caller)), 'ebook_circuit_transitions_total', `callee="${callee}"`, 'to="open"')
  const since = await rentClock(stack)
  const before = await opened()
  if (away) stack.process(away).pause()
  let heard: Heard
  try {
    heard = await load({ ...size, stack, router, titles, name: name.replaceAll(/\W+/g, '-'), cancels })
  } finally {
    if (away) stack.process(away).resume()
  }
  const told = toldOf(heard, size.seconds)
  const { answeredPercent, paidAtOncePercent, ms } = told
  console.error(
    `  ${answeredPercent} % answered, ${paidAtOncePercent} % PAID at once, p50 ${ms.p50} ms; until all is settled …`,
  )
  const settledAfterS = await secondsToQuiet(stack, performance.now())
  const canceled = await count(stack, 'rent', CANCELED, [since])
  if (canceled > 0 && !cancels) throw new Error(`${canceled} rentals were canceled, and nobody asked for it`)
  log.push(...heard.log)
  const waits = await unpaidFor(stack, heard.pending)
  const circuitOpened = (await opened()) - before
  const deferredPaidAfterS = waits.length > 0 ? percentilesOf(waits) : undefined
  return { name, ...told, circuitOpened, settledAfterS, canceled, deferredPaidAfterS }
}

function toldOf({ ms, paid, pending, cancelMs, problems }: Heard, seconds: number) {
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
    ms: percentilesOf(ms),
    ...(cancelMs.length > 0 && { cancelMs: percentilesOf(cancelMs) }),
  }
}

/** For how many seconds each of these was unpaid, of those that were paid. */
async function unpaidFor(stack: Stack, rentals: Iterable<string>): Promise<number[]> {
  const text = `select extract(epoch from history.at - rented_date)::float8 as seconds from rental
    join history on aggregate_type = 'Rental' and aggregate_id = rental.id::text and event_type = 'PaymentConfirmed'
    where rental.id::text = any($1::text[])`
  return (await query<{ seconds: number }>(stack, 'rent', text, [[...rentals]])).map(({ seconds }) => seconds)
}
