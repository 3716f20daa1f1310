import { useMutation } from '@apollo/client/react'
import { Button, Stack, Text } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StopMyNoticesDocument } from '../generated/member.ts'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'

/** Where the link in a mail leads: whoever has it may stop what it is for, and need not sign in. */
export function UnsubscribePage() {
  const { t } = useTranslation()
  const { token } = useSearch({ from: '/unsubscribe' })
  const [stop, { data, error, loading }] = useMutation(StopMyNoticesDocument)
  const refusal = data?.stopNotices.userErrors[0]
  const isDone = data !== undefined && data !== null && refusal === undefined
  // A link that is only looked at, as mail programs do, changes nothing.
  const press = () => void stop({ variables: { input: { token } } }).catch(() => undefined)
  return (
    <Page title={t('unsubscribe.title')}>
      <Stack align="flex-start">
        <Text role="status">{isDone ? t('unsubscribe.done') : t('unsubscribe.question')}</Text>
        {refusal && <Text c="red.9">{t(`userError.${refusal.code}`)}</Text>}
        {error && <Problem error={error} />}
        {!isDone && (
          <Button loading={loading} onClick={press}>
            {t('unsubscribe.stop')}
          </Button>
        )}
      </Stack>
    </Page>
  )
}
