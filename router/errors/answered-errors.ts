import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql'
import { tracing } from '@ebook/telemetry/tracing'

/** A list of 100 rows can fail 100 times; the first errors say what there is to say. */
const MOST_ERRORS_ANSWERED = 10

/** The errors of an answer as they are told, and what was left out of it. */
export interface AnsweredErrors {
  readonly errors: readonly GraphQLFormattedError[]
  /** How many more there were. */
  readonly leftOut: number
  /** What a subgraph did not send although its schema promises it; for the log. */
  readonly incomplete: readonly GraphQLFormattedError[]
}

type Executed = Pick<ExecutionResult, 'data' | 'extensions'>

/**
 * What an answer of the gateway's executor lacks. `told` are its errors as clients may see them. The gateway keeps nulls
 * that its own shaping had to make out of `errors`, in `extensions.valueCompletion`, where no client looks.
 */
export function answeredErrors(
  { data, extensions }: Executed,
  told: readonly GraphQLFormattedError[],
  identifiers: Identifiers,
): AnsweredErrors {
  const incomplete = valueErrors(extensions).filter(({ path }) => !objectIsAbsent(data, path))
  const errors = [...told, ...incomplete.map(leftOut)]
  return {
    errors: errors.slice(0, MOST_ERRORS_ANSWERED).map((error) => withIdentifiers(error, identifiers)),
    leftOut: Math.max(0, errors.length - MOST_ERRORS_ANSWERED),
    incomplete,
  }
}

/** By which a request is found again. */
export interface Identifiers {
  readonly requestId: string
  readonly traceparent: string
}

/** What nobody explains can be asked for by these. */
export function withIdentifiers(
  error: GraphQLFormattedError,
  { requestId, traceparent }: Identifiers,
): GraphQLFormattedError {
  if (error.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return error
  const traced = tracing && { traceId: traceparent.split('-')[1] }
  return { ...error, extensions: { ...error.extensions, requestId, ...traced } }
}

function valueErrors(extensions: ExecutionResult['extensions']): GraphQLFormattedError[] {
  const { valueCompletion } = extensions ?? {}
  return Array.isArray(valueCompletion) ? (valueCompletion as GraphQLError[]).map((error) => error.toJSON()) : []
}

/**
 * Whether the null ends at the very object whose field is missing: then a subgraph has no such entity, and where the
 * schema lets it be null there is nothing wrong. A null that goes further up takes with it what is there.
 */
function objectIsAbsent(data: unknown, path: GraphQLFormattedError['path'] = []): boolean {
  let value = data
  for (const key of path.slice(0, -2)) {
    value = (value as Record<string | number, unknown> | null | undefined)?.[key]
  }
  return value !== null && value !== undefined
}

function leftOut({ path }: GraphQLFormattedError): GraphQLFormattedError {
  const message = 'A part of the answer is missing.'
  return { message, ...(path && { path }), extensions: { code: 'INTERNAL_SERVER_ERROR', reason: 'INCOMPLETE_ANSWER' } }
}
