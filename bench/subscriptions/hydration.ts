import { isDeepStrictEqual } from 'node:util'
import { spreadOf } from '../figures.ts'
import type { Cores } from './cores.ts'
import { AUTHORS, listen, onRig, RENEWALS, SEATS_FREE } from './rig.ts'
import { round, type Round } from './round.ts'

const ROUNDS = 3
/** So many that reading the router's metrics, which is in its CPU, is lost among them. */
const CHANGES = 2_000

/** How many subgraphs have something to add, what is selected of them, and what they answer. */
const SELECTIONS = [
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
export function measureHydration(cores: Cores) {
  return onRig(cores, async (rig) => {
    const measured = []
    for (const one of SELECTIONS) {
      const query = `subscription { dashboardChanged { rentalId version status ${one.selection} } }`
      const members = [`hydrated-from-${one.subgraphs}`]
      const listening = await listen(rig, { name: `${one.subgraphs} to hydrate`, query, clients: 1, members })
      await round(listening, CHANGES)
      measured.push({ ...one, listening, oneByOne: [] as Round[], backToBack: [] as Round[] })
    }
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const { listening, oneByOne } of measured) oneByOne.push(await round(listening, CHANGES, true))
      for (const { listening, backToBack } of measured) backToBack.push(await round(listening, 2 * CHANGES))
    }
    return measured.map(({ subgraphs, selection, hydrated, listening, oneByOne, backToBack }) => {
      const { last } = listening.audience
      const { rentalId: _, version: __, status: ___, ...rest } = JSON.parse(last).payload.data.dashboardChanged
      if (!isDeepStrictEqual(rest, hydrated)) throw new Error(`${subgraphs} to hydrate: the last payload is ${last}`)
      return { subgraphs, selection, oneByOne: toldOf(oneByOne), backToBack: toldOf(backToBack) }
    })
  })
}

function toldOf(rounds: readonly Round[]) {
  return {
    wallMicros: spreadOf(rounds.map(({ seconds, payloads }) => (seconds * 1e6) / payloads)),
    routerCpuMicros: spreadOf(rounds.map(({ routerCpuSeconds, payloads }) => (routerCpuSeconds * 1e6) / payloads)),
  }
}
