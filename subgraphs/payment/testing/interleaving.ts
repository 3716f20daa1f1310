import { decide } from '../payment/decide.ts'
import type { ChargeOutcome, PaymentCommand, PaymentEvent, RefundOutcome, SpendOutcome } from '../payment/language.ts'
import { entriesOf, type LedgerLine } from '../payment/ledger.ts'
import {
  amountToCharge,
  chargeKey,
  CURRENCY,
  evolve,
  LIVE,
  nextStepOf,
  refundKey,
  waitsForPoints,
  type Payment,
} from '../payment/state.ts'
import { actionNeeded, bookId, noon, rentalId, userId } from './payments.ts'

/** Rules that can be taken out, to see that the checks notice (docs/domain.md, section 13). */
export interface Rules {
  readonly voidedTombstone: boolean
  readonly sameRefundKeyAcrossRetries: boolean
  readonly voidRefusesLaterCharges: boolean
  /** Promotion takes no points for a payment that has ended. */
  readonly endedBlocksSpend: boolean
  /** What ended gives back points that may only have been asked for. */
  readonly askedForIsReturned: boolean
}

export const allRules: Rules = {
  voidedTombstone: true,
  sameRefundKeyAcrossRetries: true,
  voidRefusesLaterCharges: true,
  endedBlocksSpend: true,
  askedForIsReturned: true,
}

export const FEE = 3_000
/** What the member has in the beginning: enough for a part of the fee, and not for all of it. */
const POINTS = 2_000
const WISHES = [1_200, FEE, 0]

interface Choices {
  /** The next arbitrary number; undefined when there are no more. */
  next(): number | undefined
}

/** One rental's payments among lost replies, delayed calls, repetitions and crashes, as a list of numbers decides. */
export class Interleaving {
  readonly payments = new Map<string, Payment>()
  readonly events: { readonly paymentId: string; readonly event: PaymentEvent }[] = []
  readonly charges = new Map<string, 'open' | 'charged' | 'declined' | 'voided'>()
  readonly refunds = new Map<string, 'refunded' | 'failed'>()
  /** Won that the provider was asked for, by the charge. */
  readonly amounts = new Map<string, number>()
  /** What promotion knows of a payment. */
  readonly spends = new Map<string, 'SPENT' | 'RETURNED' | 'BLOCKED'>()
  /** Points that the member has, and has ever had. */
  balance = POINTS
  earned = POINTS
  /** Calls and answers on their way: each happens at any later time, or never. */
  readonly #underway: (() => void)[] = []
  /** These may be late, but are never lost. */
  readonly #notices: (() => void)[] = []
  readonly #rules: Rules
  #attemptNo = 1
  #firstWish = 0
  #tries = 0
  #canceled = false

  constructor(rules: Rules = allRules) {
    this.#rules = rules
  }

  run(choices: Choices): void {
    this.#firstWish = choices.next() ?? 0
    for (let choice = choices.next(); choice !== undefined; choice = choices.next()) this.#step(choice)
    this.#settle()
  }

  ledgerOf(paymentId: string): LedgerLine[] {
    return this.events.filter((one) => one.paymentId === paymentId).flatMap(({ event }) => [...entriesOf(event)])
  }

  #step(choice: number): void {
    const luck = Math.floor(choice / 16)
    switch (choice % 16) {
      case 0:
      case 1:
        return this.#later(this.#pay(this.#attemptNo))
      case 2: {
        const mayBeNext = [...this.payments.values()].some(
          (one) => one.attemptNo === this.#attemptNo && (one.status === 'DECLINED' || waitsForPoints(one)),
        )
        // Rent sends nothing new after it canceled; what it sent before may still be under way.
        if (mayBeNext && !this.#canceled) this.#attemptNo += 1
        return
      }
      case 3:
        return this.#cancel()
      case 4:
        return this.#each((id) => this.#handle(id, { type: 'refundPayment', reason: 'REFUSED', now: noon }))
      case 5:
        return this.#each((id) => this.#handle(id, { type: 'retryRefund', by: 'park', now: noon }))
      case 6:
        return this.#comeBack(luck)
      case 7:
        this.#underway.splice(luck % (this.#underway.length || 1), 1)
        return
      case 12:
        return this.#notices.shift()?.()
      case 15:
        if (luck % 4 !== 0) return
        this.balance += 1_500
        this.earned += 1_500
        return
      case 8:
      case 9:
      case 10:
      case 11:
        return this.#each((id) => this.#work(id, luck))
      default:
        this.#underway.splice(luck % (this.#underway.length || 1), 1)[0]?.()
    }
  }

