import type { SeededRandom } from '@ebook/clients/seeded-random'
import { closeNats, connectNats } from '@ebook/nats/connection'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { attack } from '../people/attackers.ts'
import type { Recorder } from '../people/recorder.ts'
import type { SystemUnderTest } from '../system/system.ts'

const THIEF = 'promotion'

/** Attackers of each kind begin, beside everybody else. */
export async function startAttack(
  system: SystemUnderTest,
  recorder: Recorder,
  random: SeededRandom,
): Promise<{ end(): Promise<number> }> {
  const ending = new AbortController()
  // Whoever has a context's credentials has its connection.
  const nats = await connectNats({ ...system.stack.nats(THIEF), name: 'a thief' })
  const under = attack({
    entrance: system,
    recorder,
    random,
    subgraphUrls: SUBGRAPHS.map((name) => system.process(name).url),
    over: ending.signal,
    async forge(event) {
      nats.publish(`ebook.${THIEF}.Granted.v1.forged`, JSON.stringify(event))
      await nats.flush()
    },
  })
  under.catch(() => undefined)
  return {
    async end() {
      ending.abort()
      const { attempts } = await under
      await closeNats(nats)
      return attempts
    },
  }
}
