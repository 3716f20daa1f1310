import { useQuery } from '@apollo/client/react'
import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LibrarianQueueDocument } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import './words/add.ts'

export function QueuePage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('queue.title')}>
      <ForRole role="ADMIN">
        <Queue />
      </ForRole>
    </Page>
  )
}

function Queue() {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const { data, error, refetch } = useQuery(LibrarianQueueDocument, { variables: { first: 50 } })
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (data?.rentalRequests.edges.length === 0) return <Text>{t('queue.none')}</Text>
  return (
    <Stack component="ul">
      {data?.rentalRequests.edges.map(({ node }) => (
        <li key={node.id}>
          {node.book?.title} {node.decideBy && t('queue.decideBy', { time: formats.moment(node.decideBy) })}
        </li>
      ))}
    </Stack>
  )
}
