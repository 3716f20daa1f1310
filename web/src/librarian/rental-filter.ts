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
  /** Exactly this one. */
  readonly member?: string
  /** A part of a title or of a member's name. */
  readonly find?: string
  readonly refundFailed?: true
}

/** Of what is searched for, by the API. */
const LONGEST = 200

export function readFilter(search: Record<string, unknown>): RentalFilter {
  const status = STATUSES.find((one) => one === search['status'])
  const text = (name: string) => (typeof search[name] === 'string' ? search[name].trim().slice(0, LONGEST) : '')
  const [member, find] = [text('member'), text('find')]
  return {
    ...(status && { status }),
    ...(member !== '' && { member }),
    ...(find !== '' && { find }),
    ...(search['refundFailed'] === true && { refundFailed: true as const }),
  }
}
