import { GraphQLError } from 'graphql'

const explanations = {
  UNREACHABLE: 'cannot be reached',
  TIMEOUT: 'did not answer in time',
  DEADLINE: 'was still at work when the request had taken as long as it may',
  CLIENT_GONE: 'was not waited for, because the client had gone',
  CROWDED: 'has too many requests waiting',
  BAD_ANSWER: 'gave an answer that is none',
} as const

export type UnavailableReason = keyof typeof explanations

/** What a subgraph said is no GraphQL response. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer'
}

/**
 * The error for the fields that a subgraph did not deliver: its name and why, no address and no stack. `path` leads
 * to the fetch, up to the first list. The cause is for the log only.
 */
export function subgraphUnavailable(
  subgraph: string,
  reason: UnavailableReason,
  { path, cause }: { path?: readonly (string | number)[] | undefined; cause: unknown },
): GraphQLError {
  const known = pathOfFetch(path)
  return new GraphQLError(`The subgraph "${subgraph}" ${explanations[reason]}.`, {
    ...(known !== undefined && { path: known }),
    ...(cause instanceof Error ? { originalError: cause } : {}),
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: subgraph, reason },
  })
}

/** Where a fetch belongs in the answer, up to the first list; undefined for the root. */
export function pathOfFetch(path: readonly (string | number)[] | undefined): readonly (string | number)[] | undefined {
  const firstList = path?.indexOf('@') ?? -1
  const known = firstList === -1 ? path : path?.slice(0, firstList)
  return known === undefined || known.length === 0 ? undefined : known
}
