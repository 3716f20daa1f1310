import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HoldOnShelfFragment } from '../generated/member.ts'
import { useFormats } from '../words/format.ts'
import { waitWords } from './wait-words.ts'

/** How a hold stands, in whole sentences. */
export function HoldWords({ hold }: { hold: HoldOnShelfFragment }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { status, position, estimate, suspended, suspendedUntil, readyUntil } = hold
  const sentences =
    status === 'READY'
      ? [t('hold.ready', { time: readyUntil === null ? '' : dateTime(readyUntil) })]
      : suspended
        ? [suspendedUntil === null ? t('hold.suspended') : t('hold.suspendedUntil', { time: dateTime(suspendedUntil) })]
        : [
            ...(position === null ? [] : [t('hold.position', { position })]),
            ...(estimate === null ? [] : [t('hold.estimate', { time: waitWords(estimate, t) })]),
          ]
  return (
    <Text role="status" size="sm">
      {sentences.join(' ')}
    </Text>
  )
}
