/** DashboardChanged of schema/operations/acceptance.graphql: a router in production runs no text but that. */
export const DASHBOARD_CHANGED = `subscription DashboardChanged($rentalId: ID, $status: DashboardStatus, $snapshot: Boolean) {
  dashboardChanged(rentalId: $rentalId, status: $status, snapshot: $snapshot) {
    rentalId
    version
    userId
    bookId
    title
    status
    paymentState
    points
    dueAt
    rental {
      id
      status
      renewalCount
    }
    book {
      id
      title
      authors
      seatsFree
    }
  }
}`

export interface Row {
  readonly rentalId: string
  readonly version: number
  readonly userId: string
  readonly title: string
  readonly status: string
  readonly paymentState: string
  readonly points: number | null
}

/** What the router sends per change. Without `data` the row itself could not be read; `errors` say what is missing. */
export interface Payload {
  readonly data?: { readonly dashboardChanged?: Row | null } | null
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[]
  readonly extensions?: { readonly cursor?: string }
}
