import { decide } from '../promotion/decide.ts'
import type { PromotionCommand, PromotionEvent } from '../promotion/language.ts'
import { movementOf, type PointEntry } from '../promotion/points.ts'
import { evolve, type Promotion } from '../promotion/state.ts'
import { grantPoints, noteLoanStarted, lockRevocation, confirmRevocation, restorePoints } from './promotions.ts'

/** Rules that can be taken out, to see that the checks notice (docs/domain.md, section 13). */
export interface Rules {
  readonly blockedTombstone: boolean
  readonly refundAttemptGuard: boolean
  readonly lateLockTakesNothing: boolean
}

export const allRules: Rules = { blockedTombstone: true, refundAttemptGuard: true, lateLockTakesNothing: true }

/**
 * A payment as promotion sees it, legal by section 8, and a promotion that hears its events in order but at any later
 * time, and its calls at any time, also twice and long after they were given up.
 */
export class Interleaving {
  promotion: Promotion | undefined
  readonly entries: PointEntry[] = []
  pending = 0
  available = 0
  payment: 'PAID' | 'LOCKING' | 'GIVING_BACK' | 'REFUNDED' | 'FAILED' = 'PAID'
  #attempt = 0
  /** Payment's events in the order in which they were said; rent's LoanStarted on a road of its own. */
  readonly #said: PromotionCommand[] = [grantPoints()]
  readonly #loan: PromotionCommand[] = [noteLoanStarted]
  readonly #calls: number[] = []
  readonly #rules: Rules

  constructor(rules: Rules = allRules) {
    this.#rules = rules
  }

  run(choices: Iterable<number>): void {
    for (const choice of choices) this.#step(choice)
    this.#settle()
  }

  #step(choice: number): void {
    const luck = Math.floor(choice / 8)
    switch (choice % 8) {
      case 0:
      case 1:
        return this.#hear(this.#said)
      case 2:
        return this.#hear(this.#loan)
      case 3:
        return this.#refund()
      case 4:
        // The answer reaches payment, or the call stays under way and is made again.
        if (luck % 2 === 0) return this.#lock(this.#attempt)
        if (this.payment === 'LOCKING') this.#calls.push(this.#attempt)
        return
      case 5: {
        const late = this.#calls.splice(luck % (this.#calls.length || 1), 1)[0]
        if (late !== undefined) this.#handle(lockRevocation(late, this.available))
        return
      }
      case 6:
        return this.#finish(luck % 3 === 0)
      default:
        return this.#comeBack(luck)
    }
  }

  #hear(queue: PromotionCommand[]): void {
    const command = queue.shift()
    if (command) this.#handle(command)
  }

  #refund(): void {
    if (this.payment !== 'PAID' && this.payment !== 'FAILED') return
    this.#attempt += 1
    this.payment = 'LOCKING'
  }

  #lock(attempt: number): void {
    if (this.payment !== 'LOCKING') return
    this.#handle(lockRevocation(attempt, this.available))
    this.payment = 'GIVING_BACK'
  }

  #finish(fails: boolean): void {
    if (this.payment !== 'GIVING_BACK') return
    this.payment = fails ? 'FAILED' : 'REFUNDED'
    this.#said.push(fails ? restorePoints(this.#attempt) : confirmRevocation)
  }

  #comeBack(luck: number): void {
    if (this.payment !== 'REFUNDED' || luck % 3 !== 0) return
    this.payment = 'FAILED'
    this.#said.push(restorePoints(this.#attempt))
  }

  #handle(command: PromotionCommand): void {
    const decision = decide(this.#without(command), this.#seen(command))
    if (decision.kind === 'refused') return
    for (const event of decision.events) this.#apply(event)
  }

  /** The command as it would be if the guards of `restore` were not there. */
  #without(command: PromotionCommand): PromotionCommand {
    return command.type === 'restorePoints' && !this.#rules.refundAttemptGuard
      ? { ...command, refundAttempt: Number.MAX_SAFE_INTEGER }
      : command
  }

  /** The state as it would be if the tombstone, or the memory of attempts that have failed, were not there. */
  #seen(command: PromotionCommand): Promotion | undefined {
    const { promotion } = this
    if (promotion === undefined) return undefined
    if (!this.#rules.blockedTombstone && promotion.status === 'BLOCKED')
      return { ...promotion, status: 'NONE', grant: null }
    const forgets = !this.#rules.lateLockTakesNothing && promotion.status === 'GRANTED'
    return forgets && command.type === 'lockRevocation' ? { ...promotion, refundAttempt: 0 } : promotion
  }

  #apply(event: PromotionEvent): void {
    this.promotion = evolve(this.promotion, event)
    const movement = movementOf(event)
    if (!movement) return
    this.pending += movement.pending
    this.available += movement.available
    if (movement.entry) this.entries.push(movement.entry)
  }

  /** Everybody is back: what was said is heard, and the last refund comes to its end. */
  #settle(): void {
    for (const attempt of this.#calls.splice(0)) this.#handle(lockRevocation(attempt, this.available))
    this.#lock(this.#attempt)
    this.#finish(false)
    while (this.#said.length > 0) this.#hear(this.#said)
    this.#hear(this.#loan)
  }
}
