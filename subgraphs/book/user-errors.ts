import type { UserError, UserErrorCode } from './generated/resolvers.ts'

export function userError(code: UserErrorCode, message: string, field?: string): UserError {
  return { code, message, field: field === undefined ? null : ['input', field] }
}
