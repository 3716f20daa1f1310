import { setTimeout as delay } from 'node:timers/promises'
import type { JetStreamManager, NatsConnection } from 'nats'
import { askStaleSubjects, sayPurged } from './redacted-service.ts'
import { STREAM } from './stream.ts'

/** Consumers have not passed what is to go: their durables are named, and it is tried again later. */
export class ConsumersBehind extends Error {
  override readonly name = 'ConsumersBehind'
}

export interface Freed {
  readonly events: number
  readonly subjects: number
}

const LOOK_MS = 100

/**
 * Frees the stream of what was said before it was redacted, as the one user who may purge. Every consumer has passed it by
 * then, so that nobody misses it; whoever begins anew has the redacted events from their producers' outboxes, by the
 * repair that there is for what the broker loses. It may be ended at any moment, and is repeated then: what was purged is
 * noted last. Throws ConsumersBehind after `patienceMs`, and what `call` throws.
 */
export async function freeStream(
  nats: NatsConnection,
  contexts: readonly string[],
  { patienceMs = 30_000 }: { readonly patienceMs?: number } = {},
): Promise<Freed> {
  const jsm = await nats.jetstreamManager({ checkAPI: false })
  const freed = { events: 0, subjects: 0 }
  for (const context of contexts) {
    for (;;) {
      const stale = await askStaleSubjects(nats, context)
      if (stale.length === 0) break
      // It was acknowledged as it was before it was redacted, so it does not stand behind this.
      const last = (await jsm.streams.info(STREAM)).state.last_seq
      await passed(jsm, last, patienceMs)
      for (const { subject, eventIds } of stale) {
        await jsm.streams.purge(STREAM, { filter: subject, seq: last + 1 })
        await sayPurged(nats, context, eventIds)
        freed.subjects += 1
        freed.events += eventIds.length
      }
    }
  }
  return freed
}

async function passed(jsm: JetStreamManager, sequence: number, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs
  for (;;) {
    const behind = []
    for (const { name, ack_floor, num_pending, num_ack_pending } of await jsm.consumers.list(STREAM).next()) {
      const hasNothingToDo = num_pending === 0 && num_ack_pending === 0
      if (!hasNothingToDo && ack_floor.stream_seq < sequence) behind.push(name)
    }
    if (behind.length === 0) return
    if (performance.now() > until) throw new ConsumersBehind(`not handled yet by ${behind.join(', ')}`)
    await delay(LOOK_MS)
  }
}
