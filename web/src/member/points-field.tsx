import { useQuery } from '@apollo/client/react'
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PointsToSpendDocument } from '../generated/member.ts'
import { useFormats } from '../words/format.ts'
import { isPayable, LEAST_CHARGE } from './amount.ts'

interface Props {
  readonly fee: number
  readonly points: number
  readonly isFixed?: boolean
  readonly onChange: (points: number) => void
}

/** How many points the reader can spend: undefined until it is answered, 0 when nobody can tell. */
export function usePointsToSpend(isAsked: boolean): number | undefined {
  const { data, loading } = useQuery(PointsToSpendDocument, { skip: !isAsked, fetchPolicy: 'cache-and-network' })
  return loading && data === undefined ? undefined : Math.max(0, data?.myPoints.available ?? 0)
}

/** How many points to pay with, and what then remains. Nothing of who has none. */
export function PointsField({ fee, points, isFixed = false, onChange }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const available = usePointsToSpend(fee > 0) ?? 0
  if (fee === 0 || (available === 0 && points === 0)) return null
  const most = Math.min(available, fee)
  const isGood = isPayable(fee, points, available)
  const problem =
    points > most ? t('checkout.most', { most }) : t('checkout.tooLittle', { minimum: formats.money(LEAST_CHARGE) })
  const rest = fee - points
  return (
    <TextInput
      type="number"
      maw={320}
      label={t('checkout.points')}
      description={[
        t('checkout.have', { count: available }),
        ...(isGood && points > 0
          ? [rest === 0 ? t('checkout.nothingRemains') : t('checkout.remains', { fee: formats.money(rest) })]
          : []),
      ].join(' ')}
      error={isGood ? undefined : problem}
      min={0}
      max={most}
      step={1}
      disabled={isFixed}
      value={points}
      onChange={({ currentTarget: { value } }) => onChange(Math.max(0, Math.trunc(Number(value)) || 0))}
    />
  )
}
