import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { ChargeOutcome, RefundOutcome } from '../payment/language.ts'
import { CURRENCY } from '../payment/state.ts'
import type { ChargeName, ChargeTerms, PaymentProvider } from './provider.ts'
import { signedHint } from './signed-hint.ts'

export interface SimulatedProviderTables {
  charge: ChargeTable
  refund: { key: string; charge_key: string; amount: number; status: RefundStatus }
}

interface ChargeTable {
  key: string
  amount: number | null
  /** OPEN while the member is to act. */
  status: 'OPEN' | 'CHARGED' | 'DECLINED' | 'VOIDED'
  ref: string | null
  order_name: string | null
  return_url: string | null
  expires_at: Date | null
  /** What a member who paid brings back from the bank's page. */
  proof: string | null
}
type RefundStatus = 'REFUNDED' | 'FAILED'

export interface SimulatorSettings {
  /** The provider's own: what it commits there stays, whatever happens to the process that asked. */
  readonly db: Kysely<SimulatedProviderTables>
  /** Milliseconds; every answer takes a uniformly random time in this range. */
  readonly delayMs: { readonly min: number; readonly max: number }
  readonly declineRate: number
  /** How often it does what it was asked and nobody hears of it. */
  readonly loseReplyRate: number
  readonly refundFailRate: number
  /** Where members pay. Undefined: charges are made at once, without them. */
  readonly bankUrl?: string | undefined
  /** With which it signs its messages; without one it sends none. */
  readonly webhookSecret?: string | undefined
  /** Uniform in [0, 1). */
  readonly random?: () => number
}

export interface SimulatedProvider extends PaymentProvider {
  /** A refund that had been done comes back, as when the card's account was closed meanwhile. */
  bounceRefund(key: string): Promise<void>
}

/**
 * Stands for another company. It trusts its caller: a refund under a new key is one more refund, so that a caller who
 * changes keys is found out by its own ledger and not saved by ours.
 */
export function simulatedProvider(settings: SimulatorSettings): SimulatedProvider {
  const { delayMs, bankUrl, webhookSecret, random = Math.random } = settings
  const db = settings.db.withSchema('simulated_provider')

  /** Half the time on the way there, half on the way back, so that a caller can die before it, or after it. */
  const exchange = async <Answer>(act: () => Promise<Answer>): Promise<Answer | { readonly kind: 'unknown' }> => {
    const half = (delayMs.min + random() * (delayMs.max - delayMs.min)) / 2
    if (half > 0) await delay(half)
    const answer = await act()
    if (half > 0) await delay(half)
    return random() < settings.loseReplyRate ? { kind: 'unknown' } : answer
  }

  const begin = async ({ key, amount, orderName, returnUrl, expiresAt }: ChargeTerms): Promise<ChargeOutcome> => {
    const declines = random() < settings.declineRate
    const terms =
      bankUrl === undefined || declines
        ? sql`${declines ? 'DECLINED' : 'CHARGED'}, null, null, null, null::timestamptz`
        : sql`'OPEN', ${randomUUID()}, ${orderName}, ${returnUrl}, ${expiresAt}`
    // One statement: of a charge and a void that race, one wins and the other is told.
    const { rows } = await sql<Charge>`
      insert into simulated_provider.charge (key, amount, status, ref, order_name, return_url, expires_at)
      values (${key}, ${amount}, ${terms})
      on conflict (key) do update set key = excluded.key
      returning status, amount, ref, expires_at, expires_at <= now() as over`.execute(db)
    return outcomeOf(rows[0])
  }

  const voided = async ({ key }: ChargeName): Promise<ChargeOutcome> => {
    const { rows } = await sql<Charge>`
      insert into simulated_provider.charge as charge (key, status) values (${key}, 'VOIDED')
      on conflict (key) do update set status = case charge.status when 'OPEN' then 'VOIDED' else charge.status end
      returning status, amount, ref, expires_at, expires_at <= now() as over`.execute(db)
    return outcomeOf(rows[0])
  }

  const found = ({ key }: ChargeName) =>
    db
      .selectFrom('charge')
      .select(['status', 'amount', 'ref', 'expires_at', 'proof', sql<boolean | null>`expires_at <= now()`.as('over')])
      .where('key', '=', key)
      .executeTakeFirst()

  const outcomeOf = (charge: Charge | undefined): ChargeOutcome => {
    switch (charge?.status) {
      case 'CHARGED':
        return { kind: 'charged', amount: charge.amount ?? 0, currency: CURRENCY }
      case 'DECLINED':
        return { kind: 'declined', reasonCode: 'CARD_DECLINED' }
      case 'VOIDED':
        return { kind: 'voided' }
      case 'OPEN': {
        const { ref, expires_at: expiresAt, over } = charge
        if (over || ref === null || expiresAt === null) return { kind: 'voided' }
        return { kind: 'action', ref, url: `${bankUrl ?? ''}/${ref}`, expiresAt }
      }
      case undefined:
        return { kind: 'unknown' }
    }
  }

  return {
    begin: (terms) => exchange(() => begin(terms)),
    void: (charge) => exchange(() => voided(charge)),
    find: (charge) =>
      exchange(async () => {
        const known = await found(charge)
        return known ? outcomeOf(known) : { kind: 'not found' }
      }),
    complete: (charge, proof) =>
      exchange(async () => {
        const known = await found(charge)
        if (known === undefined) return { kind: 'not found' }
        return proof === null || proof === known.proof ? outcomeOf(known) : { kind: 'proof refused' }
      }),
    refund: (key, { key: charge }, amount) =>
      exchange(async () => {
        const charged = await found({ key: charge, ref: null })
        if (charged?.status !== 'CHARGED' || (charged.amount ?? 0) < amount) {
          return { kind: 'failed', errorCode: 'NOTHING_CHARGED' }
        }
        const status: RefundStatus = random() < settings.refundFailRate ? 'FAILED' : 'REFUNDED'
        const { rows } = await sql<{ status: RefundStatus }>`
          insert into simulated_provider.refund (key, charge_key, amount, status)
          values (${key}, ${charge}, ${amount}, ${status})
          on conflict (key) do update set key = excluded.key returning status`.execute(db)
        return refundOutcome(rows[0]?.status)
      }),
    findRefund: (key) =>
      exchange(async () => {
        const found = await db.selectFrom('refund').select('status').where('key', '=', key).executeTakeFirst()
        return found ? refundOutcome(found.status) : { kind: 'not found' }
      }),
    readWebhook: (body, headers) =>
      webhookSecret === undefined ? undefined : signedHint(webhookSecret, body, headers),
    async bounceRefund(key) {
      await db.updateTable('refund').set({ status: 'FAILED' }).where('key', '=', key).execute()
    },
  }
}

type Charge = Pick<ChargeTable, 'status' | 'amount' | 'ref' | 'expires_at'> & { readonly over: boolean | null }

function refundOutcome(status: RefundStatus | undefined): RefundOutcome {
  if (status === 'FAILED') return { kind: 'failed', errorCode: 'ACCOUNT_CLOSED' }
  return { kind: status === 'REFUNDED' ? 'refunded' : 'unknown' }
}
