import type { ChargeOutcome, RefundOutcome } from '../payment/language.ts'
import type { PaymentProvider } from '../provider/provider.ts'

/** What the next calls meet. A lost call was never carried out; a lost reply was. */
export type Manner = 'does' | 'says no' | 'loses the call' | 'loses the reply' | 'is down'

/** The provider in memory, with every outcome at hand, and a record of what it was asked. */
export class ScriptedProvider implements PaymentProvider {
  /** For the calls that move money; `says no`: declines a charge, fails a refund for good. */
  manner: Manner = 'does'
  readonly calls: string[] = []
  readonly charges = new Map<string, { amount: number; status: 'charged' | 'declined' | 'voided' }>()
  readonly refunds = new Map<string, { charge: string; amount: number; status: 'refunded' | 'failed' }>()
  /** Every call waits for it on its way there. */
  arrival: Promise<void> = Promise.resolve()

  charge(key: string, amount: number): Promise<ChargeOutcome> {
    return this.#exchange('charge', key, () => {
      const status = this.manner === 'says no' ? 'declined' : 'charged'
      if (!this.charges.has(key)) this.charges.set(key, { amount, status })
      return this.#chargeOutcome(key)
    })
  }

  voidCharge(key: string): Promise<ChargeOutcome> {
    return this.#exchange('voidCharge', key, () => {
      if (!this.charges.has(key)) this.charges.set(key, { amount: 0, status: 'voided' })
      return this.#chargeOutcome(key)
    })
  }

  findCharge(key: string): Promise<ChargeOutcome | { kind: 'not found' }> {
    return this.#exchange('findCharge', key, () =>
      this.charges.has(key) ? this.#chargeOutcome(key) : { kind: 'not found' },
    )
  }

  refund(key: string, charge: string, amount: number): Promise<RefundOutcome> {
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

  findRefund(key: string): Promise<RefundOutcome | { kind: 'not found' }> {
    return this.#exchange('findRefund', key, () =>
      this.refunds.has(key) ? this.#refundOutcome(key) : { kind: 'not found' },
    )
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
    const movesMoney = call === 'charge' || call === 'refund'
    if (movesMoney && this.manner === 'loses the call') return { kind: 'unknown' }
    const outcome = act()
    return movesMoney && this.manner === 'loses the reply' ? { kind: 'unknown' } : outcome
  }

  #chargeOutcome(key: string): ChargeOutcome {
    const kind = this.charges.get(key)?.status ?? 'unknown'
    return kind === 'declined' ? { kind, reasonCode: 'CARD_DECLINED' } : { kind }
  }

  #refundOutcome(key: string): RefundOutcome {
    const kind = this.refunds.get(key)?.status ?? 'unknown'
    return kind === 'failed' ? { kind, errorCode: 'ACCOUNT_CLOSED' } : { kind }
  }
}
