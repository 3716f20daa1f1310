import { freePort } from '@ebook/processes/ports'
import type { StackSettings } from '@ebook/stack/stack'
import { openPostgresWire, type WireCounts } from './postgres-wire.ts'

/** What an installation has asked of PostgreSQL and of NATS since it was started. */
export interface Counts extends WireCounts {
  /** From clients to the broker: events, acknowledgements, requests of every kind. */
  readonly natsIn: number
  /** From the broker to clients. */
  readonly natsOut: number
}

/** What one thing asked for, and what else was due in its time. */
export interface CountsOfOne extends Counts {
  /** How long it took: what an installation does by itself, which is so much a second, is among its counts. */
  readonly seconds: number
}

export interface Counters {
  /** For the stack that is counted. */
  readonly settings: Pick<StackSettings, 'env' | 'interpose'>
  /** What each of these asked for, that were all that happened meanwhile. */
  each(work: () => Promise<readonly unknown[]>): Promise<CountsOfOne>
}

/** Counts for as long as the work lasts, in which a stack is started and stopped. */
export async function counting<T>(work: (counters: Counters) => Promise<T>): Promise<T> {
  const wire = openPostgresWire()
  const port = await freePort()
  const read = async (): Promise<Counts> => {
    const answer = await fetch(`http://127.0.0.1:${port}/varz`)
    const { in_msgs: natsIn, out_msgs: natsOut } = (await answer.json()) as { in_msgs: number; out_msgs: number }
    return { ...wire.counts, natsIn, natsOut }
  }
  try {
    return await work({
      settings: {
        env: { NATS_HTTP_PORT: String(port) },
        interpose: async ({ to, url }) => (to === 'postgres' ? wire.through(url) : url),
      },
      async each(work) {
        const before = await read()
        const began = performance.now()
        const { length } = await work()
        const ms = performance.now() - began
        const after = await read()
        const each = (name: keyof Counts) => (after[name] - before[name]) / length
        return {
          transactions: each('transactions'),
          statements: each('statements'),
          roundTrips: each('roundTrips'),
          natsIn: each('natsIn'),
          natsOut: each('natsOut'),
          seconds: ms / 1_000 / length,
        }
      },
    })
  } finally {
    await wire.stop()
  }
}
