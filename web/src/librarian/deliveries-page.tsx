import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeliveriesDocument } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { DeliveryTable } from './delivery-table.tsx'
import './words/add.ts'

const PAGE = 50
const STATUSES = ['PENDING', 'SENDING', 'SENT', 'SKIPPED', 'FAILED', 'UNKNOWN'] as const
type Status = (typeof STATUSES)[number]

/** What was sent to whom, of what kind, and what became of it; no word of what it says. */
export function DeliveriesPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('deliveries.title')} wide>
      <ForRole role="ADMIN">
        <Deliveries />
      </ForRole>
    </Page>
  )
}

function Deliveries() {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const [status, setStatus] = useState<Status | 'ALL'>('FAILED')
  const { data, error, loading, fetchMore, refetch } = useQuery(DeliveriesDocument, {
    variables: { first: PAGE, status: status === 'ALL' ? null : status },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const listed = data?.noticeDeliveries
  return (
    <Stack aria-busy={loading}>
      <Group justify="space-between" align="flex-end">
        <NativeSelect
          label={t('deliveries.status')}
          value={status}
          onChange={({ currentTarget }) => setStatus(currentTarget.value as Status | 'ALL')}
          data={['ALL' as const, ...STATUSES].map((value) => ({ value, label: t(`deliveryStatus.${value}`) }))}
        />
        <Button variant="default" loading={loading} onClick={() => void refetch()}>
          {t('deliveries.again')}
        </Button>
      </Group>
      {error && !listed && <Problem error={error} onRetry={() => void refetch()} />}
      {listed && (
        <Text role="status" size="sm" c="gray.7">
          {listed.totalCount === 0 ? t('deliveries.none') : t('deliveries.count', { count: listed.totalCount })}
        </Text>
      )}
      {listed && listed.edges.length > 0 && (
        <DeliveryTable label={t('deliveries.title')} deliveries={listed.edges.map(({ node }) => node)} />
      )}
      {error && listed && <Problem error={error} />}
      {listed?.pageInfo.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void fetchMore({ variables: { after: listed.pageInfo.endCursor } }).catch(() => undefined)}
        >
          {site('site.more')}
        </Button>
      )}
    </Stack>
  )
}
