import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { changeHold } from '../change-hold.ts'
import type { ResumeHoldInput } from '../generated/resolvers.ts'
import type { HoldAnswer } from '../hold-answer.ts'
import type { BookPorts } from '../ports.ts'

/** The member waits again, at the old place. */
export async function resumeHold(
  library: BookPorts,
  { holdId }: ResumeHoldInput,
  context: RequestContext,
): Promise<HoldAnswer> {
  return changeHold(library, holdId, context, requireRole(context, 'MEMBER'), () => ({ type: 'resume' }))
}
