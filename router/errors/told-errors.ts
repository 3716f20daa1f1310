import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from '@ebook/chassis/log'
import { withIdentifiers, type Identifiers } from './answered-errors.ts'
import { isInternal, maskError } from './mask-error.ts'
import { Refusal } from './refusal.ts'

interface Settings extends Identifiers {
  /** Whether a message may say which names there are. */
  readonly suggestions: boolean
  readonly log: Logger
}

/** What a client is told of something that was thrown instead of beginning its operation; as over HTTP. */
export function toldOf(error: unknown, { suggestions, log, ...identifiers }: Settings): GraphQLFormattedError {
  const { requestId } = identifiers
  if (error instanceof Refusal) return { message: error.message, extensions: { ...error.told } }
  const formatted = error instanceof GraphQLError ? error.toJSON() : { message: String(error) }
  if (isInternal(formatted)) log.error({ err: error, requestId }, 'an operation failed')
  return withIdentifiers(maskError(formatted, { suggestions }), identifiers)
}

export const codesOf = (errors: readonly GraphQLFormattedError[] = []): string[] => [
  ...new Set(errors.map(({ extensions }) => String(extensions?.['code']))),
]

export const tokenExpired = (): GraphQLFormattedError => ({
  message: 'The token has expired.',
  extensions: { code: 'UNAUTHENTICATED', reason: 'expired' },
})
