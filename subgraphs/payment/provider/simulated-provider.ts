import { setTimeout as delay } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { ChargeOutcome, RefundOutcome } from '../payment/language.ts'
import type { PaymentProvider } from './provider.ts'

export interface SimulatedProviderTables {
  charge: { key: string; amount: number | null; status: ChargeStatus }
  refund: { key: string; charge_key: string; amount: number; status: RefundStatus }
}
type ChargeStatus = 'CHARGED' | 'DECLINED' | 'VOIDED'
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
  const { delayMs, random = Math.random } = settings
  const db = settings.db.withSchema('simulated_provider')

  /** Half the time on the way there, half on the way back, so that a caller can die before it, or after it. */
  const exchange = async <Answer>(act: () => Promise<Answer>): Promise<Answer | { readonly kind: 'unknown' }> => {
    const half = (delayMs.min + random() * (delayMs.max - delayMs.min)) / 2
    if (half > 0) await delay(half)
    const answer = await act()
    if (half > 0) await delay(half)
    return random() < settings.loseReplyRate ? { kind: 'unknown' } : answer
  }

  const chargeUnder = async (key: string, amount: number | null, status: ChargeStatus): Promise<ChargeOutcome> => {
    // One statement: of a charge and a void that race, one wins and the other is told.
    const { rows } = await sql<{ status: ChargeStatus }>`
      insert into simulated_provider.charge (key, amount, status) values (${key}, ${amount}, ${status})
      on conflict (key) do update set key = excluded.key returning status`.execute(db)
    return chargeOutcome(rows[0]?.status)
  }

  return {
    charge: (key, amount) =>
      exchange(() => chargeUnder(key, amount, random() < settings.declineRate ? 'DECLINED' : 'CHARGED')),
    voidCharge: (key) => exchange(() => chargeUnder(key, null, 'VOIDED')),
    findCharge: (key) =>
      exchange(async () => {
        const found = await db.selectFrom('charge').select('status').where('key', '=', key).executeTakeFirst()
        return found ? chargeOutcome(found.status) : { kind: 'not found' }
      }),
    refund: (key, charge, amount) =>
      exchange(async () => {
        const charged = await db
          .selectFrom('charge')
          .select(['status', 'amount'])
          .where('key', '=', charge)
          .executeTakeFirst()
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
    async bounceRefund(key) {
      await db.updateTable('refund').set({ status: 'FAILED' }).where('key', '=', key).execute()
    },
  }
}

function chargeOutcome(status: ChargeStatus | undefined): ChargeOutcome {
  if (status === 'DECLINED') return { kind: 'declined', reasonCode: 'CARD_DECLINED' }
  return { kind: status === 'CHARGED' ? 'charged' : status === 'VOIDED' ? 'voided' : 'unknown' }
}

function refundOutcome(status: RefundStatus | undefined): RefundOutcome {
  if (status === 'FAILED') return { kind: 'failed', errorCode: 'ACCOUNT_CLOSED' }
  return { kind: status === 'REFUNDED' ? 'refunded' : 'unknown' }
}
