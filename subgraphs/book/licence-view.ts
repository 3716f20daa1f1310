import type { Licence } from './generated/resolvers.ts'
import type { StoredLicence } from './queries/licences.ts'

/** A licence as the API shows it. */
export function licenceView(row: StoredLicence): Licence {
  return {
    id: row.id,
    kind: row.kind,
    seats: row.seats,
    seatsInUse: row.in_use,
    expiresAt: row.expires_at,
    loansTotal: row.loans_total,
    loansLeft: row.loans_left,
    loansMade: row.loans,
    endedDate: row.ended_at,
    addedDate: row.added_date,
    vendor: row.vendor,
    orderNumber: row.order_number,
    price: row.price,
    download: row.download,
    preview: row.preview,
    renewalCountsAsLoan: row.renewal_counts_as_loan,
  }
}
