import { isKey } from '@ebook/chassis/text'
import { userError } from './user-errors.ts'

const LONGEST = 255

/** Whether somebody can be called so; whoever can is a member. */
export const isSubject = (userId: string): boolean => isKey(userId, LONGEST)

export const notASubject = userError(
  'INVALID_INPUT',
  `The subject of a member has 1 to ${LONGEST} characters that can be seen.`,
  'userId',
)
