import { useQuery } from '@apollo/client/react'
import { useEffect, useRef } from 'react'
import { LoanOfRentalDocument, type UserErrorCode } from '../generated/member.ts'
import type { RentalRow } from '../live/my-rentals.ts'

/** What may still become of a loan; empty of one that has not begun or is over, and while nobody can tell. */
export interface Loan {
  /** When it would end if it were renewed now. */
  readonly renewableTo?: string | undefined
  /** Why it cannot be renewed now. */
  readonly notRenewable?: UserErrorCode | undefined
  readonly cancelableUntil?: string | undefined
  /** Whether it renews by itself; undefined of one that is never renewed. */
  readonly autoRenewal?: boolean | undefined
}

/** Asked again when the loan's end has moved. */
export function useLoan({ rentalId, status, dueAt }: Pick<RentalRow, 'rentalId' | 'status' | 'dueAt'>): Loan {
  const { data, refetch } = useQuery(LoanOfRentalDocument, {
    variables: { id: rentalId },
    skip: status !== 'APPROVED',
    fetchPolicy: 'cache-and-network',
  })
  const asked = useRef(dueAt)
  useEffect(() => {
    if (asked.current === dueAt) return
    asked.current = dueAt
    // What is not known any more offers nothing.
    if (status === 'APPROVED') void refetch().catch(() => undefined)
  }, [dueAt, status, refetch])
  const rental = status === 'APPROVED' ? data?.rental : undefined
  if (!rental) return {}
  const { renewal, cancelableUntil, autoRenewal, maxRenewals } = rental
  return {
    renewableTo: (renewal?.possible === true && renewal.until) || undefined,
    notRenewable: renewal?.why?.code,
    cancelableUntil: cancelableUntil ?? undefined,
    autoRenewal: maxRenewals === 0 ? undefined : autoRenewal,
  }
}
