import { Button, Checkbox, Group, NativeSelect, Stack, Switch, Table, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../layout/problem.tsx'
import { LANGUAGE_NAMES } from '../words/language.ts'
import classes from './notices.module.css'
import { useChoose, type Choices } from './use-choices.ts'
import { en } from './words/en.ts'

type Channel = Choices['channels'][number]
type Kind = Channel['kinds'][number]

const KINDS = Object.keys(en.chosenKind) as (Kind & keyof typeof en.chosenKind)[]
const QUIET = { quietFrom: '21:00', quietTo: '08:00' }

/** When and how, and what goes by which channel: saved together. */
export function ChoicesForm({ choices }: { choices: Choices }) {
  const { t } = useTranslation('choices')
  const { t: site } = useTranslation()
  // What was changed here, over what the API says: that may move, by another page or the link in a mail.
  const [changed, setChanged] = useState<Partial<Choices>>({})
  const wanted = { ...choices, ...changed }
  const [choose, { data, error, loading, reset }] = useChoose()
  const refusals = data?.setNoticePreferences.userErrors ?? []
  const change = (more: Partial<Choices>) => {
    reset()
    setChanged((before) => ({ ...before, ...more }))
  }
  const problemWith = (field: string) => {
    const found = refusals.find((refusal) => refusal.field?.includes(field))
    return found && site(`userError.${found.code}`)
  }
  const save = () => {
    const { locale, timeZone, quietFrom, quietTo, digest, discreet } = wanted
    const channels = wanted.channels.filter(({ configured }) => configured)
    const input = {
      ...{ locale, timeZone, quietFrom, quietTo, digest, discreet },
      channels: channels.map(({ channel, kinds }) => ({ channel, kinds: [...kinds] })),
    }
    void choose({ variables: { input } })
      .then(({ data: answer }) => answer?.setNoticePreferences.userErrors.length === 0 && setChanged({}))
      .catch(() => undefined)
  }
  const { locale, timeZone, quietFrom, quietTo, digest, discreet } = wanted
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Stack>
        <Title order={2} size="h4">
          {t('how')}
        </Title>
        <Group align="flex-start">
          <NativeSelect
            label={t('locale')}
            value={locale}
            onChange={({ currentTarget }) => change({ locale: currentTarget.value as Choices['locale'] })}
            data={[
              { value: 'KO', label: LANGUAGE_NAMES.ko },
              { value: 'EN', label: LANGUAGE_NAMES.en },
            ]}
          />
          <NativeSelect
            label={t('timeZone')}
            value={timeZone}
            error={problemWith('timeZone')}
            onChange={({ currentTarget }) => change({ timeZone: currentTarget.value })}
            data={[...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])]}
          />
          <NativeSelect
            label={t('digest')}
            value={digest}
            onChange={({ currentTarget }) => change({ digest: currentTarget.value as Choices['digest'] })}
            data={(['OFF', 'DAILY'] as const).map((value) => ({ value, label: t(`noticeDigest.${value}`) }))}
          />
        </Group>
        <Switch
          label={t('quiet')}
          checked={quietFrom !== null}
          onChange={({ currentTarget }) => change(currentTarget.checked ? QUIET : { quietFrom: null, quietTo: null })}
        />
        {quietFrom !== null && (
          <Group align="flex-start">
            {(['quietFrom', 'quietTo'] as const).map((field) => (
              <TextInput
                key={field}
                type="time"
                required
                label={t(field)}
                value={{ quietFrom, quietTo }[field] ?? ''}
                error={problemWith(field)}
                onChange={({ currentTarget }) => change({ [field]: currentTarget.value })}
              />
            ))}
          </Group>
        )}
        <Switch
          label={t('discreet')}
          checked={discreet}
          onChange={({ currentTarget }) => change({ discreet: currentTarget.checked })}
        />
        <KindsTable channels={wanted.channels} onChange={(channels) => change({ channels })} />
        <Group>
          <Button type="submit" loading={loading}>
            {t('save')}
          </Button>
          <Text role="status">{data && refusals.length === 0 ? t('saved') : ''}</Text>
        </Group>
        {error && <Problem error={error} />}
      </Stack>
    </form>
  )
}

/** Every kind with a mark for each way that the library has. */
function KindsTable({
  channels,
  onChange,
}: {
  channels: Choices['channels']
  onChange: (channels: Choices['channels']) => void
}) {
  const { t } = useTranslation('choices')
  const shown = channels.filter(({ configured }) => configured)
  if (shown.length === 0) return null
  const turn = (channel: Channel['channel'], kind: Kind, on: boolean) =>
    onChange(
      channels.map((one) =>
        one.channel === channel
          ? { ...one, kinds: on ? [...one.kinds, kind] : one.kinds.filter((chosen) => chosen !== kind) }
          : one,
      ),
    )
  return (
    <section aria-labelledby="what-is-sent">
      <Title order={2} size="h4" id="what-is-sent">
        {t('what')}
      </Title>
      <Text size="sm" c="gray.7">
        {t('whatHint')}
      </Text>
      <Table.ScrollContainer minWidth={320}>
        <Table aria-labelledby="what-is-sent">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('kind')}</Table.Th>
              {shown.map(({ channel }) => (
                <Table.Th key={channel} scope="col" className={classes['channel'] ?? ''}>
                  {t(`noticeChannel.${channel}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {KINDS.map((kind) => (
              <Table.Tr key={kind}>
                <Table.Th scope="row" fw={400}>
                  {t(`chosenKind.${kind}`)}
                </Table.Th>
                {shown.map(({ channel, kinds }) => (
                  <Table.Td key={channel}>
                    <Checkbox
                      aria-label={`${t(`chosenKind.${kind}`)}: ${t(`noticeChannel.${channel}`)}`}
                      checked={kinds.includes(kind)}
                      onChange={({ currentTarget }) => turn(channel, kind, currentTarget.checked)}
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}
