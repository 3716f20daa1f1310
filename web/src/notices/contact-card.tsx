import { Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { TryIt } from './try-it.tsx'
import { useConfirmContact, useNameContact, type Choices } from './use-choices.ts'

type Channel = 'EMAIL' | 'KAKAO'

/** Where somebody is reached by a channel: an address is theirs when the code that was sent there comes back. */
export function ContactCard({ channel, choices }: { channel: Channel; choices: Choices }) {
  const { t } = useTranslation('choices')
  const known = { EMAIL: choices.email, KAKAO: choices.kakao }[channel]
  const isThere = choices.channels.some((one) => one.channel === channel && one.configured)
  return (
    <Card withBorder component="section" aria-labelledby={`contact-${channel}`}>
      <Stack align="flex-start">
        <Title order={2} size="h4" id={`contact-${channel}`}>
          {t(`noticeChannel.${channel}`)}
        </Title>
        {isThere ? <Contact channel={channel} known={known?.address} /> : <Text>{t('off')}</Text>}
      </Stack>
    </Card>
  )
}

function Contact({ channel, known }: { channel: Channel; known: string | undefined }) {
  const { t } = useTranslation('choices')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const [name, naming] = useNameContact()
  const [confirm, confirming] = useConfirmContact()
  const codeUntil = naming.data?.setContact.codeUntil
  const refusal = naming.data?.setContact.userErrors[0]
  const wrong = confirming.data?.verifyContact.userErrors[0]
  const ask = (given: string | null) =>
    void name({ variables: { input: { channel, address: given } } }).catch(() => undefined)
  const give = () =>
    void confirm({ variables: { input: { channel, code } } })
      .then(({ data }) => {
        if (data?.verifyContact.userErrors.length !== 0) return
        setAddress('')
        setCode('')
        naming.reset()
      })
      .catch(() => undefined)
  return (
    <>
      <Text role="status">{known === undefined ? t('contact.none') : t('contact.known', { address: known })}</Text>
      {known !== undefined && (
        <Group>
          <TryIt channel={channel} />
          <Button variant="default" loading={naming.loading} onClick={() => ask(null)}>
            {t('contact.remove')}
          </Button>
        </Group>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          confirming.reset()
          ask(address)
        }}
      >
        <Group align="flex-end">
          <TextInput
            type={channel === 'EMAIL' ? 'email' : 'tel'}
            autoComplete={channel === 'EMAIL' ? 'email' : 'tel'}
            required
            label={t(channel === 'EMAIL' ? 'contact.address' : 'contact.phone')}
            value={address}
            error={refusal && site(`userError.${refusal.code}`)}
            onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={naming.loading}>
            {t('contact.send')}
          </Button>
        </Group>
      </form>
      {codeUntil != null && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            give()
          }}
        >
          <Text role="status">{t('contact.sent', { time: formats.time(codeUntil) })}</Text>
          <Group align="flex-end">
            <TextInput
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              label={t('contact.code')}
              value={code}
              error={wrong && site(`userError.${wrong.code}`)}
              onChange={({ currentTarget }) => setCode(currentTarget.value)}
            />
            <Button type="submit" loading={confirming.loading}>
              {t('contact.confirm')}
            </Button>
          </Group>
        </form>
      )}
      {(naming.error ?? confirming.error) && <Problem error={naming.error ?? confirming.error} />}
    </>
  )
}
