import { startStack, type Stack, type StackProcess } from '@ebook/stack/stack'
import { availableParallelism, cpus } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { booksBalance } from '../books.ts'
import { perSecond } from '../figures.ts'
import { rentClock } from '../overload/settled.ts'
import { CLIENTS, everySagaCounts, SagaLoad, timesOf } from '../saga-load.ts'
import { metricOf } from '../metric.ts'
import { table } from '../table.ts'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'

export interface Size {
  /** Of each turn. */
  readonly seconds: number
  /** With one replica, and as many with three. */
  readonly turns: number
}

const MOST = 3
/** A replica that has just been started is slow until its code is compiled, and three share what warms them. */
const WARM_UP_MS = 10_000

/**
 * Sagas with one replica of each writing subgraph and with three, in turns: what the machine, or a growing database, does
 * to the figures by the hour is then seen as drift and not taken for an effect of the replicas.
 */
export async function run({ seconds, turns }: Size): Promise<object> {
  const replicas = Object.fromEntries(WRITING_SUBGRAPHS.map((name) => [name, MOST]))
  console.error(`starting a stack with ${MOST} replicas of each of ${WRITING_SUBGRAPHS.join(', ')} …`)
  const stack = await startStack({ durable: true, replicas, env: { RATE_LIMIT_PER_MINUTE: '100000000' } })
  try {
    const sagas = await SagaLoad.open(stack)
    const since = await rentClock(stack)
    const figures: Turn[] = []
    for (let index = 0; index < turns * 2; index += 1) {
      const count = index % 2 === 0 ? 1 : MOST
      figures.push(await turn(stack, sagas, count, `turn ${index + 1} of ${turns * 2}, ${count} of each`, seconds))
    }
    console.error('checking the books …')
    const checked = await everySagaCounts(stack, sagas, since)
    const books = await booksBalance(stack)
    await sagas.close()
    const cores = availableParallelism()
    const means = { one: meanOf(figures, 1), three: meanOf(figures, MOST) }
    const ratio = Math.round((means.three / means.one) * 100) / 100
    print(figures, { seconds, cores, ratio })
    const benchmark = { benchmark: 'replicas', cores, clients: CLIENTS, seconds }
    return { ...benchmark, turns: figures, sagasPerSecond: means, threeToOne: ratio, checked, books }
  } finally {
    await stack.stop()
  }
}

type Turn = Awaited<ReturnType<typeof turn>>

async function turn(stack: Stack, sagas: SagaLoad, count: number, what: string, seconds: number) {
  console.error(`${what}: starting …`)
  await startAnew(stack, count)
  await sagas.reconnect()
  console.error(`${what}: ${CLIENTS} clients for ${seconds} s, after ${WARM_UP_MS / 1_000} s to warm up …`)
  // The clients go on beyond both ends of what is measured: their first and last sagas would be those of an idle system.
  const lanes = perSecond(CLIENTS, WARM_UP_MS + seconds * 1_000, (lane) => sagas.one(lane))
  const [figures] = await Promise.all([measure(stack, sagas, count, seconds), lanes])
  return { replicas: count, ...figures }
}

async function measure(stack: Stack, sagas: SagaLoad, count: number, seconds: number) {
  await delay(WARM_UP_MS)
  const cpuBefore = await cpuSeconds(stack, count)
  const [ended, refusals, busyBefore, began] = [
    sagas.ended.length,
    sagas.refusals.length,
    cpuTimes(),
    performance.now(),
  ]
  await delay(seconds * 1_000)
  const [done, again, busyPercent] = [sagas.ended.length - ended, sagas.refusals.slice(refusals), busySince(busyBefore)]
  const lasted = (performance.now() - began) / 1_000
  const cpuAfter = await cpuSeconds(stack, count)
  const replicaCpuSeconds = Object.fromEntries(
    WRITING_SUBGRAPHS.map((name) => [
      name,
      cpuAfter[name].map((value, at) => tenths(value - (cpuBefore[name][at] ?? 0))),
    ]),
  ) as Record<WritingSubgraph, number[]>
  return {
    sagas: done,
    sagasPerSecond: tenths(done / lasted),
    busyPercent,
    replicaCpuSeconds,
    askedAgain: timesOf(again),
  }
}

/**
 * Every turn begins with processes that have just been started. A replica that had run all the time would be the warmer
 * one; and a router that had run would keep its connections, all of them to those that were there before.
 */
async function startAnew(stack: Stack, count: number): Promise<void> {
  const router = stack.process('router')
  await router.stop()
  for (const each of WRITING_SUBGRAPHS.map((name) => stack.processes(name)))
    await Promise.all(each.map((one) => one.stop()))
  for (const name of WRITING_SUBGRAPHS) await Promise.all(running(stack, name, count).map((one) => one.start()))
  await router.start()
}

const running = (stack: Stack, name: WritingSubgraph, count: number): readonly StackProcess[] =>
  stack.processes(name).slice(0, count)

/** By each replica since it was started: who did the work. */
async function cpuSeconds(stack: Stack, count: number): Promise<Record<WritingSubgraph, number[]>> {
  const read = ({ url }: StackProcess) => metricOf(new URL(url).origin, 'process_cpu_seconds_total')
  const each = WRITING_SUBGRAPHS.map(
    async (name) => [name, await Promise.all(running(stack, name, count).map(read))] as const,
  )
  return Object.fromEntries(await Promise.all(each)) as Record<WritingSubgraph, number[]>
}

interface CpuTimes {
  readonly idle: number
  readonly all: number
}

function cpuTimes(): CpuTimes {
  const each = cpus().map(({ times }) => times)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return { idle: sum(each.map(({ idle }) => idle)), all: sum(each.map((times) => sum(Object.values(times)))) }
}

/** Of all cores, by whomever: at 100 there is nothing left that another replica could use. */
function busySince(before: CpuTimes): number {
  const now = cpuTimes()
  return Math.round((1 - (now.idle - before.idle) / (now.all - before.all)) * 100)
}

const tenths = (value: number): number => Math.round(value * 10) / 10

function meanOf(turns: readonly Turn[], replicas: number): number {
  const rates = turns.filter((it) => it.replicas === replicas).map(({ sagasPerSecond }) => sagasPerSecond)
  return tenths(rates.reduce((sum, rate) => sum + rate, 0) / rates.length)
}

function print(turns: readonly Turn[], about: { seconds: number; cores: number; ratio: number }): void {
  const rows = turns.map((it, index) => [
    index + 1,
    it.replicas,
    it.sagas,
    it.sagasPerSecond,
    it.busyPercent,
    ...WRITING_SUBGRAPHS.map((name) => it.replicaCpuSeconds[name].join(' / ')),
  ])
  const headings = [
    'turn',
    'of each',
    'sagas',
    'a second',
    'cores busy %',
    ...WRITING_SUBGRAPHS.map((name) => `${name}, CPU s`),
  ]
  const title = `replicas: ${CLIENTS} clients from request to APPROVED, ${about.seconds} s a turn, on ${about.cores} cores`
  console.log(table(title, headings, rows))
  console.log(`Three of each do ${about.ratio} times what one does, on ${about.cores} cores. Each was charged once.\n`)
}
