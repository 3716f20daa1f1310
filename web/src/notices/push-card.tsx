import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { canBeTold, subscribe } from './push.ts'
import { TryIt } from './try-it.tsx'
import { useForgetBrowser, useTellThisBrowser, type Choices } from './use-choices.ts'

/** The browsers that are told, and this one if it is to be. */
export function PushCard({ choices }: { choices: Choices }) {
  const { t } = useTranslation('choices')
  const formats = useFormats()
  const [forget, forgetting] = useForgetBrowser()
  const isThere = choices.channels.some(({ channel, configured }) => channel === 'PUSH' && configured)
  return (
    <Card withBorder component="section" aria-labelledby="contact-PUSH">
      <Stack align="flex-start">
        <Title order={2} size="h4" id="contact-PUSH">
          {t('noticeChannel.PUSH')}
        </Title>
        {choices.pushDevices.map(({ id, label, addedAt }) => (
          <Group key={id}>
            <Text>{t('push.since', { label, time: formats.date(addedAt) })}</Text>
            <Button
              variant="default"
              size="compact-sm"
              loading={forgetting.loading}
              onClick={() => void forget({ variables: { input: { id } } }).catch(() => undefined)}
            >
              {t('push.remove', { label })}
            </Button>
          </Group>
        ))}
        {choices.pushDevices.length > 0 && (
          <Group>
            <TryIt channel="PUSH" />
          </Group>
        )}
        {!isThere && <Text>{t('off')}</Text>}
        {isThere &&
          (canBeTold() ? <ThisBrowser publicKey={choices.pushPublicKey} /> : <Text>{t('push.unsupported')}</Text>)}
        {forgetting.error && <Problem error={forgetting.error} />}
      </Stack>
    </Card>
  )
}

function ThisBrowser({ publicKey }: { publicKey: string }) {
  const { t } = useTranslation('choices')
  const { t: site } = useTranslation()
  const [tell, { data, error, loading }] = useTellThisBrowser()
  const [isAsking, setAsking] = useState(false)
  const [why, setWhy] = useState<'denied' | 'failed'>()
  const add = async () => {
    setAsking(true)
    const subscribed = await subscribe(publicKey)
    setAsking(false)
    if (typeof subscribed === 'string') return setWhy(subscribed)
    setWhy(undefined)
    await tell({ variables: { input: subscribed } }).catch(() => undefined)
  }
  const refusal = data?.addPushDevice.userErrors[0]
  const said = why ? t(`push.${why}`) : refusal && site(`userError.${refusal.code}`)
  return (
    <>
      <Button variant="default" loading={isAsking || loading} onClick={() => void add()}>
        {t('push.add')}
      </Button>
      <Text role="status" c="red.9">
        {said ?? ''}
      </Text>
      {error && <Problem error={error} />}
    </>
  )
}
