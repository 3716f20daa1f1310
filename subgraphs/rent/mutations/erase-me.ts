import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { EraseMeInput, EraseMePayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { eraseIfMeant } from './erase-if-meant.ts'

/** A member wants to be forgotten (M8). */
export async function eraseMe(
  rent: RentPorts,
  { confirm }: EraseMeInput,
  context: RequestContext,
): Promise<EraseMePayload> {
  const { sub } = requireRole(context, 'MEMBER')
  return eraseIfMeant(rent, sub, confirm, undefined, context)
}
