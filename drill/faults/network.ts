import { setTimeout as delay } from 'node:timers/promises'
import type { FaultProxy } from '@ebook/clients/fault-proxy'
import type { SeededRandom } from '@ebook/clients/seeded-random'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'

/** What is done to one way between two processes, until it heals. */
function onTheWay(
  name: string,
  what: string,
  lasts: Fault['lasts'],
  strike: (link: FaultProxy, random: SeededRandom) => void,
): Fault {
  return {
    name,
    what,
    lasts,
    targets: (system) => [...system.links.keys()],
    async inject(system, target, random) {
      const link = system.links.get(target)
      if (!link) throw new Error(`there is no way ${target}`)
      strike(link, random)
      return async () => link.heal()
    },
  }
}

const STORMS = 4
const BETWEEN_STORMS_MS = 400

export const networkFaults: readonly Fault[] = [
  onTheWay('cut', 'the connections of one way break in the middle of what they carry', [0, 0], (link) => link.cut()),
  onTheWay('refused', 'one way is closed: nobody gets a connection', [500, 6_000], (link) => link.refuse()),
  onTheWay(
    'half-open',
    'the other end of one way is gone without a word: connections stand, and nothing is answered',
    [2_000, 15_000],
    (link) => link.halfOpen(),
  ),
  onTheWay('slow', 'what one way carries comes late', [3_000, 10_000], (link, random) =>
    link.delay(random.between(100, 1_500)),
  ),
  onTheWay('one-way', 'in one direction nothing comes through for a while', [1_000, 8_000], (link, random) =>
    link.stall(random.of(['up', 'down'])),
  ),
  onTheWay(
    'replies-lost',
    'requests arrive, and their answers are lost with the connection',
    [1_000, 4_000],
    (link, random) => link.dropReplies(random.between(1, 6)),
  ),
  {
    name: 'reconnect-storm',
    what: 'every connection breaks at once, of clients and between processes, and again while they come back',
    targets: () => ['everybody'],
    async inject(system: SystemUnderTest) {
      for (let storm = 1; storm <= STORMS; storm += 1) {
        for (const one of [...system.links.values(), ...system.crowd]) one.cut()
        await delay(BETWEEN_STORMS_MS)
      }
    },
  },
]
