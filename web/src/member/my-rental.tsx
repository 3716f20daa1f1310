import { Alert, Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import { RentalActionsRow } from './rental-actions-row.tsx'
import { sentencesOf } from './sentences.ts'
import type { MyRental as Mine } from './use-my-rental-of.ts'

/** How a title stands with its reader, and what they can do. */
export function MyRental({ mine, onChanged }: { mine: Mine; onChanged: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <Alert color="cyan" title={t(`mine.${mine.status}`)} data-rental={mine.rentalId} data-status={mine.status}>
      <Stack gap="sm">
        <Text role="status">{sentencesOf(mine, t, formats).join(' ')}</Text>
        <RentalActionsRow row={mine} onDone={onChanged} />
        <Anchor component={Link} to="/rentals" c="cyan.9" underline="always">
          {t('book.watch')}
        </Anchor>
      </Stack>
    </Alert>
  )
}
