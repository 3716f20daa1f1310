import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { signatureOf } from './signed-hint.ts'
import type { SimulatedProviderTables } from './simulated-provider.ts'

/** A charge as the member sees it on the bank's page. */
export interface OpenCharge {
  readonly amount: number
  readonly orderName: string
  readonly returnUrl: string
  readonly expiresAt: Date
}

/** Where the bank tells of what its members did, and by what one knows that it is the bank. */
export interface Messages {
  readonly url: string
  readonly secret: string
}

/** The simulated provider's own page: what a member does there. */
export interface SimulatedBank {
  /** Undefined when nothing waits under this reference. */
  look(ref: string): Promise<OpenCharge | undefined>
  /** Pays or declines, if it still waits, and tells by a message. Returns where the member goes then. */
  act(ref: string, what: 'CHARGED' | 'DECLINED'): Promise<string | undefined>
}

/** `db`: the simulated provider's, which is another company's. A message that is not taken is not sent again. */
export function simulatedBank(all: Kysely<SimulatedProviderTables>, messages: Messages | undefined): SimulatedBank {
  const db = all.withSchema('simulated_provider')
  const stillOpen = sql<boolean>`status = 'OPEN' and expires_at > now()`

  return {
    async look(ref) {
      const found = await db
        .selectFrom('charge')
        .select(['amount', 'order_name', 'return_url', 'expires_at'])
        .where('ref', '=', ref)
        .where(stillOpen)
        .executeTakeFirst()
      if (!found?.return_url || !found.expires_at) return undefined
      const { amount, order_name, return_url: returnUrl, expires_at: expiresAt } = found
      return { amount: amount ?? 0, orderName: order_name ?? '', returnUrl, expiresAt }
    },
    async act(ref, what) {
      const acted = await db
        .updateTable('charge')
        .set({ status: what, proof: randomUUID() })
        .where('ref', '=', ref)
        .where(stillOpen)
        .returning(['key', 'return_url', 'proof'])
        .executeTakeFirst()
      if (!acted?.return_url) return undefined
      if (messages) await tell(messages, acted.key).catch(() => undefined)
      const to = new URL(acted.return_url)
      if (what === 'CHARGED') to.searchParams.set('proof', acted.proof ?? '')
      return to.href
    },
  }
}

async function tell({ url, secret }: Messages, key: string): Promise<void> {
  const body = Buffer.from(JSON.stringify({ key }))
  const [id, timestamp] = [randomUUID(), Math.floor(Date.now() / 1_000).toString()]
  const signature = signatureOf(secret, id, timestamp, body)
  await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    },
    body,
    signal: AbortSignal.timeout(2_000),
  })
}
