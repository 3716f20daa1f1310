import { rounded, spreadOf } from '../figures.ts'
import type { Cores } from './cores.ts'
import { hottest } from './hottest.ts'
import { leave, listen, startRig, type Crowd, type Rig } from './rig.ts'
import { round, type Round } from './round.ts'

const ROUNDS = 3
const ROUND_SECONDS = 1.5
const WARM_UP_SECONDS = 0.7
const PROFILED_SECONDS = 1.5
const MOST_SUBSCRIPTIONS = 10_000
const FIRST_CLIENTS = 100
const SETTLED_MS = 1_000

const QUERY =
  'subscription { dashboardChanged { rentalId version userId bookId title status paymentState points dueAt } }'

/** Payloads a second of one router with ever more clients, and what the last 10,000 of them weigh. */
export async function measureDelivery(cores: Cores) {
  const delivery: object[] = []
  const memory: object[] = []
  const few = await startRig(cores)
  try {
    for (const clients of [1, 100, 1_000]) delivery.push(...(await together(few, crowdsOf(clients))))
  } finally {
    await few.stop()
  }
  for (const crowd of crowdsOf(MOST_SUBSCRIPTIONS)) {
    const rig = await startRig(cores)
    try {
      memory.push(await weighed(rig, crowd))
      delivery.push(...(await inTurns(rig, [crowd])))
    } finally {
      await rig.stop()
    }
  }
  return { delivery, memory }
}

function crowdsOf(clients: number): Crowd[] {
  const members = Array.from({ length: clients }, (_, index) => `of-${clients}-member-${index}`)
  return [
    { name: `${clients} of one member`, query: QUERY, clients, members: [`the-one-of-${clients}`] },
    { name: `${clients} of all different members`, query: QUERY, clients, members },
  ]
}

async function together(rig: Rig, crowds: readonly Crowd[]): Promise<object[]> {
  for (const crowd of crowds) await listen(rig, crowd)
  const figures = await inTurns(rig, crowds)
  for (const crowd of crowds) await leave(rig, crowd)
  return figures
}

async function inTurns(rig: Rig, crowds: readonly Crowd[]): Promise<object[]> {
  const plans = []
  for (const crowd of crowds) {
    await round(rig, crowd, 1)
    const slow = await round(rig, crowd, changesIn(0.2, await round(rig, crowd, 1), crowd))
    const warm = await round(rig, crowd, changesIn(WARM_UP_SECONDS, slow, crowd))
    plans.push({ crowd, warm, rounds: [] as Round[] })
  }
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const { crowd, warm, rounds } of plans) {
      rounds.push(await round(rig, crowd, changesIn(ROUND_SECONDS, warm, crowd)))
    }
  }
  const figures = []
  for (const { crowd, warm, rounds } of plans) {
    await rig.router.inspector.startProfile()
    await round(rig, crowd, changesIn(PROFILED_SECONDS, warm, crowd))
    const where = hottest(await rig.router.inspector.stopProfile())
    const figure = figureOf(crowd, rounds)
    console.error(`${crowd.name}: ${JSON.stringify(figure)}`)
    figures.push({ ...figure, hottest: where })
  }
  return figures
}

/** How many changes for each member take so long, judged by an earlier round. */
function changesIn(seconds: number, { payloads, seconds: took }: Round, { clients }: Crowd): number {
  return Math.max(1, Math.round((seconds * payloads) / took / clients))
}

function figureOf({ clients, members }: Crowd, rounds: readonly Round[]) {
  const [first] = rounds
  return {
    subscriptions: clients,
    members: members.length,
    payloadsPerSecond: spreadOf(rounds.map(({ payloads, seconds }) => payloads / seconds)),
    routerCpuMicrosPerPayload: spreadOf(
      rounds.map(({ payloads, routerCpuSeconds }) => (routerCpuSeconds * 1e6) / payloads),
    ),
    /** Where this is not near 1, something else was the limit. */
    routerBusy: spreadOf(rounds.map(({ seconds, routerCpuSeconds }) => routerCpuSeconds / seconds)).median,
    clientsBusy: spreadOf(rounds.map(({ seconds, clientsCpuSeconds }) => clientsCpuSeconds / seconds)).median,
    bytesPerPayload: Math.round((first?.bytes ?? 0) / (first?.payloads ?? 1)),
    payloads: rounds.reduce((sum, { payloads }) => sum + payloads, 0),
  }
}

/** What idle subscriptions take in the router's memory, after all garbage was collected. */
async function weighed(rig: Rig, crowd: Crowd): Promise<object> {
  // Code and pools that the first clients bring are not the next ones' cost.
  for (const first of crowdsOf(FIRST_CLIENTS)) {
    await listen(rig, first)
    await round(rig, first, 100)
    await leave(rig, first)
  }
  const before = await rig.router.inspector.memory()
  const began = performance.now()
  await listen(rig, crowd)
  const seconds = (performance.now() - began) / 1_000
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS))
  const after = await rig.router.inspector.memory()
  const each = (bytes: number) => rounded(bytes / crowd.clients / 1_000)
  const figure = {
    subscriptions: crowd.clients,
    members: crowd.members.length,
    kilobytesEach: {
      resident: each(after.rss - before.rss),
      heap: each(after.heapUsed - before.heapUsed),
      external: each(after.external - before.external),
    },
    residentMegabytes: { before: rounded(before.rss / 1e6), after: rounded(after.rss / 1e6) },
    secondsToSubscribe: rounded(seconds),
  }
  console.error(`${crowd.name}, idle: ${JSON.stringify(figure)}`)
  return figure
}
