import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import type { Loan } from './use-loan.ts'

/** What may still become of a loan. That it is early for a renewal goes without saying. */
export function LoanWords({ loan, isFree }: { loan: Loan; isFree: boolean }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { renewableTo, notRenewable, cancelableUntil } = loan
  const words = [
    renewableTo !== undefined && t('rentals.renewTo', { due: dateTime(renewableTo) }),
    notRenewable !== undefined && notRenewable !== 'RENEWAL_TOO_EARLY' && t(`userError.${notRenewable}`),
    cancelableUntil !== undefined &&
      t(isFree ? 'rentals.cancelUntilFree' : 'rentals.cancelUntil', { time: dateTime(cancelableUntil) }),
  ].filter((sentence) => sentence !== false)
  return words.length === 0 ? null : (
    <Text size="sm" c="gray.7">
      {words.join(' ')}
    </Text>
  )
}
