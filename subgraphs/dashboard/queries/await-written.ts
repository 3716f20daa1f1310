import type { Consistency } from '@ebook/chassis/consistency'
import type { RequestContext } from '@ebook/chassis/request'
import type { View } from '../subscriptions/view.ts'
import { untilTaken } from '../subscriptions/waiting.ts'

export type Reading = Pick<RequestContext, 'viewer' | 'consistency' | 'signal'>

/** However many fields of a request want the same write, it waits once. */
const underway = new WeakMap<Consistency, Promise<void>>()

/**
 * Read your writes: before its rows are read, a request waits for the events that its caller has been answered with. It
 * gives up in time, and its answer says which of the two it was. Who is not signed in has written nothing, and is only
 * told.
 */
export function awaitWritten(view: View, reading: Reading): Promise<void> {
  const { consistency } = reading
  if (consistency.wanted.length === 0) return Promise.resolve()
  const known = underway.get(consistency) ?? look(view, reading)
  underway.set(consistency, known)
  return known
}

async function look(view: View, { viewer, consistency, signal }: Reading): Promise<void> {
  const member = consistency.mayWait ? viewer?.sub : undefined
  const taken = await untilTaken(view, consistency.wanted, { member, signal }).catch((error: unknown) => {
    // Nobody reads the answer any more.
    if (signal.aborted) return false
    throw error
  })
  consistency.reached(taken)
}
