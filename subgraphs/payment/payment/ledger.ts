import type { PaymentEvent } from './language.ts'

export type LedgerKind = 'CHARGE' | 'REFUND' | 'REFUND_REVERSAL' | 'POINT_USE' | 'POINT_RETURN'
export type LedgerAccount = 'PROVIDER' | 'POINTS' | 'RENTAL_REVENUE'

/** One line of a double entry. Won; positive is a debit, negative a credit. */
export interface LedgerLine {
  readonly kind: LedgerKind
  readonly account: LedgerAccount
  readonly amount: number
}

/**
 * What an event enters in the ledger; the lines add up to zero, and there are none when nothing moved. Points come back
 * once: a refund that failed after all takes back the money alone.
 */
export function entriesOf(event: PaymentEvent): readonly LedgerLine[] {
  switch (event.type) {
    case 'Paid':
      return [
        ...moved('CHARGE', 'PROVIDER', 'RENTAL_REVENUE', event.chargedAmount),
        ...moved('POINT_USE', 'POINTS', 'RENTAL_REVENUE', event.pointsUsed),
      ]
    case 'Refunded':
      return [
        ...moved('REFUND', 'RENTAL_REVENUE', 'PROVIDER', event.amount),
        ...moved('POINT_RETURN', 'RENTAL_REVENUE', 'POINTS', event.pointsReturned),
      ]
    case 'RefundFailed':
      return event.wasRefunded ? moved('REFUND_REVERSAL', 'PROVIDER', 'RENTAL_REVENUE', event.amount) : []
    default:
      return []
  }
}

function moved(kind: LedgerKind, debit: LedgerAccount, credit: LedgerAccount, amount: number): readonly LedgerLine[] {
  if (amount === 0) return []
  return [
    { kind, account: debit, amount },
    { kind, account: credit, amount: -amount },
  ]
}
