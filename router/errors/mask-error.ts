import type { GraphQLFormattedError } from 'graphql'
import { CLIENT_MISTAKES, PUBLIC_CODES } from '@ebook/chassis/error-codes'

/** Everything else is our own affair. */
const publicCodes: ReadonlySet<unknown> = new Set(PUBLIC_CODES)

/** What Apollo Server and the gateway say of a request that is wrong in itself; the code becomes the reason. */
const clientMistakes: ReadonlySet<unknown> = new Set([...CLIENT_MISTAKES, 'INVALID_GRAPHQL'])

const publicExtensions = ['reason', 'serviceName', 'requestId', 'argumentName', 'field', 'retryAfter', 'cursor']

/** What is longer quotes what was sent. */
const LONGEST_MESSAGE = 1_000
const SUGGESTION = ' Did you mean '

/** True for an error whose message is not for the client, but for the log. */
export function isInternal({ extensions = {} }: Pick<GraphQLFormattedError, 'extensions'>): boolean {
  return !publicCodes.has(extensions['code']) && !isClientMistake(extensions)
}

/**
 * An error as a client may see it: the public codes with their message and named extensions, a mistake of the client
 * as BAD_USER_INPUT with a reason, and anything else as INTERNAL_SERVER_ERROR without a word. A subgraph that calls
 * the router's query invalid tells of our mistake, not of the client's.
 */
export function maskError(
  { message, locations, path, extensions = {} }: GraphQLFormattedError,
  { suggestions }: { suggestions: boolean },
): GraphQLFormattedError {
  const where = { ...(locations && { locations }), ...(path && { path }) }
  const { serviceName } = extensions
  if (isInternal({ extensions })) {
    const masked = { code: 'INTERNAL_SERVER_ERROR', ...(typeof serviceName === 'string' && { serviceName }) }
    return { message: 'Something went wrong on our side.', ...where, extensions: masked }
  }
  const named = Object.fromEntries(
    publicExtensions.filter((key) => key in extensions).map((key) => [key, extensions[key]]),
  )
  const code = isClientMistake(extensions)
    ? {
        code: 'BAD_USER_INPUT',
        reason: extensions['reason'] ?? extensions['validationErrorCode'] ?? extensions['code'],
      }
    : { code: extensions['code'] }
  return {
    message: told(message, suggestions),
    ...where,
    extensions: { ...named, ...code },
  }
}

/** Cut first: whatever is done to a message afterwards costs little, whoever wrote it. */
function told(message: string, suggestions: boolean): string {
  const short = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE).toWellFormed()}…` : message
  const at = suggestions ? -1 : short.indexOf(SUGGESTION)
  return at === -1 ? short : short.slice(0, at)
}

function isClientMistake(extensions: Readonly<Record<string, unknown>>): boolean {
  return clientMistakes.has(extensions['code']) && extensions['serviceName'] === undefined
}
