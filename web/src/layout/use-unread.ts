import { useQuery } from '@apollo/client/react'
import { UnreadNoticesDocument } from '../generated/member.ts'
import type { RentalRow } from '../live/my-rentals.ts'
import { useWhenHoldsChange, useWhenRentalsChange } from '../live/use-when-rows-change.ts'

/** Also of what no rental tells, such as what the staff is told. */
const LOOK_MS = 60_000
/** A notice is written after what it tells of: whoever writes it waits a second for others of its kind. */
const AFTER_THE_LAST_MS = 3_000
const tellOfVersion = ({ rentalId, version }: RentalRow) => `${rentalId} ${version}`

/** How many notices were not read; undefined while nobody can tell. Asked for when a rental or a hold of the member changes. */
export function useUnread(): number | undefined {
  const { data, refetch } = useQuery(UnreadNoticesDocument, {
    fetchPolicy: 'network-only',
    pollInterval: LOOK_MS,
    skipPollAttempt: () => document.hidden,
  })
  useWhenRentalsChange(tellOfVersion, AFTER_THE_LAST_MS, refetch)
  useWhenHoldsChange(AFTER_THE_LAST_MS, refetch)
  return data?.myNotices.unreadCount
}

/** The same as the bell in the header has heard, without asking. */
export function useUnreadHeard(): number | undefined {
  return useQuery(UnreadNoticesDocument, { fetchPolicy: 'cache-only' }).data?.myNotices.unreadCount
}
