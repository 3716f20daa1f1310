import { useQuery } from '@apollo/client/react'
import { useEffect, useMemo } from 'react'
import { UnreadNoticesDocument } from '../generated/member.ts'
import { useMyRentals } from '../live/my-rentals.ts'

/** Also of what no rental tells, such as what the staff is told. */
const LOOK_MS = 60_000
/** A notice is written a moment after what it tells of. */
const AFTER_THE_LAST_MS = 1_500

/** How many notices were not read; undefined while nobody can tell. Asked for when a rental of the member changes. */
export function useUnread(): number | undefined {
  const { data, refetch } = useQuery(UnreadNoticesDocument, {
    fetchPolicy: 'no-cache',
    pollInterval: LOOK_MS,
    skipPollAttempt: () => document.hidden,
  })
  const { rows } = useMyRentals()
  const told = useMemo(() => [...rows.values()].map(({ rentalId, version }) => `${rentalId} ${version}`).join(), [rows])
  useEffect(() => {
    if (told === '') return undefined
    const timer = setTimeout(() => void refetch().catch(() => undefined), AFTER_THE_LAST_MS)
    return () => clearTimeout(timer)
  }, [told, refetch])
  return data?.myNotices.unreadCount
}
