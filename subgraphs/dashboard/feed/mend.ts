import type { NatsConnection } from '@ebook/nats/connection'
import { fetchOutbox } from '@ebook/nats/repair'
import type { DashboardFile } from '../file/dashboard-file.ts'
import type { Arrival } from './keep-events.ts'
import { missingPositions, type Range } from './positions.ts'

/** Then the others have their turn: a producer that gives event after event without end keeps nobody waiting. */
const ANSWERS_AT_ONCE = 50

export type Take = (arrivals: readonly Arrival[]) => Promise<{ readonly taken: readonly unknown[] }>

/**
 * Fetches what is missing between two positions from the producer's outbox and takes it in, or the beginning of it when it
 * is much. Returns how many events came. Throws what nats/service.ts throws when the producer does not answer.
 */
export async function mend(
  { file, nats, take }: { file: Pick<DashboardFile, 'read'>; nats: NatsConnection; take: Take },
  producer: string,
  { from, to }: Range,
): Promise<number> {
  let mended = 0
  let answers = 0
  for (const hole of await missingPositions(file.read, producer, to)) {
    if (hole.to < from) continue
    let next = hole.from
    while (next <= hole.to && answers < ANSWERS_AT_ONCE) {
      answers += 1
      const { events } = await fetchOutbox(nats, producer, next, hole.to)
      const reached = events.at(-1)?.pos
      // The outbox does not have them, or answers with something else: the next look will see whether it stays so.
      if (reached === undefined || reached < next) break
      mended += (await take(events.map((event) => ({ event })))).taken.length
      next = reached + 1
    }
  }
  return mended
}
