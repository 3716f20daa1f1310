import { z } from 'zod'
import type { NatsConnection } from '@ebook/nats/connection'
import { serve } from '@ebook/nats/service'

export const LockRequest = z.object({
  paymentId: z.uuid(),
  rentalId: z.uuid(),
  userId: z.string(),
  refundAttempt: z.int().positive(),
  correlationId: z.string(),
  causationId: z.string(),
  actor: z.string(),
})
export type LockRequest = z.infer<typeof LockRequest>
const SpendRequest = LockRequest.omit({ refundAttempt: true }).extend({ points: z.int().positive() })
type SpendRequest = z.infer<typeof SpendRequest>

/** What the next calls meet: the points locked or taken, the same without a reply, or nobody who listens. */
export type Manner = 'locks' | 'locks and loses the reply' | 'does not answer'

/** The other end of the synchronous edge, as its contract says: an attempt is locked once, a payment’s points taken once. */
export class FakePromotion {
  manner: Manner = 'locks'
  readonly asked: LockRequest[] = []
  /** `paymentId:attempt` of what is locked. */
  readonly locked = new Set<string>()
  /** How many points everybody has together. */
  balance = 100_000
  /** By the payment. */
  readonly spent = new Map<string, number>()
  /** How often each payment's points were asked for. */
  readonly spendCalls: string[] = []
  readonly #nats: NatsConnection
  #services: { stop(): Promise<void> }[] = []
  #release: (() => void)[] = []

  constructor(nats: NatsConnection) {
    this.#nats = nats
  }

  async start(): Promise<void> {
    const door = { context: 'promotion', callers: ['payment'] }
    const [lock, spend] = [
      { ...door, endpoint: 'lockRevocation', request: LockRequest, handle: (it: LockRequest) => this.#answer(it) },
      { ...door, endpoint: 'spendPoints', request: SpendRequest, handle: (it: SpendRequest) => this.#spend(it) },
    ]
    const ignore = () => undefined
    this.#services = [await serve(this.#nats, lock, ignore), await serve(this.#nats, spend, ignore)]
    await this.#nats.flush()
  }

  async stop(): Promise<void> {
    for (const release of this.#release.splice(0)) release()
    for (const service of this.#services.splice(0)) await service.stop()
    await this.#nats.flush()
  }

  attemptsOf(paymentId: string): number[] {
    return this.asked.filter((one) => one.paymentId === paymentId).map(({ refundAttempt }) => refundAttempt)
  }

  async #answer(request: LockRequest): Promise<object> {
    this.asked.push(request)
    const { manner } = this
    if (manner === 'does not answer') return this.#never()
    this.locked.add(`${request.paymentId}:${request.refundAttempt}`)
    return manner === 'locks' ? { revoked: 300, shortfall: 20 } : this.#never()
  }

  async #spend({ paymentId, points }: SpendRequest): Promise<object> {
    this.spendCalls.push(paymentId)
    const { manner } = this
    if (manner === 'does not answer') return this.#never()
    if (!this.spent.has(paymentId)) {
      if (this.balance < points) return { outcome: 'INSUFFICIENT', available: this.balance }
      this.balance -= points
      this.spent.set(paymentId, points)
    }
    return manner === 'locks' ? { outcome: 'SPENT' } : this.#never()
  }

  /** Until the fake is stopped: by then nobody waits any more. */
  #never(): Promise<object> {
    return new Promise((resolve) => this.#release.push(() => resolve({})))
  }
}
