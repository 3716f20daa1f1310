import { setTimeout as delay } from 'node:timers/promises'
import { byName, SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { percentilesOf, rounded, tenths } from '../figures.ts'
import { CLIENTS, installed, type Installation } from '../installation.ts'
import type { Figure, Measured } from '../results.ts'
import { underSagas } from '../saga-load.ts'
import { startAnew } from '../start-anew.ts'
import { measureLatency } from '../subscriptions/latency.ts'
import { counting, type Counts } from './counters.ts'
import { processorTime, total, usedBetween } from './processor-time.ts'
import { underLoad, type Cost, type CostSettings } from './under-load.ts'
import { WatchedRentals } from './watched-rentals.ts'

const ALONE = 50
const WARM_UP_ALONE = 20
const SETTLE_MS = 5_000
const MOST = 3
const ofEach = (count: number) => byName([...SUBGRAPHS, 'router'] as const, () => count)

/** 32 clients at one of each. */
export async function measureLoad({ rentals }: CostSettings): Promise<Measured> {
  const { measured: cost, checked } = await underSagas({}, (installation, sagas) =>
    underLoad(installation, sagas, rentals),
  )
  return {
    figures: [
      cpuFigure('CPU a rental', cost),
      ...Object.entries(cost.cpuMicrosBy).map(([kind, value]) => ({ name: `of it ${kind}`, unit: 'µs', value })),
      { name: 'requestRental p50', unit: 'ms', value: cost.requestMs.p50 },
      { name: 'requestRental p99', unit: 'ms', value: cost.requestMs.p99 },
    ],
    detail: { clients: CLIENTS, ...cost, checked },
  }
}

/** One rental at a time, and then nothing at all. */
export function measureAlone({ seconds }: CostSettings): Promise<Measured> {
  return installed({}, async (installation) => {
    const times = await alone(installation, async (some) => {
      console.error(`${ALONE} rentals, one at a time …`)
      return some(ALONE)
    })
    const aloneMs = percentilesOf(times)
    console.error(`nothing, for ${seconds} s …`)
    await delay(SETTLE_MS)
    const idle = await idleFor(installation, seconds)
    return {
      figures: [
        { name: 'one rental alone', unit: 'ms', value: aloneMs.p50 },
        { name: 'idle CPU', unit: 'ms/s', value: tenths(idle.cpuMillisPerSecond) },
      ],
      detail: { rentals: times.length, aloneMs, idle },
    }
  })
}

/** After some that warm the processes up, `work` has so many made, one at a time, and is given how many ms each took. */
async function alone<T>(
  installation: Installation,
  work: (some: (rentals: number) => Promise<number[]>) => Promise<T>,
): Promise<T> {
  const lone = await WatchedRentals.open(installation)
  const some = async (rentals: number) => {
    const times: number[] = []
    while (times.length < rentals) times.push((await lone.one()).ms)
    return times
  }
  try {
    await some(WARM_UP_ALONE)
    return await work(some)
  } finally {
    lone.close()
  }
}

async function idleFor({ stack }: Installation, seconds: number) {
  const [before, began] = [await processorTime(stack), performance.now()]
  await delay(seconds * 1_000)
  const [used, ms] = [usedBetween(before, await processorTime(stack)), performance.now() - began]
  return { cpuMillisPerSecond: total(used) / ms, cpuMicrosBy: used }
}

/** On stacks of their own: what counts stands between the subgraphs and PostgreSQL. */
export async function measureCounts({ rentals }: CostSettings): Promise<Measured> {
  console.error(`counting what ${ALONE} rentals ask for, one at a time …`)
  const one = await counting((counters) =>
    installed(counters.settings, (installation) => alone(installation, (some) => counters.each(() => some(ALONE)))),
  )
  const together = async (count: number) => {
    console.error(`counting what ${rentals} rentals of ${CLIENTS} clients ask for, with ${count} of each …`)
    return counting((counters) =>
      underSagas({ ...counters.settings, replicas: ofEach(count) }, (_installation, sagas) =>
        sagas.during(async () => {
          await sagas.next(rentals)
          return counters.each(() => sagas.next(rentals))
        }),
      ),
    )
  }
  const [few, many] = [await together(1), await together(MOST)]
  return {
    figures: [
      ...countFigures('a rental', few.measured),
      ...countFigures('a rental with three of everything', many.measured),
      ...countFigures('one alone', one),
    ],
    detail: { alone: one, together: few.measured, withThree: many.measured, checked: [few.checked, many.checked] },
  }
}

function countFigures(of: string, counts: Counts): Figure[] {
  const { transactions, statements, roundTrips, natsIn, natsOut } = counts
  const figure = (what: string, value: number): Figure => ({ name: `${what} ${of}`, unit: '', value: tenths(value) })
  return [
    figure('transactions', transactions),
    figure('statements', statements),
    figure('round trips', roundTrips),
    figure('NATS messages in', natsIn),
    figure('NATS messages out', natsOut),
  ]
}

/** One of everything and three of everything, in turns on one stack. */
export async function measureReplicasOfAll({ rentals }: CostSettings): Promise<Measured> {
  const { measured, checked } = await underSagas({ replicas: ofEach(MOST) }, async (installation, sagas) => {
    const turns: { readonly count: number; readonly cost: Cost }[] = []
    for (const count of [1, MOST, 1]) {
      console.error(`${count} of each: starting …`)
      await startAnew(installation.stack, count)
      await sagas.reconnect()
      turns.push({ count, cost: await underLoad(installation, sagas, rentals, count) })
    }
    return turns
  })
  const mean = (replicas: number) => {
    const costs = measured.filter(({ count }) => count === replicas).map(({ cost }) => cost.cpuMicros)
    return Math.round(costs.reduce((sum, micros) => sum + micros, 0) / costs.length)
  }
  const comparison = { name: 'with one', value: mean(1) }
  return {
    figures: [{ name: 'CPU a rental with three of everything', unit: 'µs', value: mean(MOST), comparison }],
    detail: { turns: measured, checked },
  }
}

/** From the commit to a client's socket, beside a message of the bare broker. */
export async function measureDelivery(): Promise<Measured> {
  const latency = await measureLatency()
  const { rentedToClient, jetStream } = latency.idle.ms
  const comparison = { name: 'bare JetStream p99', value: jetStream.p99 }
  const name = "event to a client's socket p99"
  return { figures: [{ name, unit: 'ms', value: rentedToClient.p99, comparison }], detail: latency }
}

function cpuFigure(name: string, { cpuMicros: value, commitMicros }: Cost): Figure {
  return { name, unit: 'µs', value, comparison: { name: 'CPU of a bare commit', value: rounded(commitMicros) } }
}
