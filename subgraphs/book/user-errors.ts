import type { UserError, UserErrorCode } from './generated/resolvers.ts'

export function userError(code: UserErrorCode, message: string, field?: string): UserError {
  return { code, message, field: field === undefined ? null : ['input', field] }
}

export const bookNotFound = userError('BOOK_NOT_FOUND', 'There is no such title.', 'bookId')
export const bookWithdrawn = userError('BOOK_WITHDRAWN', 'The title is out of the catalogue.', 'bookId')
