import type { NatsConnection } from '@ebook/nats/connection'
import { listenToWatermarks as listenTo } from '@ebook/nats/watermark'

/** A producer announces about once a second; one that has been silent for longer is down, and so is its promise. */
const FRESH_MS = 5_000

export interface Watermarks {
  /** The newest position that each producer announced lately. */
  fresh(): ReadonlyMap<string, number>
  stop(): void
}

/** Hears the producers' newest positions: the only way to know of a lost tail, which leaves no hole behind. */
export function listenToWatermarks(nats: NatsConnection): Watermarks {
  const heard = new Map<string, { readonly pos: number; readonly at: number }>()
  const listening = listenTo(nats, '*', ({ producer, pos }) => heard.set(producer, { pos, at: performance.now() }))
  return {
    fresh() {
      const now = performance.now()
      return new Map(
        [...heard].filter(([, { at }]) => now - at < FRESH_MS).map(([producer, { pos }]) => [producer, pos]),
      )
    },
    stop: () => listening.stop(),
  }
}
