import { useQuery } from '@apollo/client/react'
import { Alert, Button, Card, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PointsPageDocument, type PointsPageQuery } from '../generated/member.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useMyRentals, type RentalRow } from '../live/my-rentals.ts'
import { useWhenRentalsChange } from '../live/use-when-rows-change.ts'
import { useFormats } from '../words/format.ts'

const PAGE = 20

type Entry = PointsPageQuery['myPoints']['entries']['edges'][number]['node']

export function PointsPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('points.title')}>
      <ForRole role="MEMBER">
        <MyPoints />
      </ForRole>
    </Page>
  )
}

function MyPoints() {
  const { t } = useTranslation()
  const { data, error, refetch, fetchMore } = useQuery(PointsPageDocument, {
    variables: { first: PAGE },
    fetchPolicy: 'cache-and-network',
  })
  const [more, setMore] = useState<{ busy: boolean; error?: unknown }>({ busy: false })
  useWhenRentalsChange(tellOfPoints, AFTER_THE_LAST_MS, refetch)
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={200} role="status" aria-label={t('site.loading')} />
  const { available, pending, lifetime, entries } = data.myPoints
  const showMore = async () => {
    setMore({ busy: true })
    try {
      await fetchMore({ variables: { first: PAGE, after: entries.pageInfo.endCursor } })
      setMore({ busy: false })
    } catch (problem) {
      setMore({ busy: false, error: problem })
    }
  }
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 3 }} role="group" aria-label={t('points.title')}>
        <Amount label={t('points.available')} points={available} name="available" />
        <Amount label={t('points.pending')} points={pending} name="pending" />
        <Amount label={t('points.lifetime')} points={lifetime} name="lifetime" />
      </SimpleGrid>
      {available < 0 && (
        <Alert color="orange">
          <Text c="orange.9">{t('points.debt')}</Text>
        </Alert>
      )}
      <section aria-labelledby="movements">
        <Title order={2} size="h4" id="movements" mb="xs">
          {t('points.history')}
        </Title>
        {entries.edges.length === 0 ? (
          <Text>{t('points.none')}</Text>
        ) : (
          <Movements entries={entries.edges.map(({ node }) => node)} />
        )}
      </section>
      {more.error !== undefined && <Problem error={more.error} />}
      {entries.pageInfo.hasNextPage && (
        <Stack align="center" gap="xs">
          <Text size="sm" c="gray.7">
            {t('points.shown', { shown: entries.edges.length, count: entries.totalCount })}
          </Text>
          <Button variant="default" loading={more.busy} onClick={() => void showMore()}>
            {t('site.more')}
          </Button>
        </Stack>
      )}
    </Stack>
  )
}

function Amount({ label, points, name }: { label: string; points: number; name: string }) {
  const formats = useFormats()
  return (
    <Card withBorder data-points={name}>
      <Text size="sm" c="gray.7">
        {label}
      </Text>
      <Text size="xl" fw={700}>
        {formats.number(points)}
      </Text>
    </Card>
  )
}

function Movements({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { rows } = useMyRentals()
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table aria-labelledby="movements">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('points.when')}</Table.Th>
            <Table.Th>{t('points.what')}</Table.Th>
            <Table.Th ta="right">{t('points.howMany')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map(({ id, kind, points, rentalId, time }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <time dateTime={time}>{formats.moment(time)}</time>
              </Table.Td>
              <Table.Td>
                {t(`pointEntry.${kind}`)}
                <Text size="sm" c="gray.7">
                  {rows.get(rentalId)?.title}
                </Text>
              </Table.Td>
              <Table.Td ta="right" c={points < 0 ? 'red.9' : undefined}>
                {formats.signed(points)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const AFTER_THE_LAST_MS = 500
const tellOfPoints = ({ rentalId, points, status }: RentalRow) => `${rentalId} ${points} ${status}`
