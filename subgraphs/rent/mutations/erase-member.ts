import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { EraseMemberInput, EraseMemberPayload } from '../generated/resolvers.ts'
import { isSubject, notASubject } from '../member-subject.ts'
import type { RentPorts } from '../ports.ts'
import { eraseIfMeant } from './erase-if-meant.ts'

/** A librarian forgets a member who asked the library for it (M10): by the same road, and it is kept who did. */
export async function eraseMember(
  rent: RentPorts,
  { userId, asked, confirm }: EraseMemberInput,
  context: RequestContext,
): Promise<EraseMemberPayload> {
  const { sub: by } = requireRole(context, 'ADMIN')
  if (!isSubject(userId)) return { erased: false, inTheWay: [], userErrors: [notASubject] }
  return eraseIfMeant(rent, userId, confirm, { by, asked }, context)
}
