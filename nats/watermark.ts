import type { Msg, NatsConnection } from 'nats'
import { z } from 'zod'
import { listen, type Listening } from './listen.ts'
import { readJson } from './read-json.ts'

const Watermark = z.object({ producer: z.string(), pos: z.int().nonnegative() })
export type Watermark = z.infer<typeof Watermark>

/**
 * Hears a producer's newest position, as its relay announces it once a second; `*` for all producers. The server lets a
 * producer speak on its own subject only, so one that says another's name there is not heard; neither is what JetStream
 * was made to bring there, which has headers or wants an acknowledgement.
 */
export function listenToWatermarks(
  nats: NatsConnection,
  producer: string,
  heard: (mark: Watermark) => void,
): Listening {
  return listen(nats, subjectOf(producer), ({ subject, data, headers, reply }: Msg) => {
    const mark = headers || reply ? undefined : Watermark.safeParse(readJson(data)).data
    if (mark && subject === subjectOf(mark.producer)) heard(mark)
  })
}

const subjectOf = (producer: string): string => `watermark.${producer}`
