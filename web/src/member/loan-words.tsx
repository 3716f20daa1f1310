import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import type { Loan } from './use-loan.ts'

/** What may still become of a loan. That it is early for a renewal goes without saying. */
export function LoanWords({ loan, dueAt, isFree }: { loan: Loan; dueAt: string | null; isFree: boolean }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { renewableTo, notRenewable, cancelableUntil } = loan
  const words = [
    dueAt !== null && daysLeft(dueAt, t),
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

const DAY_MS = 86_400_000

function daysLeft(dueAt: string, t: TFunction): string | false {
  const leftMs = Date.parse(dueAt) - Date.now()
  if (leftMs <= 0) return false
  return leftMs < DAY_MS ? t('shelf.lastDay') : t('shelf.daysLeft', { count: Math.floor(leftMs / DAY_MS) })
}
