import { setTimeout as delay } from 'node:timers/promises'
import { eventually, type Json } from '@ebook/clients/people'
import type { Stack } from '@ebook/stack/stack'
import { metric, metricsOf } from './installation.ts'
import { listenTo, type Listener } from './listener.ts'

/** LENT: rent knows of the approval too. SETTLED: what it earned is known besides: nothing more happens to it by itself. */
type Step = 'PAID' | 'APPROVED' | 'LENT' | 'SETTLED' | 'RETURNED'

const SUBSCRIPTIONS = 'ebook_dashboard_subscriptions'
const PATIENCE_MS = 60_000

/** What the dashboard tells a librarian of each rental: nobody who waits for it has to ask. */
export class Told {
  readonly #steps = new Map<string, PromiseWithResolvers<number>>()
  #listener: Listener | undefined

  static async open(stack: Stack): Promise<Told> {
    const told = new Told()
    told.#listener = await listenTo(stack, 'libby', 'ADMIN', (row, at) => {
      for (const step of stepsOf(row)) told.#of(row.rentalId, step).resolve(at)
    })
    // Who subscribes is not told when that has come to be; the dashboard knows.
    const countAll = () =>
      Promise.all(stack.processes('dashboard').map(async (one) => metric(await metricsOf(one), SUBSCRIPTIONS)))
    await eventually('the librarian listens', async () => (await countAll()).some((count) => count > 0))
    return told
  }

  /** When it was told that a rental had come so far, in milliseconds of the epoch; waits for that. */
  async of(rentalId: string, step: Step): Promise<number> {
    const patience = new AbortController()
    const late = delay(PATIENCE_MS, undefined, { signal: patience.signal }).then(() => {
      throw new Error(`not within ${PATIENCE_MS / 1_000} s: the dashboard tells that rental ${rentalId} is ${step}`)
    })
    late.catch(() => undefined)
    try {
      return await Promise.race([this.#of(rentalId, step).promise, late])
    } finally {
      patience.abort()
    }
  }

  /** The librarian's. */
  get token(): string | undefined {
    return this.#listener?.token
  }

  close(): void {
    this.#listener?.stop()
  }

  #of(rentalId: string, step: Step): PromiseWithResolvers<number> {
    const key = `${rentalId} ${step}`
    const known = this.#steps.get(key) ?? Promise.withResolvers<number>()
    this.#steps.set(key, known)
    return known
  }
}

function stepsOf({ status, points, dueAt }: Json): Step[] {
  if (status === 'APPROVED' && dueAt !== null)
    return points === null ? ['APPROVED', 'LENT'] : ['APPROVED', 'LENT', 'SETTLED']
  if (status === 'APPROVED') return ['APPROVED']
  return status === 'PAID' || status === 'RETURNED' ? [status] : []
}
