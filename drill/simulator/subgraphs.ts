import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { BookDatabase } from '@ebook/book/database'
import { policies as bookPolicies } from '@ebook/book/policies'
import type { BookPorts } from '@ebook/book/ports'
import { knownRequests } from '@ebook/book/sql/request'
import { Arrivals } from '@ebook/chassis/arrivals'
import type { Logger } from '@ebook/chassis/log'
import { call } from '@ebook/nats/service'
import type { PaymentDatabase } from '@ebook/payment/database'
import type { PointsClient } from '@ebook/payment/points-client'
import { policies as paymentPolicies } from '@ebook/payment/policies'
import type { PaymentPorts } from '@ebook/payment/ports'
import { servePay } from '@ebook/payment/services/pay'
import type { PromotionDatabase } from '@ebook/promotion/database'
import { policies as promotionPolicies } from '@ebook/promotion/policies'
import { serveLockRevocation } from '@ebook/promotion/services/lock-revocation'
import { serveSpendPoints } from '@ebook/promotion/services/spend-points'
import type { RentDatabase } from '@ebook/rent/database'
import type { PaymentClient } from '@ebook/rent/payment-client'
import { policies as rentPolicies } from '@ebook/rent/policies'
import type { RentPorts } from '@ebook/rent/ports'
import { knownBooks } from '@ebook/rent/sql/books'
import type { Context } from './context.ts'
import type { Switchboard } from './nats-connection.ts'
import { quietLog, startMessagingOf, type Process } from './processes.ts'
import type { Provider } from './provider.ts'
import type { Database } from './store/database.ts'
import type { Life } from './store/life.ts'
import { connect } from './store/session.ts'
import type { Surprises } from './surprises.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const HISTORY_KEPT_FOR_MS = 90 * 24 * HOUR
const library = { decideForMs: 72 * HOUR, holdLimit: 5, historyKeptForMs: HISTORY_KEPT_FOR_MS } as const
const PAY_FOR_MS = 15 * MINUTE

const log: Logger = quietLog
const rules = { missedTurns: { most: 0, withinMs: 0, blockForMs: 0 }, pointsDebt: 0 } as const
const rewards = { rateBps: 1_000, spendableFrom: 'APPROVED', delayMs: { min: 0, max: 0 } } as const

/** What each context keeps. */
export interface Databases {
  readonly book: Database<BookDatabase>
  readonly rent: Database<RentDatabase>
  readonly payment: Database<PaymentDatabase>
  readonly promotion: Database<PromotionDatabase>
}

/** What every process is started with. */
interface Surroundings {
  readonly board: Switchboard
  readonly provider: Provider
  readonly databases: Databases
  /** Of the step under way. */
  readonly surprises: Surprises
}

export interface Processes {
  readonly book: Process & { readonly library: BookPorts }
  readonly rent: Process & { readonly rent: RentPorts }
  readonly payment: Process & { readonly cashier: PaymentPorts }
  readonly promotion: Process
}

const policies = {
  book: bookPolicies(library),
  rent: rentPolicies(log, () => undefined, rules),
  payment: paymentPolicies(() => undefined),
  promotion: promotionPolicies(rewards),
}

type Start<Name extends Context> = (around: Surroundings, life: Life) => Promise<Processes[Name]>

