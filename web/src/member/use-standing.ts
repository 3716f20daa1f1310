import { useQuery } from '@apollo/client/react'
import { MyStandingDocument, type MyStandingQuery, type UserErrorCode } from '../generated/member.ts'
import type { RentalRow } from '../live/my-rentals.ts'
import { useWhenRentalsChange } from '../live/use-when-rows-change.ts'

export type Standing = MyStandingQuery['me']

const AFTER_THE_LAST_MS = 500
const tellOfStatus = ({ rentalId, status }: RentalRow) => `${rentalId} ${status}`

/** What the reader may borrow, and what keeps them from it; undefined while nobody can tell. */
export function useStanding(isMember: boolean): Standing | undefined {
  const { data, refetch } = useQuery(MyStandingDocument, { skip: !isMember, fetchPolicy: 'cache-and-network' })
  useWhenRentalsChange(tellOfStatus, AFTER_THE_LAST_MS, refetch)
  return isMember ? data?.me : undefined
}

export const isMembershipOver = ({ membershipUntil }: Standing): boolean =>
  membershipUntil !== null && Date.parse(membershipUntil) <= Date.now()

/** What a new rental would be refused for, as the API says it. */
export function obstacleTo(standing: Standing | undefined): UserErrorCode | undefined {
  if (standing === undefined) return undefined
  if (standing.blocks.some(({ kinds }) => kinds.includes('BORROW'))) return 'MEMBER_BLOCKED'
  if (isMembershipOver(standing)) return 'MEMBERSHIP_ENDED'
  return standing.openLoans >= standing.limits.loans ? 'LOAN_LIMIT_REACHED' : undefined
}
