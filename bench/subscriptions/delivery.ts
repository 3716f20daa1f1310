import { setTimeout as delay } from 'node:timers/promises'
import { rounded, spreadOf } from '../figures.ts'
import type { Cores } from './cores.ts'
import { different, identical, leave, listen, onRig, type Crowd, type Listening, type Rig } from './rig.ts'
import { round, type Round } from './round.ts'

const ROUNDS = 3
const FIRST_SECONDS = 0.2
const WARM_UP_SECONDS = 0.7
const ROUND_SECONDS = 1.5
const FIRST_CLIENTS = 100
const FIRST_CHANGES = 100
const SETTLED_MS = 1_000

export type Delivery = ReturnType<typeof deliveryOf>

/** Payloads a second of one router with ever more clients, beside what a bare server sends. */
export function measureDelivery(cores: Cores): Promise<Delivery[]> {
  return onRig(cores, async (rig) => {
    const few = [
      ...(await together([await listen(rig, identical(1))])),
      ...(await together([await listen(rig, identical(100)), await listen(rig, different(100))])),
    ]
    const besideBare = async (bare: Rig) =>
      together([
        await listen(rig, identical(1_000)),
        await listen(rig, different(1_000)),
        await listen(bare, identical(1_000, '1000 sockets of a bare server')),
      ])
    return [...few, ...(await onRig(cores, besideBare, 'bench/subscriptions/bare-server.ts'))]
  })
}

/** What so many clients take in a router's memory while nothing happens, without any garbage; and then their payloads. */
export async function measureWeight(cores: Cores, clients: number) {
  const weighed = []
  for (const crowd of [identical(clients), different(clients)]) {
    const one = await onRig(cores, async (rig) => {
      const { listening, ...weight } = await weigh(rig, crowd)
      return { weight, delivery: await together([listening]) }
    })
    console.error(JSON.stringify(one.weight))
    weighed.push(one)
  }
  return { weights: weighed.map(({ weight }) => weight), delivery: weighed.flatMap(({ delivery }) => delivery) }
}

async function weigh(rig: Rig, crowd: Crowd) {
  // Code and pools that the first clients bring are not the next ones' cost.
  for (const first of [identical(FIRST_CLIENTS), different(FIRST_CLIENTS)]) {
    const listening = await listen(rig, first)
    await round(listening, FIRST_CHANGES)
    await leave(listening)
  }
  const before = await rig.router.memory()
  const began = performance.now()
  const listening = await listen(rig, crowd)
  const secondsToSubscribe = rounded((performance.now() - began) / 1_000)
  await delay(SETTLED_MS)
  const after = await rig.router.memory()
  const each = (kind: keyof typeof after) => rounded((after[kind] - before[kind]) / crowd.clients / 1_000)
  const kilobytesEach = { resident: each('resident'), heap: each('heap') }
  return { listening, subscriptions: crowd.name, kilobytesEach, secondsToSubscribe }
}

/** In turns, each warmed up before; then they leave. */
async function together(crowds: readonly Listening[]): Promise<Delivery[]> {
  const measured = []
  for (const listening of crowds) {
    let before = await round(listening, 1)
    for (const seconds of [FIRST_SECONDS, WARM_UP_SECONDS, WARM_UP_SECONDS]) {
      before = await round(listening, changesIn(seconds, before, listening.crowd))
    }
    measured.push({ listening, changes: changesIn(ROUND_SECONDS, before, listening.crowd), rounds: [] as Round[] })
  }
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const { listening, changes, rounds } of measured) rounds.push(await round(listening, changes))
  }
  for (const { listening } of measured) await leave(listening)
  const delivered = measured.map(({ listening, rounds }) => deliveryOf(listening.crowd, rounds))
  for (const one of delivered) console.error(JSON.stringify(one))
  return delivered
}

/** How many changes for each member take so long, judged by an earlier round. */
function changesIn(seconds: number, { payloads, seconds: took }: Round, { clients }: Crowd): number {
  return Math.max(1, Math.round((seconds * payloads) / took / clients))
}

function deliveryOf({ name }: Crowd, rounds: readonly Round[]) {
  const of = (figure: (round: Round) => number) => spreadOf(rounds.map(figure))
  const payloads = rounds.reduce((sum, one) => sum + one.payloads, 0)
  return {
    subscriptions: name,
    payloadsPerSecond: of((one) => one.payloads / one.seconds),
    cpuMicrosPerPayload: of((one) => (one.routerCpuSeconds * 1e6) / one.payloads),
    // Where this is not near 1, something else was the limit.
    busy: of((one) => one.routerCpuSeconds / one.seconds).median,
    bytesPerPayload: rounded(rounds.reduce((sum, { bytes }) => sum + bytes, 0) / payloads),
    payloads,
  }
}
