import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from '@ebook/chassis/log'
import { Refusal } from '../refusal.ts'

/** What a client is told of something that was thrown instead of beginning its operation. */
export function toldOf(error: unknown, requestId: string, log: Logger): GraphQLFormattedError {
  if (error instanceof Refusal) return { message: error.message, extensions: { ...error.told } }
  if (error instanceof GraphQLError) return withRequestId(error.toJSON(), requestId)
  log.error({ err: error, requestId }, 'an operation failed')
  const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId }
  return { message: 'Something went wrong on our side.', extensions }
}

/** What is not explained can be asked for by this. */
export function withRequestId(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  if (error.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return error
  return { ...error, extensions: { ...error.extensions, requestId } }
}

export const codesOf = (errors: readonly GraphQLFormattedError[] = []): string[] => [
  ...new Set(errors.map(({ extensions }) => String(extensions?.['code']))),
]

export const tokenExpired = (): GraphQLFormattedError => ({
  message: 'The token has expired.',
  extensions: { code: 'UNAUTHENTICATED', reason: 'expired' },
})
