import type { ChargeOutcome, RefundOutcome } from '../payment/language.ts'

/** The provider has nothing under this name yet; a call that is under way may still arrive. */
export interface NotFound {
  readonly kind: 'not found'
}

/** What the member brought back from the provider's page is not of this charge; nothing was changed. */
export interface ProofRefused {
  readonly kind: 'proof refused'
}

/** By what a charge is known: our key, and the provider's own name for it once it has given one. */
export interface ChargeName {
  readonly key: string
  readonly ref: string | null
}

/** The same for a key whenever it is asked again: there are providers that refuse a key with other terms. */
export interface ChargeTerms {
  readonly key: string
  /** Won. */
  readonly amount: number
  /** What the member reads on the provider's page. */
  readonly orderName: string
  /** Where the provider sends the member when they have acted. Nothing is believed because somebody comes there. */
  readonly returnUrl: string
  /** Until when the member may act, if the provider can be told; what it answers is what counts. */
  readonly expiresAt: Date
}

/** What a provider's message is about, and no more: what became of it is asked. */
export interface Hint {
  /** Of the message, the same when it is sent again. */
  readonly id: string
  readonly about: { readonly key: string } | { readonly ref: string }
}

/**
 * The payment provider. Everything it does has a key, and is done once per key however often it is asked; asking again
 * answers what became of the first time. It charges at once, or needs the member to act on its own page first
 * (`action`): then nothing is taken until they have, and it ends by itself.
 *
 * It never throws for what is its business. `unknown` means that no answer came: it may have been done or not.
 * testing/provider-contract.ts holds for every adapter.
 */
export interface PaymentProvider {
  /** Takes the amount, or begins to. `voided` when the key was voided before. */
  begin(terms: ChargeTerms): Promise<ChargeOutcome>
  /** What became of it: by its reference, and by its key where the provider can be asked so. */
  find(charge: ChargeName): Promise<ChargeOutcome | NotFound>
  /**
   * The member is back. Where a provider wants its charges confirmed this does it, with the proof that it gave them;
   * elsewhere it finds.
   */
  complete(charge: ChargeName, proof: string | null): Promise<ChargeOutcome | NotFound | ProofRefused>
  /**
   * Makes sure that nothing is taken: answers `voided`, and from then on the key is refused, a call under way as well,
   * and the member's page leads nowhere. When it came too late it answers what had been done.
   */
  void(charge: ChargeName): Promise<ChargeOutcome>
  /** Gives back `amount` of a charge, in what it was charged in. `failed` is for good. */
  refund(key: string, charge: ChargeName, amount: number): Promise<RefundOutcome>
  /** A refund that was done may come back later: then it is found failed. */
  findRefund(key: string, charge: ChargeName): Promise<RefundOutcome | NotFound>
  /** What a message is about whose signature is the provider's, over these very bytes; undefined for any other. */
  readWebhook(body: Buffer, headers: Readonly<Record<string, string | string[] | undefined>>): Hint | undefined
}
