import type { Msg, NatsConnection } from 'nats'
import { z } from 'zod'
import { listen } from './listen.ts'
import { readJson } from './read-json.ts'

const Watermark = z.object({
  producer: z.string(),
  pos: z.int().nonnegative(),
  // A producer of an older release does not say it.
  time: z.iso.datetime().optional(),
})

/** A producer announces at least every two seconds; one that has been silent for longer is down, and so is its promise. */
const FRESH_MS = 5_000

/** The newest position of a producer, and when it was heard. */
interface Heard {
  readonly pos: number
  readonly at: Date
  /** By the producer's clock, when that was its newest position; undefined if it did not say. */
  readonly time: Date | undefined
}

export interface Watermarks {
  /** What each producer announced last. */
  heard(): ReadonlyMap<string, Heard>
  /** The positions of those that have announced lately. */
  fresh(): ReadonlyMap<string, number>
  stop(): void
}

/**
 * Hears the producers' newest positions, as their relays announce them, a second after they grew: the only way to know of a lost tail,
 * which leaves no hole behind. `*` stands for all producers. The server lets a producer speak on its own subject only, so
 * one that says another's name there is not heard; neither is what JetStream was made to bring there, which has headers or
 * wants an acknowledgement.
 */
export function listenToWatermarks(nats: NatsConnection, producers: readonly string[]): Watermarks {
  const heard = new Map<string, Heard & { readonly since: number }>()
  const take = ({ subject, data, headers, reply }: Msg) => {
    const mark = headers || reply ? undefined : Watermark.safeParse(readJson(data)).data
    if (mark === undefined || subject !== subjectOf(mark.producer)) return
    const time = mark.time === undefined ? undefined : new Date(mark.time)
    heard.set(mark.producer, { pos: mark.pos, at: new Date(), time, since: performance.now() })
  }
  const listening = producers.map((producer) => listen(nats, subjectOf(producer), take))
  return {
    heard: () => heard,
    fresh() {
      const now = performance.now()
      const lately = [...heard].filter(([, { since }]) => now - since < FRESH_MS)
      return new Map(lately.map(([producer, { pos }]) => [producer, pos]))
    },
    stop() {
      for (const one of listening) one.stop()
    },
  }
}

const subjectOf = (producer: string): string => `watermark.${producer}`
