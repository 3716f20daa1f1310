import { z } from 'zod'
import { readJson } from './read-json.ts'

const Watermark = z.object({ producer: z.string(), pos: z.int().nonnegative() })

/** A producer's newest position, as its relay announces it once a second; undefined for anything else. */
export function readWatermark(data: Uint8Array): z.infer<typeof Watermark> | undefined {
  return Watermark.safeParse(readJson(data)).data
}
