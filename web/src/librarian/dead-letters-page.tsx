import { useQuery } from '@apollo/client/react'
import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeadLetterListDocument } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { LetterCauseCard } from './letter-cause-card.tsx'
import { causesOf } from './letter-causes.ts'
import { useReplays } from './use-replays.ts'
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
    // A title's name is its owner's: while that one does not answer, the letters are shown without.
    errorPolicy: 'all',
    notifyOnNetworkStatusChange: true,
  })
  const letters = data?.deadLetters
  const listed = letters?.edges.map(({ node }) => node) ?? []
  const replays = useReplays()
  // What was replayed here stays in its place until the list is read again, and is counted no longer.
  const handled = shown === 'DEAD' ? listed.filter(({ status }) => status === 'REPLAYED').length : 0
  const count = (letters?.totalCount ?? 0) - handled
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
      {error && !letters && <Problem error={error} onRetry={() => void refetch()} />}
      {letters && letters.unreachable.length > 0 && (
        <Alert color="orange" role="alert">
          <Text c="orange.9">{t('dead.unreachable', { names: formats.list(letters.unreachable) })}</Text>
        </Alert>
      )}
      {letters && (
        <Text role="status" size="sm" c="gray.7">
          {count === 0 ? t('dead.none') : t('dead.count', { count })}
        </Text>
      )}
      {causesOf(listed).map((cause) => (
        <LetterCauseCard key={cause.key} cause={cause} replays={replays} />
      ))}
      {letters?.pageInfo.hasNextPage && (
        <Button variant="default" onClick={() => void fetchMore({ variables: { after: letters.pageInfo.endCursor } })}>
          {site('site.more')}
        </Button>
      )}
    </Stack>
  )
}
