import { closeNats, connectNats } from '@ebook/nats/connection'
import { attack } from '../clients/attackers.ts'
import type { Dice } from '@ebook/clients/dice'
import type { Recorder } from './recorder.ts'
import type { Site } from './site.ts'

const THIEF = 'promotion'
const SUBGRAPHS = ['book', 'rent', 'payment', 'promotion', 'dashboard'] as const

/** Attackers of each kind begin, beside everybody else. */
export async function startAttack(site: Site, recorder: Recorder, chance: Dice): Promise<{ end(): Promise<number> }> {
  const ending = new AbortController()
  // Whoever has a context's credentials has its connection.
  const nats = await connectNats({ ...site.stack.nats(THIEF), name: 'a thief' })
  const under = attack({
    entrance: site,
    recorder,
    chance,
    subgraphUrls: SUBGRAPHS.map((name) => site.process(name).url),
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
