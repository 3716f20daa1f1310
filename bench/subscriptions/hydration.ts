import { isDeepStrictEqual } from 'node:util'
import { spreadOf } from '../figures.ts'
import type { Cores } from './cores.ts'
import { profiled } from './profiled.ts'
import { AUTHORS, listen, RENEWALS, SEATS_FREE, startRig, type Crowd, type Rig } from './rig.ts'
import { round, type Round } from './round.ts'

const ROUNDS = 3
const CHANGES = 600

interface Selection {
  readonly subgraphs: number
  readonly selection: string
  /** What the other subgraphs have to add. */
  readonly hydrated: Readonly<Record<string, unknown>>
}

const SELECTIONS: readonly Selection[] = [
  { subgraphs: 0, selection: '', hydrated: {} },
  { subgraphs: 1, selection: 'book { title }', hydrated: { book: { title: 'A Measured Title' } } },
  {
    subgraphs: 2,
    selection: 'rental { renewalCount } book { seatsFree authors }',
    hydrated: { rental: { renewalCount: RENEWALS }, book: { seatsFree: SEATS_FREE, authors: AUTHORS } },
  },
]

/**
 * What one change costs a router with one client: one by one, each when the last has arrived, and as fast as a group
 * takes them.
 */
export async function measureHydration(cores: Cores): Promise<object[]> {
  const rig = await startRig(cores)
  try {
    const measured = SELECTIONS.map((one) => {
      return { ...one, crowd: crowdOf(one), oneByOne: [] as Round[], backToBack: [] as Round[] }
    })
    for (const { crowd } of measured) {
      await listen(rig, crowd)
      await round(rig, crowd, CHANGES)
    }
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const { crowd, oneByOne } of measured) oneByOne.push(await round(rig, crowd, CHANGES, true))
      for (const { crowd, backToBack } of measured) backToBack.push(await round(rig, crowd, 2 * CHANGES))
    }
    const figures = []
    for (const { subgraphs, selection, hydrated, crowd, oneByOne, backToBack } of measured) {
      await assertHydrated(rig, crowd, hydrated)
      const figure = { subgraphs, selection, oneByOne: figureOf(oneByOne), backToBack: figureOf(backToBack) }
      console.error(`one change, ${subgraphs} subgraphs to ask: ${JSON.stringify(figure)}`)
      figures.push({ ...figure, hottest: await profiled(rig, crowd, 2 * CHANGES) })
    }
    return figures
  } finally {
    await rig.stop()
  }
}

function crowdOf({ subgraphs, selection }: Selection): Crowd {
  const query = `subscription { dashboardChanged { rentalId version status ${selection} } }`
  return { name: `${subgraphs} to hydrate`, query, clients: 1, members: [`hydrated-from-${subgraphs}`], prompt: true }
}

async function assertHydrated(rig: Rig, crowd: Crowd, hydrated: Selection['hydrated']): Promise<void> {
  const { last } = await rig.audience.inspect(crowd.name)
  const { payload } = JSON.parse(last) as { payload: { data: { dashboardChanged: Record<string, unknown> } } }
  const { rentalId: _, version: __, status: ___, ...rest } = payload.data.dashboardChanged
  if (!isDeepStrictEqual(rest, hydrated)) throw new Error(`${crowd.name}: the last payload is ${last}`)
}

function figureOf(rounds: readonly Round[]) {
  return {
    wallMicros: spreadOf(rounds.map(({ seconds, payloads }) => (seconds * 1e6) / payloads)),
    routerCpuMicros: spreadOf(rounds.map(({ routerCpuSeconds, payloads }) => (routerCpuSeconds * 1e6) / payloads)),
  }
}
