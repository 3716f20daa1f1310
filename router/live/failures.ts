import type { GraphQLFormattedError } from 'graphql'
import type { Refused } from './upstream.ts'

/** What a client is told when it cannot be served further. `cursor` is where it can resume from; without one, it takes a snapshot. */
export function resyncRequired(reason: string, cursor?: string): GraphQLFormattedError {
  const message =
    cursor === undefined
      ? 'What was missed cannot be told any more. Subscribe again with a snapshot.'
      : 'Too much is waiting to be read, and it was dropped. Subscribe again with this cursor.'
  return { message, extensions: { code: 'RESYNC_REQUIRED', reason, ...(cursor !== undefined && { cursor }) } }
}

export function schemaChanged(problem: string): GraphQLFormattedError {
  return {
    message: `The schema has changed, and this operation no longer fits it: ${problem}`,
    extensions: { code: 'BAD_USER_INPUT', reason: 'SCHEMA_CHANGED' },
  }
}

/** The view could not be read within the time that a request may take; the subscription can be begun again. */
export function viewUnavailable(
  subgraph: string,
  reason: 'UNREACHABLE' | 'VIEW_BEHIND',
  cursor?: string,
): GraphQLFormattedError {
  const message = reason === 'VIEW_BEHIND' ? 'has not read as far as this client has' : 'cannot be reached'
  return {
    message: `The subgraph "${subgraph}" ${message}.`,
    extensions: {
      code: 'SUBGRAPH_UNAVAILABLE',
      serviceName: subgraph,
      reason,
      ...(cursor !== undefined && { cursor }),
    },
  }
}

const forTheClient: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT'])

/** A refusal of the subgraph in the words of the public API. */
export function refusedBy(subgraph: string, { code, reason, message }: Refused): GraphQLFormattedError {
  if (code === 'RESYNC_REQUIRED') return resyncRequired(reason ?? 'STREAM_REPLACED')
  if (forTheClient.has(code)) return { message, extensions: { code, ...(reason !== undefined && { reason }) } }
  return ourFault(subgraph)
}

export function ourFault(subgraph?: string): GraphQLFormattedError {
  return {
    message: 'Something went wrong on our side.',
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(subgraph !== undefined && { serviceName: subgraph }) },
  }
}
