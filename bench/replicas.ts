import { cpus } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Replicated } from '@ebook/stack/instances'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { WRITING_SUBGRAPHS, type Subgraph, type WritingSubgraph } from '../subgraphs/subgraphs.ts'
import { byName, tenths } from './figures.ts'
import { CLIENTS, metric, metricsOf } from './installation.ts'
import type { Measured } from './results.ts'
import { underSagas, type SagaLoad } from './saga-load.ts'

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
export async function measureReplicas({ seconds, turns }: Size): Promise<Measured> {
  const replicas = byName(WRITING_SUBGRAPHS, () => MOST)
  const { measured, checked } = await underSagas({ replicas }, async ({ stack }, sagas) => {
    const done: Turn[] = []
    for (let index = 0; index < turns * 2; index += 1) {
      const count = index % 2 === 0 ? 1 : MOST
      done.push(await turn(stack, sagas, count, `turn ${index + 1} of ${turns * 2}, ${count} of each`, seconds))
    }
    return done
  })
  const [one, three] = [meanOf(measured, 1), meanOf(measured, MOST)]
  const comparison = { name: 'with one', value: one }
  return {
    figures: [{ name: 'sagas with three of each', unit: '/s', value: three, comparison }],
    detail: { clients: CLIENTS, turns: measured, checked },
  }
}

type Turn = Awaited<ReturnType<typeof turn>>

async function turn(stack: Stack, sagas: SagaLoad, count: number, what: string, seconds: number) {
  console.error(`${what}: starting …`)
  await startAnew(stack, count)
  await sagas.reconnect()
  console.error(`${what}: ${CLIENTS} clients for ${seconds} s, after ${WARM_UP_MS / 1_000} s to warm up …`)
  // The clients go on beyond both ends of what is measured: their first and last sagas would be those of an idle system.
  return sagas.during(async () => {
    await delay(WARM_UP_MS)
    const [cpuBefore, timesBefore] = [await cpuSeconds(stack, count), cpuTimes()]
    const { done, ...rate } = await sagas.rate(seconds)
    const busyPercent = busySince(timesBefore)
    const cpuAfter = await cpuSeconds(stack, count)
    const replicaCpuSeconds = byName(WRITING_SUBGRAPHS, (name) =>
      cpuAfter[name].map((value, at) => tenths(value - (cpuBefore[name][at] ?? 0))),
    )
    return { replicas: count, sagas: done.length, ...rate, busyPercent, replicaCpuSeconds }
  })
}

/**
 * Every turn begins with processes that have just been started. A replica that had run all the time would be the warmer
 * one; and a router that had run would keep its connections, all of them to those that were there before.
 */
export async function startAnew(
  stack: Stack,
  count: number,
  subgraphs: readonly Subgraph[] = WRITING_SUBGRAPHS,
): Promise<void> {
  const kinds = [...subgraphs, 'router'] as const
  for (const name of kinds.toReversed()) await Promise.all(stack.processes(name).map((one) => one.stop()))
  for (const name of kinds) await Promise.all(running(stack, name, count).map((one) => one.start()))
}

const running = (stack: Stack, name: Replicated, count: number): readonly StackProcess[] =>
  stack.processes(name).slice(0, count)

/** By each replica since it was started: who did the work. */
async function cpuSeconds(stack: Stack, count: number): Promise<Record<WritingSubgraph, number[]>> {
  const read = async (one: StackProcess) => metric(await metricsOf(one), 'process_cpu_seconds_total')
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

function meanOf(turns: readonly Turn[], replicas: number): number {
  const rates = turns.filter((it) => it.replicas === replicas).map(({ sagasPerSecond }) => sagasPerSecond)
  return tenths(rates.reduce((sum, rate) => sum + rate, 0) / rates.length)
}
