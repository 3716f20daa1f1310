import { GraphQLError } from 'graphql'
import { UnreadableJson } from '@ebook/chassis/foreign-json'

/** A request that is refused before GraphQL sees it, in the shape of a GraphQL response. */
export class Refusal extends GraphQLError {
  override readonly name = 'Refusal'
  readonly statusCode: number
  /** The extensions as the client sees them. */
  readonly told: { readonly code: string; readonly reason: string }
  constructor(statusCode: number, code: string, reason: string, message: string) {
    // `http` is where Apollo Server looks for the status of an error that its context function throws.
    super(message, { extensions: { code, reason, http: { status: statusCode } } })
    this.statusCode = statusCode
    this.told = { code, reason }
  }
}

const framework: Readonly<Record<string, () => Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Refusal(413, 'BAD_USER_INPUT', 'BODY_TOO_LARGE', 'The body is larger than 100 kB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Refusal(415, 'BAD_USER_INPUT', 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.'),
}

/**
 * The refusal that an error of the HTTP layer stands for; undefined for an error of ours. The framework's own words
 * are not passed on: they may quote what was sent.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof UnreadableJson) return new Refusal(400, 'BAD_USER_INPUT', error.reason, error.message)
  if (!(error instanceof Error)) return undefined
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  const known = code === undefined ? undefined : framework[code]
  if (known !== undefined) return known()
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined
  return new Refusal(statusCode, 'BAD_USER_INPUT', 'BAD_REQUEST', 'The request cannot be read.')
}
