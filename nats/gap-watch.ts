import type { NatsConnection } from 'nats'
import type { Inbox } from './policy.ts'
import { repair } from './repair.ts'
import { advancePosition } from './sql/advance-position.ts'
import { listenToWatermarks } from './watermark.ts'

// The stream usually brings a missing message by itself within milliseconds; only then ask its producer.
const PATIENCE_MS = 2_000

interface Watch {
  /** The newest position that the producer announced, and when we heard. */
  announced: number
  announcedAt: Date | undefined
  reached: number
  /** Since when `reached` has not moved although more was announced. */
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
 * announces its newest position once a second. A hole in the positions up to there, and with it a lost tail, is pulled
 * from the producer's outbox. What an event says of its own position makes no hole before the producer has announced it.
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
  const listening = producers.map((producer) =>
    listenToWatermarks(nats, producer, ({ pos }) => {
      const watch = watches.get(producer)
      if (!watch) return
      watch.announced = pos
      watch.announcedAt = new Date()
    }),
  )

  return {
    async check(drained) {
      for (const [producer, watch] of watches) {
        const { announced, announcedAt } = watch
        const before = watch.reached
        const reached = await advancePosition(inbox.db, inbox.consumer, producer)
        watch.reached = reached
        if (announcedAt && reached >= announced) watch.currentAt = announcedAt
        if (reached >= announced || reached > before) {
          watch.stuckSince = undefined
          continue
        }
        watch.stuckSince ??= performance.now()
        if (performance.now() - watch.stuckSince < PATIENCE_MS || !(await drained())) continue
        const events = await repair(inbox, nats, producer, reached + 1, announced)
        if (events > 0) {
          inbox.log.warn({ producer, from: reached + 1, to: announced, events }, 'a hole was mended from the outbox')
          onRepaired(producer, events)
        }
        watch.stuckSince = undefined
      }
    },
    currentAt: (producer) => watches.get(producer)?.currentAt,
    stop() {
      for (const one of listening) one.stop()
    },
  }
}
