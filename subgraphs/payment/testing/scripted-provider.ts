import type { ChargeOutcome, RefundOutcome } from '../payment/language.ts'
import type { ChargeName, ChargeTerms, Hint, NotFound, PaymentProvider, ProofRefused } from '../provider/provider.ts'

/**
 * What the next calls meet. A lost call was never carried out; a lost reply was. `wants the member`: nothing is charged
 * before they act.
 */
export type Manner = 'does' | 'wants the member' | 'says no' | 'loses the call' | 'loses the reply' | 'is down'

interface Charge {
  amount: number
  status: 'open' | 'charged' | 'declined' | 'voided'
  expiresAt: Date
}

const HOW_LONG_MS = 30 * 60_000

/** The provider in memory, with every outcome at hand, and a record of what it was asked. */
export class ScriptedProvider implements PaymentProvider {
  /** For the calls that move money; `says no`: declines a charge, fails a refund for good. */
  manner: Manner = 'does'
  readonly calls: string[] = []
  readonly charges = new Map<string, Charge>()
  readonly refunds = new Map<string, { charge: string; amount: number; status: 'refunded' | 'failed' }>()
  readonly terms = new Map<string, ChargeTerms[]>()
  /** Every call waits for it on its way there. */
  arrival: Promise<void> = Promise.resolve()

  begin(terms: ChargeTerms): Promise<ChargeOutcome> {
    const { key, amount } = terms
    this.terms.set(key, [...(this.terms.get(key) ?? []), terms])
    return this.#exchange('begin', key, () => {
      const answers = { 'says no': 'declined', 'wants the member': 'open' } as const
      const status = this.manner in answers ? answers[this.manner as keyof typeof answers] : 'charged'
      if (!this.charges.has(key)) {
        this.charges.set(key, { amount, status, expiresAt: new Date(Date.now() + HOW_LONG_MS) })
      }
      return this.#chargeOutcome(key)
    })
  }

  void({ key }: ChargeName): Promise<ChargeOutcome> {
    return this.#exchange('void', key, () => {
      const charge = this.charges.get(key)
      if (charge === undefined || charge.status === 'open') {
        this.charges.set(key, { amount: 0, expiresAt: new Date(), ...charge, status: 'voided' })
      }
      return this.#chargeOutcome(key)
    })
  }

  find({ key }: ChargeName): Promise<ChargeOutcome | NotFound> {
    return this.#exchange('find', key, () => this.#found(key))
  }

  complete({ key }: ChargeName, proof: string | null): Promise<ChargeOutcome | NotFound | ProofRefused> {
    return this.#exchange('complete', key, () =>
      proof === null || proof === proofOf(key) ? this.#found(key) : { kind: 'proof refused' },
    )
  }

  refund(key: string, { key: charge }: ChargeName, amount: number): Promise<RefundOutcome> {
    return this.#exchange('refund', key, () => {
      const charged = this.charges.get(charge)
      if (charged?.status !== 'charged' || charged.amount < amount) {
        return { kind: 'failed', errorCode: 'NOTHING_CHARGED' }
      }
      const status = this.manner === 'says no' ? 'failed' : 'refunded'
      if (!this.refunds.has(key)) this.refunds.set(key, { charge, amount, status })
      return this.#refundOutcome(key)
    })
  }

  findRefund(key: string): Promise<RefundOutcome | NotFound> {
    return this.#exchange('findRefund', key, () =>
      this.refunds.has(key) ? this.#refundOutcome(key) : { kind: 'not found' },
    )
  }

  /** Its messages are `<id> <key>`, and a header says that they are its own. */
  readWebhook(body: Buffer, headers: Readonly<Record<string, unknown>>): Hint | undefined {
    const [id = '', key = ''] = body.toString().split(' ')
    return headers['from'] === 'the provider' ? { id, about: { key } } : undefined
  }

  /** The member acts on its page, if that is still open. */
  act(key: string, status: 'charged' | 'declined', amount?: number): void {
    const charge = this.charges.get(key)
    if (charge?.status === 'open') this.charges.set(key, { ...charge, status, amount: amount ?? charge.amount })
  }

  /** The member's time is over. */
  expire(key: string): void {
    const charge = this.charges.get(key)
    if (charge?.status === 'open') this.charges.set(key, { ...charge, status: 'voided' })
  }

  async bounceRefund(key: string): Promise<void> {
    const refund = this.refunds.get(key)
    if (refund) this.refunds.set(key, { ...refund, status: 'failed' })
  }

  /** Won that it has taken for a charge and not given back. */
  held(charge: string): number {
    const charged = this.charges.get(charge)
    const taken = charged?.status === 'charged' ? charged.amount : 0
    const given = [...this.refunds.values()].filter((one) => one.charge === charge && one.status === 'refunded')
    return given.reduce((held, { amount }) => held - amount, taken)
  }

  callsOf(key: string): string[] {
    return this.calls.filter((call) => call.endsWith(` ${key}`)).map((call) => call.split(' ')[0] ?? '')
  }

  async #exchange<Outcome>(call: string, key: string, act: () => Outcome): Promise<Outcome | { kind: 'unknown' }> {
    this.calls.push(`${call} ${key}`)
    await this.arrival
    if (this.manner === 'is down') throw new Error('connection refused')
    const movesMoney = call === 'begin' || call === 'refund'
    if (movesMoney && this.manner === 'loses the call') return { kind: 'unknown' }
    const outcome = act()
    return movesMoney && this.manner === 'loses the reply' ? { kind: 'unknown' } : outcome
  }

  #found(key: string): ChargeOutcome | NotFound {
    return this.charges.has(key) ? this.#chargeOutcome(key) : { kind: 'not found' }
  }

  #chargeOutcome(key: string): ChargeOutcome {
    const charge = this.charges.get(key)
    switch (charge?.status) {
      case 'open':
        return { kind: 'action', ref: `ref:${key}`, url: `https://bank.example/${key}`, expiresAt: charge.expiresAt }
      case 'charged':
        return { kind: 'charged', amount: charge.amount, currency: 'KRW' }
      case 'declined':
        return { kind: 'declined', reasonCode: 'CARD_DECLINED' }
      default:
        return { kind: charge ? 'voided' : 'unknown' }
    }
  }

  #refundOutcome(key: string): RefundOutcome {
    const kind = this.refunds.get(key)?.status ?? 'unknown'
    return kind === 'failed' ? { kind, errorCode: 'ACCOUNT_CLOSED' } : { kind }
  }
}

/** What a member brings back from its page. */
export const proofOf = (key: string): string => `proof of ${key}`
