import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { changeHold } from '../change-hold.ts'
import type { SuspendHoldInput } from '../generated/resolvers.ts'
import { refusedHold, type HoldAnswer } from '../hold-answer.ts'
import { SUSPENDED_AT_MOST_MS } from '../hold/language.ts'
import type { BookPorts } from '../ports.ts'
import { userError } from '../user-errors.ts'

/** Not for now: a seat that is kept goes to the next one, and the place in line stays. */
export async function suspendHold(
  library: BookPorts,
  input: SuspendHoldInput,
  context: RequestContext,
): Promise<HoldAnswer> {
  const viewer = requireRole(context, 'MEMBER')
  const until = input.until == null ? null : new Date(input.until)
  if (until !== null && !isSoon(until)) {
    const message = 'It is suspended until a moment within the next 365 days, as 2026-11-21T01:58:43.000Z.'
    return refusedHold(userError('INVALID_INPUT', message, 'until'))
  }
  return changeHold(library, input.holdId, context, viewer, () => ({ type: 'suspend', until }))
}

function isSoon(until: Date): boolean {
  const inMs = until.getTime() - Date.now()
  return inMs > 0 && inMs <= SUSPENDED_AT_MOST_MS
}
