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

/** What the next calls meet: the points locked, the same without a reply, or nobody who listens. */
export type Manner = 'locks' | 'locks and loses the reply' | 'does not answer'

/** The other end of the synchronous edge, as its contract says: an attempt is locked once. */
export class FakePromotion {
  manner: Manner = 'locks'
  readonly asked: LockRequest[] = []
  /** `paymentId:attempt` of what is locked. */
  readonly locked = new Set<string>()
  readonly #nats: NatsConnection
  #service: { stop(): Promise<void> } | undefined
  #release: (() => void)[] = []

  constructor(nats: NatsConnection) {
    this.#nats = nats
  }

  async start(): Promise<void> {
    const endpoint = { context: 'promotion', endpoint: 'lockRevocation', callers: ['payment'], request: LockRequest }
    this.#service = await serve(this.#nats, { ...endpoint, handle: (it) => this.#answer(it) }, () => undefined)
    await this.#nats.flush()
  }

  async stop(): Promise<void> {
    for (const release of this.#release.splice(0)) release()
    await this.#service?.stop()
    this.#service = undefined
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

  /** Until the fake is stopped: by then nobody waits any more. */
  #never(): Promise<object> {
    return new Promise((resolve) => this.#release.push(() => resolve({})))
  }
}
