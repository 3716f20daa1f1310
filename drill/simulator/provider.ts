import type { ChargeOutcome, RefundOutcome } from '@ebook/payment/payment/language'
import type { NotFound, PaymentProvider } from '@ebook/payment/provider/provider'
import type { Exchanges, Fates } from './exchanges.ts'
import type { Life } from './store/life.ts'

interface Charge {
  readonly amount: number
  readonly status: 'charged' | 'declined' | 'voided'
}
interface Refund {
  readonly charge: string
  readonly amount: number
  readonly status: 'refunded' | 'failed'
}

/** That a refund came back. */
export interface Notice {
  readonly refundId: string
  readonly errorCode: string
}

const DECLINES = 0.12
const FAILS = 0.2

/**
 * Another company's books. It does a thing once per key, and trusts its caller: a refund under a new key is one more
 * refund, so that a caller who changes keys is found out.
 */
export class Provider {
  readonly charges = new Map<string, Charge>()
  readonly refunds = new Map<string, Refund>()
  /** Refunds that came back, until somebody has heard of it. */
  notices: readonly Notice[] = []
  /** Called after every change of its books. */
  onChange: (() => void) | undefined
  readonly #fates: Fates
  readonly #exchanges: Exchanges

  constructor(fates: Fates, exchanges: Exchanges) {
    this.#fates = fates
    this.#exchanges = exchanges
  }

  /** As a process of payment sees it; a call without an answer is `unknown`. */
  seenBy(caller: Life): PaymentProvider {
    const ask = <Answer>(name: string, key: string, act: () => Answer): Promise<Answer | { kind: 'unknown' }> =>
      this.#exchanges
        .ask({ name: `provider ${name}`, about: key, caller }, () => Promise.resolve(act()))
        .catch(() => ({ kind: 'unknown' }) as const)
    return {
      begin: ({ key, amount }) =>
        ask('charge', key, () => {
          const declines = this.#fates.surprises.chance(DECLINES)
          return this.#once(key, { amount, status: declines ? 'declined' : 'charged' })
        }),
      void: ({ key }) => ask('void', key, () => this.#once(key, { amount: 0, status: 'voided' })),
      find: ({ key }) => ask('look for charge', key, () => this.#found(key)),
      complete: ({ key }) => ask('look for charge', key, () => this.#found(key)),
      refund: (key, charge, amount) => ask('refund', key, () => this.#refund(key, charge.key, amount)),
      findRefund: (key) =>
        ask('look for refund', key, () => {
          const refund = this.refunds.get(key)
          return refund ? outcomeOfRefund(refund) : ({ kind: 'not found' } as const)
        }),
      readWebhook: () => undefined,
    }
  }

  #found(key: string): ChargeOutcome | NotFound {
    const charge = this.charges.get(key)
    return charge ? outcomeOfCharge(charge) : { kind: 'not found' }
  }

  #once(key: string, charge: Charge): ChargeOutcome {
    const before = this.charges.get(key)
    if (before === undefined) {
      this.charges.set(key, charge)
      this.onChange?.()
    }
    return outcomeOfCharge(before ?? charge)
  }

  #refund(key: string, charge: string, amount: number): RefundOutcome {
    const charged = this.charges.get(charge)
    if (charged?.status !== 'charged' || charged.amount < amount)
      return { kind: 'failed', errorCode: 'NOTHING_CHARGED' }
    const before = this.refunds.get(key)
    if (before) return outcomeOfRefund(before)
    const refund: Refund = { charge, amount, status: this.#fates.surprises.chance(FAILS) ? 'failed' : 'refunded' }
    this.refunds.set(key, refund)
    this.onChange?.()
    return outcomeOfRefund(refund)
  }

  /** A refund that was done comes back (P13). */
  bounce(key: string): void {
    const refund = this.refunds.get(key)
    if (refund?.status !== 'refunded') return
    this.refunds.set(key, { ...refund, status: 'failed' })
    this.onChange?.()
    this.notices = [...this.notices, { refundId: key, errorCode: 'ACCOUNT_CLOSED' }]
  }

  /** Somebody has heard of it. */
  forget(notice: Notice): void {
    this.notices = this.notices.filter((one) => one !== notice)
  }

  /** Won that it took for a charge and gave back. */
  flowOf(charge: string): { charged: number; refunded: number } {
    const taken = this.charges.get(charge)
    let refunded = 0
    for (const refund of this.refunds.values()) {
      if (refund.charge === charge && refund.status === 'refunded') refunded += refund.amount
    }
    return { charged: taken?.status === 'charged' ? taken.amount : 0, refunded }
  }
}

function outcomeOfCharge({ amount, status }: Charge): ChargeOutcome {
  if (status === 'declined') return { kind: status, reasonCode: 'CARD_DECLINED' }
  return status === 'charged' ? { kind: status, amount, currency: 'KRW' } : { kind: status }
}

function outcomeOfRefund({ status }: Refund): RefundOutcome {
  return status === 'failed' ? { kind: status, errorCode: 'ACCOUNT_CLOSED' } : { kind: status }
}
