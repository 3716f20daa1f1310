import { useQuery } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RentalDecisionDocument } from '../generated/member.ts'
import type { RentalRow } from '../live/my-rentals.ts'
import { useFormats } from '../words/format.ts'

/** By when the librarian decides, or what the librarian wrote; nothing while the one who knows does not answer. */
export function DecisionWords({ row }: { row: RentalRow }) {
  // Asked anew once it is refused: a query that only changes its way to the answer keeps the one from before the decision.
  return <Words key={row.refusedDate === null ? 'undecided' : 'refused'} row={row} />
}

function Words({ row }: { row: RentalRow }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const isRefused = row.refusedDate !== null
  const { data } = useQuery(RentalDecisionDocument, {
    variables: { id: row.rentalId },
    skip: row.status !== 'PAID' && !isRefused,
    // Another answer before the decision than after it.
    fetchPolicy: isRefused ? 'network-only' : 'cache-first',
  })
  const { decideBy = null, note = null } = data?.rental?.request ?? {}
  const words = isRefused
    ? note !== null && note !== '' && t('rentals.note', { note })
    : row.status === 'PAID' &&
      decideBy !== null &&
      t(row.rentalFee === 0 ? 'rentals.decideByFree' : 'rentals.decideBy', { time: formats.dateTime(decideBy) })
  return words === false ? null : (
    <Text size="sm" c="gray.7">
      {words}
    </Text>
  )
}
