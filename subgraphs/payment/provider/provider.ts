import type { ChargeOutcome, RefundOutcome } from '../payment/language.ts'

/** The provider has nothing under this key yet; a call that is under way may still arrive. */
export interface NotFound {
  readonly kind: 'not found'
}

/**
 * The payment provider. Everything it does has a key, and is done once per key however often it is asked; asking again
 * answers what became of the first time.
 *
 * It never throws for what is its business. `unknown` means that no answer came: it may have been done or not.
 * testing/provider-contract.ts holds for every adapter.
 */
export interface PaymentProvider {
  /** Takes `amount` won. `voided` when the key was voided before. */
  charge(key: string, amount: number): Promise<ChargeOutcome>
  findCharge(key: string): Promise<ChargeOutcome | NotFound>
  /**
   * Makes sure that nothing is taken under this key: answers `voided`, and from then on a charge under it is refused,
   * also one that is under way. When it came too late it answers what had been done.
   */
  voidCharge(key: string): Promise<ChargeOutcome>
  /** Gives back `amount` won of a charge. `failed` is for good. */
  refund(key: string, charge: string, amount: number): Promise<RefundOutcome>
  /** A refund that was done may come back later: then it is found failed. */
  findRefund(key: string): Promise<RefundOutcome | NotFound>
}
