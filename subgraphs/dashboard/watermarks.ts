import type { NatsConnection } from '@ebook/nats/connection'
import { readWatermark } from '@ebook/nats/watermark'

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
  const subscription = nats.subscribe('watermark.*', {
    callback: (error, message) => {
      if (error) return
      const mark = readWatermark(message.data)
      const [, producer] = message.subject.split('.')
      // The server lets a producer speak on its own subject only; what the payload says of itself proves nothing.
      if (mark && producer === mark.producer) {
        heard.set(producer, { pos: mark.pos, at: performance.now() })
      }
    },
  })
  return {
    fresh() {
      const now = performance.now()
      return new Map(
        [...heard].filter(([, { at }]) => now - at < FRESH_MS).map(([producer, { pos }]) => [producer, pos]),
      )
    },
    stop: () => subscription.unsubscribe(),
  }
}