  #later(happening: () => void): void {
    this.#underway.push(happening)
  }

  #handle(id: string, command: PaymentCommand): void {
    const payment = this.payments.get(id)
    const decision = decide(command, payment)
    if (decision.kind === 'refused' || decision.events.length === 0) return
    const after = decision.events.reduce<Payment | undefined>(evolve, payment)
    if (after) this.payments.set(id, after)
    this.events.push(...decision.events.map((event) => ({ paymentId: id, event })))
    const isOver = decision.events.some(({ type }) => ['PayDeclined', 'PayVoided', 'Refunded'].includes(type))
    if (after && isOver && (this.#rules.askedForIsReturned ? after.pointsToUse : after.pointsUsed) > 0)
      this.#notices.push(() => this.#givePointsBack(after))
  }

  /** As promotion does when it is asked; the tombstone that the rule speaks of is in `spends`. */
  #spend({ id, pointsToUse }: Payment): SpendOutcome {
    const known = this.spends.get(id)
    if (known !== undefined && (known !== 'BLOCKED' || this.#rules.endedBlocksSpend))
      return { kind: known === 'SPENT' ? 'spent' : 'insufficient' }
    if (this.balance < pointsToUse) return { kind: 'insufficient' }
    this.balance -= pointsToUse
    this.spends.set(id, 'SPENT')
    return { kind: 'spent' }
  }

  #givePointsBack({ id, pointsToUse }: Payment): void {
    const known = this.spends.get(id)
    if (known === 'SPENT') this.balance += pointsToUse
    this.spends.set(id, known === undefined ? 'BLOCKED' : 'RETURNED')
  }

  /** A pay() that arrives whenever it likes, the same as services/pay.ts does it. */
  #pay(attemptNo: number): () => void {
    const key = `${rentalId}:${attemptNo}`
    return () => {
      const all = [...this.payments.values()]
      const rentalCanceled =
        this.#rules.voidedTombstone && all.some((one) => one.status === 'VOIDED' || one.voidRequestedFor !== null)
      const waiting = all.find((one) => one.attemptNo < attemptNo && waitsForPoints(one))
      if (waiting) this.#handle(waiting.id, { type: 'supersedePayment' })
      const isInTheWay = (one: Payment) => one.key === key || isLive(one) || one.attemptNo > attemptNo
      if ([...this.payments.values()].some(isInTheWay)) return
      const paymentId = `payment-${this.payments.size + 1}`
      const pointsToUse = WISHES[(attemptNo + this.#firstWish) % WISHES.length] ?? 0
      const of = { paymentId, rentalId, userId, bookId, rentalFee: FEE, pointsToUse }
      const request = { ...of, attemptNo, key, rentalCanceled }
      this.#handle(paymentId, { type: 'requestPayment', ...request, now: noon })
    }
  }

  /** Once, as rent says it once. Nothing is sent by rent afterwards, but what was sent may still arrive. */
  #cancel(): void {
    if (this.#canceled) return
    this.#canceled = true
    const live = [...this.payments.values()].find(isLive)
    const paymentId = live?.id ?? `payment-${this.payments.size + 1}`
    this.#handle(paymentId, {
      type: 'cancelPayment',
      paymentId,
      rentalId,
      userId,
      bookId,
      reason: 'MEMBER',
      now: noon,
    })
  }

  #work(id: string, luck: number): void {
    const payment = this.payments.get(id)
    const refundAttempt = payment?.refund?.attempt ?? 0
    switch (payment && nextStepOf(payment)) {
      case undefined:
        return
      case 'SPEND_POINTS':
        return this.#call(
          () => this.#spend(payment as Payment),
          (outcome) => this.#handle(id, { type: 'recordSpend', outcome, now: noon }),
        )
      case 'CHARGE':
        return this.#call(
          () => this.#charge(payment as Payment, luck),
          (outcome) => this.#handle(id, { type: 'recordCharge', outcome, now: noon }),
        )
      case 'AWAIT_MEMBER':
        // In the end their time is over.
        return this.#call(
          () => (luck === 1 ? this.#void(chargeKey(id)) : this.#outcome(chargeKey(id))),
          (outcome) => this.#handle(id, { type: 'recordCharge', outcome, now: noon }),
        )
      // Nobody here takes another sum than was asked for.
      case 'RETURN_CHARGE':
      case 'VOID':
        return this.#call(
          () => this.#void(chargeKey(id)),
          (outcome) => this.#handle(id, { type: 'recordCharge', outcome, now: noon }),
        )
      case 'LOCK_POINTS':
        return this.#later(() =>
          this.#handle(id, { type: 'recordPointsLock', refundAttempt, revoked: 300, shortfall: 0, now: noon }),
        )
      case 'REFUND': {
        this.#tries += 1
        const key = refundKey(id, refundAttempt)
        return this.#call(
          () => this.#refund(this.#rules.sameRefundKeyAcrossRetries ? key : `${key}:${this.#tries}`, luck % 4 === 0),
          (outcome) => this.#handle(id, { type: 'recordRefund', refundAttempt, outcome, now: noon }),
        )
      }
    }
  }

  /** The call arrives later or never, and so does its answer. */
  #call<Outcome>(arrive: () => Outcome, answered: (outcome: Outcome) => void): void {
    this.#later(() => {
      const outcome = arrive()
      this.#later(() => answered(outcome))
    })
  }

  /** At once, or when the member has acted on the provider's page, which they may never do. */
  #charge(payment: Payment, luck: number): ChargeOutcome {
    const key = chargeKey(payment.id)
    this.amounts.set(key, amountToCharge(payment))
    const before = this.charges.get(key)
    if (before === undefined || (before === 'voided' && !this.#rules.voidRefusesLaterCharges)) {
      const answer = luck % 4 === 0 ? 'declined' : 'charged'
      this.charges.set(key, luck % 3 === 0 ? 'open' : answer)
      this.#later(() => void (this.charges.get(key) === 'open' && this.charges.set(key, answer)))
    }
    return this.#outcome(key)
  }

  #void(key: string): ChargeOutcome {
    if (!this.charges.has(key) || this.charges.get(key) === 'open') this.charges.set(key, 'voided')
    return this.#outcome(key)
  }

  #outcome(key: string): ChargeOutcome {
    const kind = this.charges.get(key) ?? 'unknown'
    if (kind === 'open') return { ...actionNeeded, ref: key }
    if (kind === 'charged') return { kind, amount: this.amounts.get(key) ?? 0, currency: CURRENCY }
    return kind === 'declined' ? { kind, reasonCode: 'NO_FUNDS' } : { kind }
  }

  #refund(key: string, fails: boolean): RefundOutcome {
    if (!this.refunds.has(key)) this.refunds.set(key, fails ? 'failed' : 'refunded')
    return this.refunds.get(key) === 'failed' ? { kind: 'failed', errorCode: 'CLOSED' } : { kind: 'refunded' }
  }

  /** A refund that the provider had done comes back (P13). The provider tells until it is heard. */
  #comeBack(luck: number): void {
    if (luck % 4 !== 0) return
    for (const payment of this.payments.values()) {
      const refundId = refundKey(payment.id, payment.refund?.attempt ?? 0)
      if (this.refunds.get(refundId) !== 'refunded') continue
      this.refunds.set(refundId, 'failed')
      this.#notices.push(() =>
        this.#handle(payment.id, { type: 'recordLateRefundFailure', refundId, errorCode: 'ACCOUNT_CLOSED' }),
      )
    }
  }

  #each(act: (id: string) => void): void {
    for (const id of [...this.payments.keys()]) act(id)
  }

  /** Everybody is back and answers; what was under way arrives in the end. Bounded by the states' own number. */
  #settle(): void {
    for (let round = 0; round < 50; round += 1) {
      for (const queue of [this.#underway, this.#notices])
        for (let next = queue.shift(); next; next = queue.shift()) next()
      this.#each((id) => this.#work(id, 1))
    }
  }
}

export function isLive({ status }: Payment): boolean {
  return LIVE.some((live) => live === status)
}
