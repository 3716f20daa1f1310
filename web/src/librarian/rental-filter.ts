import type { DashboardStatus } from '../generated/librarian.ts'

export const STATUSES = [
  'RENTED',
  'PAID',
  'APPROVED',
  'REFUSED',
  'CANCELING',
  'RETURNED',
  'EXPIRED',
  'CANCELED',
] as const satisfies readonly DashboardStatus[]

/** Which rentals are listed; it stands in the address, so that it can be kept and passed on. */
export interface RentalFilter {
  readonly status?: DashboardStatus
  readonly member?: string
}

export function readFilter(search: Record<string, unknown>): RentalFilter {
  const status = STATUSES.find((one) => one === search['status'])
  const member = typeof search['member'] === 'string' ? search['member'].trim() : ''
  return { ...(status && { status }), ...(member !== '' && { member }) }
}
