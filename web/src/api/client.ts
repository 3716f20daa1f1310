import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, Observable } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { relayStylePagination } from '@apollo/client/utilities'
import { switchMap } from 'rxjs'
import type { Consistency } from './consistency.ts'

/** Of the session, what requests need. */
export interface Tokens {
  token(): Promise<string | undefined>
  /** Resolves to true when there is another one to try with. */
  refused(token: string): Promise<boolean>
}

interface Settings {
  readonly tokens: Tokens
  readonly consistency: Consistency
  readonly url?: string
}

/** Queries and mutations. What is live does not come this way (live/feed.ts). */
export function createApiClient({ tokens, consistency, url = '/graphql' }: Settings): ApolloClient {
  const http = new HttpLink({ uri: url, includeExtensions: true })
  return new ApolloClient({
    link: ApolloLink.from([consistency.link(), onceMore(tokens), authorize(tokens), http]),
    cache: createCache(),
  })
}

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Query: {
        fields: {
          rentalRequests: relayStylePagination(['status']),
          dashboards: relayStylePagination(['status', 'userId', 'search', 'refundFailed']),
          deadLetters: relayStylePagination(['status']),
          members: relayStylePagination(['search', 'blocked']),
          holds: relayStylePagination(['bookId', 'status']),
          myPoints: { merge: true },
          myNotices: relayStylePagination(['locale', 'unreadOnly']),
        },
      },
      PointAccount: { fields: { entries: relayStylePagination() } },
      // What is asked of a member here and there is not always the same, and a list that has become shorter is the newer one.
      Member: { fields: { limits: { merge: true }, blocks: { merge: false }, holds: { merge: false } } },
      Book: { fields: { licences: { merge: false } } },
      DashboardRow: { keyFields: ['rentalId'] },
      CatalogueRow: { keyFields: ['bookId'] },
      TraceEntry: { keyFields: ['eventId'] },
    },
  })
}

function authorize(tokens: Tokens): ApolloLink {
  return new SetContextLink(async ({ headers }) => {
    const token = await tokens.token()
    return token === undefined ? {} : { token, headers: { ...(headers as object), authorization: `Bearer ${token}` } }
  })
}

/** A token that ended on its way is renewed and the request sent again: it was refused before anything was done. */
function onceMore(tokens: Tokens): ApolloLink {
  return new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      switchMap((result) => {
        const token: unknown = operation.getContext()['token']
        if (typeof token !== 'string' || !isUnauthenticated(result.errors)) return [result]
        return new Observable<boolean>((observer) => {
          void tokens.refused(token).then((renewed) => {
            observer.next(renewed)
            observer.complete()
          })
        }).pipe(switchMap((renewed) => (renewed ? forward(operation) : [result])))
      }),
    ),
  )
}

function isUnauthenticated(errors: ApolloLink.Result['errors']): boolean {
  return errors?.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED') ?? false
}

export const FAILURES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
  'SUBGRAPH_UNAVAILABLE',
  'NETWORK',
] as const

export type Failure = (typeof FAILURES)[number]

/** What went wrong, as far as a person is told. Whatever is not the API's answer is the way to it. */
export function failureOf(error: unknown): Failure {
  if (!CombinedGraphQLErrors.is(error)) return 'NETWORK'
  const codes = error.errors.map(({ extensions }) => extensions?.['code'])
  return FAILURES.find((failure) => codes.includes(failure)) ?? 'INTERNAL_SERVER_ERROR'
}

/** After these the API has done nothing; after the others it may have. */
const CERTAIN: ReadonlySet<Failure> = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'RATE_LIMITED'])

/** Whether it is certain that nothing was done. */
export function isCertain(failure: Failure): boolean {
  return CERTAIN.has(failure)
}
