import Negotiator from 'negotiator'
import { Refusal } from '../errors/refusal.ts'

const jsonTypes = ['application/json', 'application/graphql-response+json']

/** How an operation is answered over HTTP by more than one response. */
export type StreamKind = 'sse' | 'multipart'

const streams: Readonly<Record<string, StreamKind>> = {
  'text/event-stream': 'sse',
  'multipart/mixed;subscriptionSpec=1.0': 'multipart',
}

/** How a client wants to be answered. */
export interface Acceptable {
  /** By one response, in this type; undefined when it takes streams only. */
  readonly json: string | undefined
  /** By a stream; undefined when it takes none. */
  readonly stream: StreamKind | undefined
}

/** Reads an `accept` header (RFC 9110): what comes first by its q, and then by its place. Without one, JSON. */
export function acceptable(accept: string | undefined): Acceptable {
  if (accept === undefined || accept.trim() === '') return { json: jsonTypes[0], stream: undefined }
  // The boundary is for the sender to choose.
  const asked = accept.replaceAll('"', '').replace(/;\s*boundary=[^;,]*/gi, '')
  // A type that is not named is not meant: whoever takes anything waits for the end of a response.
  const named = Object.keys(streams).filter((type) => isNamed(type, asked.toLowerCase()))
  const negotiator = new Negotiator({ headers: { accept: asked } })
  const [stream = ''] = negotiator.mediaTypes(named)
  return { json: negotiator.mediaType(jsonTypes), stream: streams[stream] }
}

/** Throws a Refusal when there is nothing that the client would take. It comes before anything is run. */
export function acceptableOrRefused(accept: string | undefined): Acceptable {
  const wanted = acceptable(accept)
  if (wanted.json === undefined && wanted.stream === undefined) throw notAcceptable()
  return wanted
}

export const notAcceptable = () =>
  new Refusal(
    406,
    'BAD_USER_INPUT',
    'NOT_ACCEPTABLE',
    'Answers are application/json or application/graphql-response+json.',
  )

function isNamed(type: string, accept: string): boolean {
  return type.split(';').every((part) => accept.includes(part.toLowerCase()))
}
