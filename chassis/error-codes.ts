/** The codes of errors that clients are told to rely on. */
export const PUBLIC_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'SUBGRAPH_UNAVAILABLE',
  'RESYNC_REQUIRED',
] as const

/** What Apollo Server says of a request that is wrong in itself. */
export const CLIENT_MISTAKES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
] as const
