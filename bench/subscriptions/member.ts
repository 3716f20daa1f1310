import type { Stack } from '@ebook/stack/stack'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

/** A member who requests rentals and listens to them with a client as applications have it. */
export interface Member {
  readonly sub: string
  readonly token: string
  /** Requests the next title. Fulfilled when the first row of the rental has arrived. */
  request(): Promise<Arrival>
  /** The newest version of each rental. */
  readonly versions: ReadonlyMap<string, number>
  readonly received: number
  readonly problem: string | undefined
  stop(): void
}

export interface Arrival {
  readonly rentalId: string
  /** By the owner's clock. In milliseconds of the epoch, as the next one. */
  readonly rentedAt: number
  readonly arrivedAt: number
}

interface Row {
  readonly rentalId: string
  readonly version: number
  readonly rentedDate: string
}

const REQUEST = `mutation ($input: RequestRentalInput!) {
  requestRental(input: $input) { rental { id } userErrors { code } }
}`
const CHANGED = 'subscription { dashboardChanged { rentalId version rentedDate status } }'
const ROWS = `query ($after: String) {
  myDashboard(first: 100, after: $after) { edges { node { rentalId version } } pageInfo { hasNextPage endCursor } }
}`

export async function startMember(stack: Stack, sub: string, titles: readonly string[]): Promise<Member> {
  const token = await stack.token(sub, 'MEMBER')
  const versions = new Map<string, number>()
  const arrivals = new Map<string, PromiseWithResolvers<Arrival>>()
  const unread = [...titles]
  let received = 0
  let problem: string | undefined

  const arrival = (rentalId: string) => {
    const known = arrivals.get(rentalId) ?? Promise.withResolvers<Arrival>()
    arrivals.set(rentalId, known)
    return known
  }
  const take = ({ rentalId, version, rentedDate }: Row) => {
    const arrivedAt = performance.timeOrigin + performance.now()
    const last = versions.get(rentalId)
    // Payment's first event may be on the stream before rent's, and there is no row before that: then it begins with 2.
    if (last !== undefined && version !== last + 1) problem ??= `version ${version} of ${rentalId} came after ${last}`
    versions.set(rentalId, version)
    received += 1
    if (last === undefined) arrival(rentalId).resolve({ rentalId, rentedAt: Date.parse(rentedDate), arrivedAt })
  }
  const client = createClient({
    url: stack.url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  })
  client.subscribe<{ dashboardChanged: Row }>(
    { query: CHANGED },
    {
      next({ data, errors }) {
        if (errors !== undefined || data == null) problem ??= `it was sent ${JSON.stringify(errors)}`
        else take(data.dashboardChanged)
      },
      error: (error) => (problem ??= `the subscription failed: ${JSON.stringify(error)}`),
      complete: () => undefined,
    },
  )
  return {
    sub,
    token,
    async request() {
      const input = { bookId: unread.shift(), idempotencyKey: `${sub}-${unread.length}` }
      const answer = await stack.graphql(REQUEST, { input }, token)
      const { rental } = (answer.data?.['requestRental'] ?? {}) as { rental?: { id: string } }
      if (rental == null) throw new Error(`no rental was made: ${JSON.stringify(answer)}`)
      return arrival(rental.id).promise
    },
    versions,
    get received() {
      return received
    },
    get problem() {
      return problem
    },
    stop: () => void client.dispose(),
  }
}

/** What a query answers now. */
export async function rowsOf(stack: Stack, token: string): Promise<Pick<Row, 'rentalId' | 'version'>[]> {
  const rows: Row[] = []
  for (let after: string | undefined; ;) {
    const { data } = await stack.graphql(ROWS, { after }, token)
    const { edges, pageInfo } = data?.['myDashboard'] as {
      edges: { node: Row }[]
      pageInfo: { hasNextPage: boolean; endCursor: string }
    }
    rows.push(...edges.map(({ node }) => node))
    if (!pageInfo.hasNextPage) return rows
    after = pageInfo.endCursor
  }
}
