import type { NatsConnection, Subscription } from 'nats'
import type { Inbox } from './policy.ts'
import { advancePosition, repair } from './repair.ts'
import { readWatermark } from './watermark.ts'

// The stream usually brings a missing message by itself within milliseconds; only then ask its producer.
const PATIENCE_MS = 2_000

interface Watch {
  /** The newest position that the producer announced, and when we heard. */
  announced: number
  announcedAt: Date | undefined
  reached: number
  /** Since when `reached` has not moved although more is known to exist. */
  stuckSince: number | undefined
  /** When we last knew that we had everything that the producer had announced. */
  currentAt: Date | undefined
}

export interface GapWatch {
  /** Looks for holes and mends those that have lasted. Call it about once a second. */
  check(drained: () => Promise<boolean>): Promise<void>
  /** When it was last certain that everything the producer had said was here; undefined if never. */
  currentAt(producer: string): Date | undefined
  stop(): void
}

/**
 * No promise rests on the broker: every event carries its dense position in its producer's outbox, and every producer
 * announces its newest position once a second. A hole in the positions, or a mark ahead of them (the lost tail), is
 * pulled from the producer's outbox.
 */
export function watchGaps(
  inbox: Inbox,
  producers: readonly string[],
  nats: NatsConnection,
  onRepaired: (producer: string, events: number) => void,
): GapWatch {
  const watches = new Map<string, Watch>(
    producers.map((producer) => [
      producer,
      { announced: 0, announcedAt: undefined, reached: 0, stuckSince: undefined, currentAt: undefined },
    ]),
  )
  const subscriptions: Subscription[] = producers.map((producer) =>
    nats.subscribe(`watermark.${producer}`, {
      callback: (error, message) => {
        if (error) return
        const mark = readWatermark(message.data)
        const watch = watches.get(producer)
        if (!mark || !watch) return
        watch.announced = mark.pos
        watch.announcedAt = new Date()
      },
    }),
  )

  return {
    async check(drained) {
      for (const [producer, watch] of watches) {
        const { announced, announcedAt } = watch
        const before = watch.reached
        const { reached, highest } = await advancePosition(inbox, producer)
        watch.reached = reached
        if (announcedAt && reached >= announced) watch.currentAt = announcedAt
        const known = Math.max(highest, announced)
        if (reached >= known || reached > before) {
          watch.stuckSince = undefined
          continue
        }
        watch.stuckSince ??= performance.now()
        if (performance.now() - watch.stuckSince < PATIENCE_MS || !(await drained())) continue
        const events = await repair(inbox, nats, producer, reached + 1, known)
        if (events > 0) {
          inbox.log.warn({ producer, from: reached + 1, to: known, events }, 'a hole was mended from the outbox')
          onRepaired(producer, events)
        }
        watch.stuckSince = undefined
      }
    },
    currentAt: (producer) => watches.get(producer)?.currentAt,
    stop() {
      for (const subscription of subscriptions) subscription.unsubscribe()
    },
  }
}
