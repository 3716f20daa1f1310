import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { changeHold } from '../change-hold.ts'
import type { CancelHoldInput } from '../generated/resolvers.ts'
import type { HoldAnswer } from '../hold-answer.ts'
import type { BookPorts } from '../ports.ts'

/** A member waits no longer, or a librarian takes them off the list. */
export async function cancelHold(
  library: BookPorts,
  { holdId }: CancelHoldInput,
  context: RequestContext,
): Promise<HoldAnswer> {
  const viewer = requireRole(context, 'MEMBER', 'ADMIN')
  return changeHold(library, holdId, context, viewer, (isTheirs) => ({
    type: 'cancel',
    reason: isTheirs ? 'MEMBER' : 'ADMIN',
  }))
}
