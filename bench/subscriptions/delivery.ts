import { rounded, spreadOf } from '../figures.ts'
import { startBareFanOut } from './bare-fan-out.ts'
import type { Cores } from './cores.ts'
import { different, identical } from './crowds.ts'
import { profiled } from './profiled.ts'
import { leave, listen, startRig, type Crowd, type Rig, type RouterRig } from './rig.ts'
import { round, type Round } from './round.ts'
import { weighed } from './weight.ts'

const ROUNDS = 3
const FIRST_SECONDS = 0.2
const WARM_UP_SECONDS = 0.7
const ROUND_SECONDS = 1.5

/** Payloads a second of one router with ever more clients, beside what a bare server sends, and what 10,000 weigh. */
export async function measureDelivery(cores: Cores) {
  const delivery: object[] = []
  const memory: object[] = []
  const few = await startRig(cores)
  try {
    for (const crowds of [[identical(1)], [identical(100), different(100)]]) {
      delivery.push(...(await together(crowds.map((crowd) => ({ rig: few, crowd })))))
    }
    const bare = await startBareFanOut(cores, few, await bytesOfPayload(few))
    try {
      delivery.push(
        ...(await together([
          { rig: few, crowd: identical(1_000) },
          { rig: few, crowd: different(1_000) },
          { rig: bare, crowd: { ...identical(1_000), name: '1000 sockets of a bare server' } },
        ])),
      )
    } finally {
      await bare.stop()
    }
  } finally {
    await few.stop()
  }
  for (const crowd of [identical(10_000), different(10_000)]) {
    const rig = await startRig(cores)
    try {
      memory.push(await weighed(rig, crowd))
      delivery.push(...(await inTurns([{ rig, crowd }])))
      await leave(rig, crowd)
    } finally {
      await rig.stop()
    }
  }
  return { delivery, memory }
}

interface Subject {
  readonly rig: Rig | RouterRig
  readonly crowd: Crowd
}

async function together(subjects: readonly Subject[]): Promise<object[]> {
  for (const { rig, crowd } of subjects) await listen(rig, crowd)
  const figures = await inTurns(subjects)
  for (const { rig, crowd } of subjects) await leave(rig, crowd)
  return figures
}

async function inTurns(subjects: readonly Subject[]): Promise<object[]> {
  const measured = []
  for (const { rig, crowd } of subjects) {
    let before = await round(rig, crowd, 1)
    for (const seconds of [FIRST_SECONDS, WARM_UP_SECONDS, WARM_UP_SECONDS]) {
      before = await round(rig, crowd, changesIn(seconds, before, crowd))
    }
    measured.push({ rig, crowd, changes: changesIn(ROUND_SECONDS, before, crowd), rounds: [] as Round[] })
  }
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const { rig, crowd, changes, rounds } of measured) rounds.push(await round(rig, crowd, changes))
  }
  const figures = []
  for (const { rig, crowd, changes, rounds } of measured) {
    const figure = figureOf(crowd, rounds)
    console.error(JSON.stringify(figure))
    if (!('inspector' in rig.router)) figures.push(figure)
    else figures.push({ ...figure, hottest: await profiled(rig as RouterRig, crowd, changes) })
  }
  return figures
}

/** How many changes for each member take so long, judged by an earlier round. */
function changesIn(seconds: number, { payloads, seconds: took }: Round, { clients }: Crowd): number {
  return Math.max(1, Math.round((seconds * payloads) / took / clients))
}

async function bytesOfPayload(rig: Rig): Promise<number> {
  const crowd = { ...identical(1), name: 'a sample' }
  await listen(rig, crowd)
  const { bytes } = await round(rig, crowd, 1)
  await leave(rig, crowd)
  return bytes
}

function figureOf({ name }: Crowd, rounds: readonly Round[]) {
  const of = (figure: (round: Round) => number) => spreadOf(rounds.map(figure))
  const payloads = rounds.reduce((sum, one) => sum + one.payloads, 0)
  return {
    subscriptions: name,
    payloadsPerSecond: of(({ payloads, seconds }) => payloads / seconds),
    cpuMicrosPerPayload: of(({ payloads, routerCpuSeconds }) => (routerCpuSeconds * 1e6) / payloads),
    // Where this is not near 1, something else was the limit.
    busy: of(({ seconds, routerCpuSeconds }) => routerCpuSeconds / seconds).median,
    clientsBusy: of(({ seconds, clientsCpuSeconds }) => clientsCpuSeconds / seconds).median,
    bytesPerPayload: rounded(rounds.reduce((sum, { bytes }) => sum + bytes, 0) / payloads),
    payloads,
  }
}
