import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeliveriesDocument, SendAgainDocument, type DeliveredFragment } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import './words/add.ts'

const PAGE = 50
const STATUSES = ['PENDING', 'SENDING', 'SENT', 'SKIPPED', 'FAILED', 'UNKNOWN'] as const
type Status = (typeof STATUSES)[number]
/** What a librarian may send again. */
const FAILED: readonly string[] = ['FAILED', 'UNKNOWN'] satisfies Status[]

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
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label={t('deliveries.title')}>
            <Table.Thead>
              <Table.Tr>
                {(['when', 'whom', 'kinds', 'channel', 'state'] as const).map((column) => (
                  <Table.Th key={column} scope="col">
                    {t(`deliveries.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {listed.edges.map(({ node }) => (
                <Delivered key={node.id} delivered={node} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {listed?.pageInfo.hasNextPage && (
        <Button variant="default" onClick={() => void fetchMore({ variables: { after: listed.pageInfo.endCursor } })}>
          {site('site.more')}
        </Button>
      )}
    </Stack>
  )
}

function Delivered({ delivered }: { delivered: DeliveredFragment }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const [sendAgain, { data, error, loading }] = useMutation(SendAgainDocument)
  const { id, userId, channel, kinds, status, reason, attempts, changedAt } = delivered
  const refusal = data?.resendNotice.userErrors[0]
  const whom = userId ?? t('deliveries.staff')
  return (
    <Table.Tr data-delivery={status}>
      <Table.Td>{formats.moment(changedAt)}</Table.Td>
      <Table.Td>{whom}</Table.Td>
      <Table.Td>{kinds.join(', ')}</Table.Td>
      <Table.Td>{channel}</Table.Td>
      <Table.Td>
        <Text size="sm">
          {t(`deliveryStatus.${status}`)}
          {reason === null ? '' : `: ${reason}`} ({t('deliveries.tried', { count: attempts })})
        </Text>
        {FAILED.includes(status) && (
          <Button
            variant="default"
            size="compact-sm"
            loading={loading}
            aria-label={`${t('deliveries.send')}: ${kinds.join(', ')}, ${whom}`}
            onClick={() => void sendAgain({ variables: { input: { deliveryId: id } } }).catch(() => undefined)}
          >
            {t('deliveries.send')}
          </Button>
        )}
        {refusal && (
          <Text size="sm" c="red.9" role="status">
            {site(`userError.${refusal.code}`)}
          </Text>
        )}
        {error && <Problem error={error} />}
      </Table.Td>
    </Table.Tr>
  )
}
