import type { GraphQLFormattedError } from 'graphql'
import type { StreamKind } from '../entrance/media-types.ts'

/** How one way of streaming over HTTP writes what it has to say. */
export interface StreamFormat {
  readonly transport: StreamKind
  readonly contentType: string
  /** Comes first, at once. */
  readonly preamble: string
  readonly heartbeat: string
  next(json: string, cursor: string | undefined): string
  /** The end of an operation that failed. */
  failed(errors: readonly GraphQLFormattedError[]): string
  readonly completed: string
  /** The end of a connection whose operation has not ended: the client is to come back, after a while. */
  restarting(cursor: string | undefined, inMs: number): string
}

// Browsers drop an event without data.
const COMPLETE_EVENT = 'event: complete\ndata:\n\n'

/** https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, distinct connections mode. */
const eventStream: StreamFormat = {
  transport: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  preamble: ':\n\n',
  heartbeat: ':\n\n',
  next: (json, cursor) => `event: next\n${cursor === undefined ? '' : `id: ${cursor}\n`}data: ${json}\n\n`,
  // Without `complete` a browser's EventSource would ask again, and be refused again.
  failed: (errors) => `event: next\ndata: ${JSON.stringify({ errors })}\n\n${COMPLETE_EVENT}`,
  completed: COMPLETE_EVENT,
  restarting: (_cursor, inMs) => `retry: ${inMs}\n\n`,
}

const BOUNDARY = '\r\n--graphql'
const part = (json: string) => `\r\ncontent-type: application/json\r\n\r\n${json}${BOUNDARY}`

/**
 * https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol: a part is complete
 * for its reader when the boundary behind it has come, so each is sent with that.
 */
const multipart: StreamFormat = {
  transport: 'multipart',
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  preamble: BOUNDARY,
  heartbeat: part('{}'),
  next: (json) => part(`{"payload":${json}}`),
  failed: (errors) => `${part(JSON.stringify({ payload: null, errors }))}--\r\n`,
  completed: '--\r\n',
  restarting(cursor, retryAfterMs) {
    const message = 'The router restarts. Subscribe again, with this cursor.'
    const extensions = { code: 'SUBGRAPH_UNAVAILABLE', reason: 'RESTARTING', cursor, retryAfterMs }
    return this.failed([{ message, extensions }])
  },
}

export const streamFormats: Readonly<Record<StreamKind, StreamFormat>> = { sse: eventStream, multipart }
