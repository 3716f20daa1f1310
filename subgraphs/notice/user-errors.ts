import type { UserError, UserErrorCode } from './generated/resolvers.ts'

/** Why something was refused, for programs and for people; `field` is the one of the input that is to blame. */
export const userError = (code: UserErrorCode, message: string, field?: string): UserError => ({
  code,
  message,
  field: field === undefined ? null : ['input', field],
})