export const starts: { readonly [Name in Context]: Start<Name> } = {
  async book({ board, databases }, life) {
    const messaging = await startMessagingOf('book', life, databases.book, board, policies.book)
    const db: BookPorts['db'] = connect(databases.book, life)
    const arrivals = new Arrivals((rentalIds) => knownRequests(db, rentalIds))
    return { life, messaging, library: { db, arrivals, messaging, settings: library, log } }
  },
  async rent(around, life) {
    const { board, databases } = around
    const messaging = await startMessagingOf('rent', life, databases.rent, board, policies.rent)
    const db: RentPorts['db'] = connect(databases.rent, life)
    const arrivals = new Arrivals((bookIds) => knownBooks(db, bookIds))
    const payment = paymentClient(messaging.nats, around)
    const settings = {
      payForMs: PAY_FOR_MS,
      // At any time: so that what else keeps from a renewal is tried.
      renewableLastPart: 1,
      limits: { loans: 1_000, holds: 5 },
      rules,
      cancelWindowMs: HOUR,
      availabilityTrustedForMs: 30_000,
      historyKeptForMs: HISTORY_KEPT_FOR_MS,
      paymentTimeoutMs: 610,
    }
    return {
      life,
      messaging,
      rent: { db, arrivals, payment, messaging, settings, log, wake: () => undefined },
    }
  },
  async payment(around, life) {
    const { board, databases, provider } = around
    const messaging = await startMessagingOf('payment', life, databases.payment, board, policies.payment)
    const cashier: PaymentPorts = {
      db: connect(databases.payment, life),
      provider: provider.seenBy(life),
      returnUrl: 'http://localhost:4000/pay/return',
      points: pointsClient(messaging.nats, around),
      messaging,
      wake: () => undefined,
      leaseMs: 5_000,
      log,
    }
    await servePay(cashier, messaging.nats)
    return { life, messaging, cashier }
  },
  async promotion({ board, databases }, life) {
    const messaging = await startMessagingOf('promotion', life, databases.promotion, board, policies.promotion)
    const db: Kysely<PromotionDatabase> = connect(databases.promotion, life)
    const ports = { db, messaging, settings: rewards, log }
    await serveLockRevocation(ports, messaging.nats)
    await serveSpendPoints(ports, messaging.nats)
    return { life, messaging }
  },
}

// The two clients with chance for their circuit breaker and bulkhead: a circuit is open at any call, and not only after
// five that failed. The answers are read by what the services say.
const CIRCUIT_OPEN = 0.05
const HALF_OPEN_AFTER_MS = 2_000
const PayAnswer = z.looseObject({ outcome: z.enum(['PAID', 'DECLINED', 'PENDING', 'RENT_CANCELED']) })
const LockAnswer = z.object({ revoked: z.int().nonnegative(), shortfall: z.int().nonnegative() })
const SpendAnswer = z.object({ outcome: z.enum(['SPENT', 'INSUFFICIENT']) })

function paymentClient(nats: Process['messaging']['nats'], around: Surroundings): PaymentClient {
  return {
    get isWell() {
      return !around.surprises.chance(CIRCUIT_OPEN)
    },
    async pay({ id: rentalId, userId, bookId, rentalFee, pointsToUse, attemptNo }, cause) {
      if (around.surprises.chance(CIRCUIT_OPEN)) {
        return { outcome: 'DEFERRED', reason: 'OPEN', retryAfterMs: HALF_OPEN_AFTER_MS }
      }
      const about = { rentalId, userId, bookId, rentalFee, pointsToUse, attemptNo }
      const request = { ...about, key: `${rentalId}:${attemptNo}`, ...cause }
      try {
        const answer = await call(nats, 'payment', 'pay', request, { timeoutMs: 610, response: PayAnswer })
        return answer as unknown as Awaited<ReturnType<PaymentClient['pay']>>
      } catch {
        return { outcome: 'DEFERRED', reason: 'TIMEOUT', retryAfterMs: 0 }
      }
    },
  }
}

function pointsClient(nats: Process['messaging']['nats'], around: Surroundings): PointsClient {
  const ask = async <Reply extends z.ZodType>(endpoint: string, request: object, response: Reply) => {
    if (around.surprises.chance(CIRCUIT_OPEN)) return { kind: 'deferred', retryAfterMs: HALF_OPEN_AFTER_MS } as const
    try {
      return await call(nats, 'promotion', endpoint, request, { timeoutMs: 610, response })
    } catch {
      return { kind: 'deferred', retryAfterMs: 0 } as const
    }
  }
  return {
    async spendPoints({ id: paymentId, rentalId, userId, pointsToUse: points }, cause) {
      const answer = await ask('spendPoints', { paymentId, rentalId, userId, points, ...cause }, SpendAnswer)
      if ('kind' in answer) return answer
      return { kind: answer.outcome === 'SPENT' ? 'spent' : 'insufficient' }
    },
    async lockRevocation({ id: paymentId, rentalId, userId, refund }, cause) {
      const request = { paymentId, rentalId, userId, refundAttempt: refund?.attempt, ...cause }
      const answer = await ask('lockRevocation', request, LockAnswer)
      return 'kind' in answer ? answer : { kind: 'locked', ...answer }
    },
  }
}
