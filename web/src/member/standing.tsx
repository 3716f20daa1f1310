import { Alert, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import { isMembershipOver, useStanding, type Standing as Stands } from './use-standing.ts'

/** What the reader may borrow, and why not. */
export function Standing() {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const standing = useStanding(true)
  // Its place is there before it is known.
  if (standing === undefined) return <Stack mih="3rem" />
  const { openLoans, limits, membershipUntil } = standing
  return (
    <Stack gap="xs" mih="3rem" component="section" aria-label={t('standing.label')}>
      <Text size="sm" c="gray.7">
        {t('standing.loans', { count: openLoans, limit: limits.loans })} {t('standing.holds', { limit: limits.holds })}{' '}
        {membershipUntil !== null &&
          !isMembershipOver(standing) &&
          t('standing.until', { time: dateTime(membershipUntil) })}
      </Text>
      {membershipUntil !== null && isMembershipOver(standing) && (
        <Alert color="orange">
          <Text c="orange.9">{t('standing.ended', { time: dateTime(membershipUntil) })}</Text>
        </Alert>
      )}
      <Blocks standing={standing} />
    </Stack>
  )
}

/** By which the library keeps the reader from something, with its words to them. */
export function Blocks({ standing }: { standing: Stands }) {
  const { t } = useTranslation()
  const { dateTime, list } = useFormats()
  return standing.blocks.map(({ id, kinds, message, until }) => {
    const named = list(kinds.map((kind) => t(`blockKind.${kind}`)))
    return (
      <Alert key={id} color="orange">
        <Text c="orange.9">
          {until === null
            ? t('standing.blocked', { kinds: named })
            : t('standing.blockedUntil', { kinds: named, time: dateTime(until) })}
          {message !== null && message !== '' && <> {t('standing.message', { message })}</>}
        </Text>
      </Alert>
    )
  })
}
