import { useQuery } from '@apollo/client/react'
import { Button, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LineOfTitleDocument } from '../generated/librarian.ts'
import { Problem } from '../layout/problem.tsx'
import { HoldTable } from './hold-table.tsx'
import { MemberLink } from './member-link.tsx'
import { LOOK_MS } from './use-when-library-moves.ts'

const PAGE = 20

interface Props {
  readonly bookId: string
  readonly onChanged: () => void
}

/** Who waits for a title, in the order in which they are served. Those whose seat is kept are asked for apart. */
export function TitleLine({ bookId, onChanged }: Props) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const ready = useLine(bookId, 'READY')
  const line = useLine(bookId, 'WAITING')
  const holds = [ready, line].flatMap(({ data }) => data?.holds.edges.map(({ node }) => node) ?? [])
  const error = line.error ?? ready.error
  return (
    <Stack component="section" gap="xs">
      <Title order={3} size="h5">
        {t('holds.title')}
      </Title>
      {error && <Problem error={error} onRetry={() => void line.refetch()} />}
      {line.data && holds.length === 0 && <Text c="gray.7">{t('holds.none')}</Text>}
      {holds.length > 0 && (
        <HoldTable
          label={t('holds.title')}
          heading={t('holds.member')}
          holds={holds.map(({ userId, ...hold }) => ({ hold, name: userId, link: <MemberLink userId={userId} /> }))}
          onChanged={onChanged}
        />
      )}
      {line.data?.holds.pageInfo.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: 'center' }}
          onClick={() => void line.fetchMore({ variables: { after: line.data?.holds.pageInfo.endCursor } })}
        >
          {site('site.more')}
        </Button>
      )}
    </Stack>
  )
}

function useLine(bookId: string, status: 'READY' | 'WAITING') {
  return useQuery(LineOfTitleDocument, {
    variables: { bookId, status, first: PAGE },
    fetchPolicy: 'cache-and-network',
    pollInterval: LOOK_MS,
    skipPollAttempt: () => document.hidden,
  })
}
