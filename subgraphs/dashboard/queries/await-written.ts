import type { RequestContext } from '@ebook/chassis/request'
import type { View } from '../live/view.ts'
import { untilTaken } from '../live/waiting.ts'

/**
 * Who says what they have written reads it: waits until the view has got there, or says that it has not. Fields of
 * one request wait side by side, and it was reached only when all of them say so.
 */
export async function awaitWritten(view: View, { consistency }: Pick<RequestContext, 'consistency'>): Promise<void> {
  if (consistency.wanted.length === 0) return
  consistency.reached(await untilTaken(view, consistency.wanted))
}
