import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Problem } from '../layout/problem.tsx'
import { useTryNotices, type Choices } from './use-choices.ts'

/** Sends a notice to see that it comes. */
export function TryIt({ channel }: { channel: Choices['channels'][number]['channel'] }) {
  const { t } = useTranslation('choices')
  const { t: site } = useTranslation()
  const [send, { data, error, loading }] = useTryNotices()
  const refusal = data?.sendTestNotice.userErrors[0]
  const said = refusal ? site(`userError.${refusal.code}`) : data && t('contact.tested')
  return (
    <>
      <Button
        variant="default"
        loading={loading}
        onClick={() => void send({ variables: { input: { channel } } }).catch(() => undefined)}
      >
        {t('contact.test')}
      </Button>
      <Text role="status">{said ?? ''}</Text>
      {error && <Problem error={error} />}
    </>
  )
}
