import { useMutation } from '@apollo/client/react'
import { Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../api/client.ts'
import { LetMyLoanRenewDocument } from '../generated/member.ts'
import type { RentalRow } from '../live/my-rentals.ts'

/** Whether a loan renews by itself near its end. */
export function AutoRenewal({ row, isOn }: { row: Pick<RentalRow, 'rentalId' | 'title'>; isOn: boolean }) {
  const { t } = useTranslation()
  const [mutate, { data, error, loading }] = useMutation(LetMyLoanRenewDocument)
  const code = data?.setAutoRenewal.userErrors[0]?.code
  // What failed is said; the switch stands as the loan does.
  const set = (on: boolean) => mutate({ variables: { input: { rentalId: row.rentalId, on } } }).catch(() => undefined)
  return (
    <>
      <Switch
        size="sm"
        label={t('shelf.autoRenewal')}
        aria-label={t('shelf.autoRenewalOf', { title: row.title })}
        checked={isOn}
        disabled={loading}
        onChange={({ currentTarget: { checked } }) => void set(checked)}
      />
      {(error !== undefined || code !== undefined) && (
        <Text role="alert" size="sm" c="orange.9">
          {code === undefined ? t(`failure.${failureOf(error)}`) : t(`userError.${code}`)}
        </Text>
      )}
    </>
  )
}
