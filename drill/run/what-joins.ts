import { connectNats } from '@ebook/nats/connection'
import { freeStream } from '@ebook/nats/free-stream'
import { entriesOf, type Entry } from '@ebook/reconcile/client-log'
import type { Installation } from '@ebook/reconcile/installation'
import { whereaboutsOf } from '@ebook/reconcile/whereabouts-of'
import { natsAccess } from '@ebook/stack/access'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

/** Each is looked for in everything that there is. */
const RENTALS = 3

/**
 * Frees the stream as operators do once a day, and says where some rentals that are nobody's any more still stand beside
 * who had asked for them: as `npm run erase` does, and with `--verify`.
 */
export async function whatJoins(
  dataDir: string,
  installation: Installation,
): Promise<Extract<Entry, { kind: 'joined' }>[]> {
  const nobodys = await installation.databases.rent.rows<{ id: string }>(
    `select id::text as id from rental where user_id like 'anon:%'`,
  )
  const ids = new Set<string | null>(nobodys.map(({ id }) => id))
  const asked = entriesOf(installation.clientLog ?? [], 'call').filter(
    ({ operation, outcome, rentalId }) => operation === 'RequestRental' && outcome === 'ok' && ids.has(rentalId),
  )
  const nats = await connectNats({ ...(await natsAccess({ DATA_DIR: dataDir }, 'ops')), name: 'erase' })
  try {
    await freeStream(nats, WRITING_SUBGRAPHS)
    const found = []
    for (const { member, rentalId } of asked.slice(-RENTALS))
      for (const { place } of await whereaboutsOf(installation, nats, member, rentalId ?? ''))
        found.push({ kind: 'joined', rentalId: rentalId ?? '', member, place } as const)
    return found
  } finally {
    await nats.close()
  }
}
