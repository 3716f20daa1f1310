import { useApolloClient, useQuery } from '@apollo/client/react'
import { Alert, Button, Card, Code, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../api/client.ts'
import { DeadLetterListDocument, ReplayLetterDocument, type LetterFragment } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { useEventName } from './trace-events.tsx'
import './words/add.ts'

const PAGE = 50
const SHOWN = ['DEAD', 'REPLAYED', 'ALL'] as const
type Shown = (typeof SHOWN)[number]

export function DeadLettersPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('dead.title')} wide>
      <ForRole role="ADMIN">
        <DeadLetters />
      </ForRole>
    </Page>
  )
}

function DeadLetters() {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const [shown, setShown] = useState<Shown>('DEAD')
  const { data, error, loading, fetchMore, refetch } = useQuery(DeadLetterListDocument, {
    variables: { first: PAGE, status: shown === 'ALL' ? null : shown },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const letters = data?.deadLetters
  return (
    <Stack aria-busy={loading}>
      <Text c="gray.7">{t('dead.what')}</Text>
      <Group justify="space-between" align="flex-end">
        <NativeSelect
          label={t('dead.status')}
          value={shown}
          onChange={({ currentTarget }) => setShown(currentTarget.value as Shown)}
          data={SHOWN.map((value) => ({ value, label: t(`dead.${value}`) }))}
        />
        <Button variant="default" loading={loading} onClick={() => void refetch()}>
          {t('dead.again')}
        </Button>
      </Group>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {letters && letters.unreachable.length > 0 && (
        <Alert color="orange" role="alert">
          <Text c="orange.9">{t('dead.unreachable', { names: formats.list(letters.unreachable) })}</Text>
        </Alert>
      )}
      {letters && (
        <Text role="status" size="sm" c="gray.7">
          {letters.totalCount === 0 ? t('dead.none') : t('dead.count', { count: letters.totalCount })}
        </Text>
      )}
      {letters?.edges.map(({ node }) => (
        <Letter key={node.id} letter={node} />
      ))}
      {letters?.pageInfo.hasNextPage && (
        <Button variant="default" onClick={() => void fetchMore({ variables: { after: letters.pageInfo.endCursor } })}>
          {site('site.more')}
        </Button>
      )}
    </Stack>
  )
}

type ReplayState = { readonly kind: 'open' | 'sending' | 'done' } | { readonly kind: 'failed'; readonly words: string }

function Letter({ letter }: { letter: LetterFragment }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const nameOf = useEventName()
  const { state, replay } = useReplay(letter.id)
  const event = letter.eventType === null ? t('dead.noEvent') : nameOf(letter.eventType)
  return (
    <Card withBorder component="article" data-letter={letter.id} data-status={letter.status}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h5">
            {event} → {letter.consumer}
          </Title>
          <Button
            disabled={letter.status === 'REPLAYED'}
            loading={state.kind === 'sending'}
            onClick={() => void replay()}
            aria-label={t('dead.replayWhat', { event, consumer: letter.consumer })}
          >
            {t('dead.replay')}
          </Button>
        </Group>
        <Text size="sm" c="gray.7">
          {[
            letter.eventType,
            t('dead.attempts', { count: letter.attempts }),
            t('dead.failedAt', { time: formats.moment(letter.firstFailedAt) }),
            letter.replayedAt && t('dead.replayedAt', { time: formats.moment(letter.replayedAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Code block>{letter.error}</Code>
        <Text role="status" c={state.kind === 'failed' ? 'orange.9' : 'gray.7'}>
          {state.kind === 'failed' ? state.words : state.kind === 'done' ? t('dead.done') : ''}
        </Text>
      </Stack>
    </Card>
  )
}

function useReplay(id: string) {
  const { t: site } = useTranslation()
  const client = useApolloClient()
  const [state, setState] = useState<ReplayState>({ kind: 'open' })
  const replay = async () => {
    setState({ kind: 'sending' })
    try {
      const { data } = await client.mutate({ mutation: ReplayLetterDocument, variables: { input: { id } } })
      const refusal = data?.replayDeadLetter.userErrors[0]
      setState(
        refusal === undefined
          ? { kind: 'done' }
          : { kind: 'failed', words: `${site(`userError.${refusal.code}`)} ${refusal.message}` },
      )
    } catch (error) {
      setState({ kind: 'failed', words: site(`failure.${failureOf(error)}`) })
    }
  }
  return { state, replay }
}
