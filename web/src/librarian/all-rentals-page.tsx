import { useQuery } from '@apollo/client/react'
import { Anchor, Button, Checkbox, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AllRentalsDocument, type AllRentalsQuery } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import classes from './all-rentals.module.css'
import { RetryRefund } from './refund-buttons.tsx'
import { readFilter, STATUSES, type RentalFilter } from './rental-filter.ts'
import './words/add.ts'

const PAGE = 50

export function AllRentalsPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('all.title')} wide>
      <ForRole role="ADMIN">
        <AllRentals />
      </ForRole>
    </Page>
  )
}

function AllRentals() {
  const filter = useSearch({ from: '/all-rentals' })
  return (
    <Stack>
      <Filters filter={filter} />
      <Found filter={filter} />
    </Stack>
  )
}

function Filters({ filter }: { filter: RentalFilter }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const navigate = useNavigate({ from: '/all-rentals' })
  const go = (next: Partial<Record<keyof RentalFilter, unknown>>) =>
    void navigate({ search: readFilter({ ...filter, ...next }) })
  return (
    <Group align="flex-end">
      <NativeSelect
        label={t('all.status')}
        value={filter.status ?? ''}
        onChange={({ currentTarget }) => go({ status: currentTarget.value })}
        data={[
          { value: '', label: t('all.everyStatus') },
          ...STATUSES.map((value) => ({ value, label: site(`status.${value}`) })),
        ]}
      />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          go({ find: String(new FormData(event.currentTarget).get('find') ?? '') })
        }}
      >
        <TextInput
          key={filter.find ?? ''}
          name="find"
          type="search"
          label={t('all.find')}
          placeholder={t('all.anything')}
          defaultValue={filter.find ?? ''}
          onBlur={({ currentTarget }) => go({ find: currentTarget.value })}
        />
      </form>
      <Checkbox
        mb={8}
        label={t('all.refundFailed')}
        checked={filter.refundFailed === true}
        onChange={({ currentTarget }) => go({ refundFailed: currentTarget.checked })}
      />
      {filter.member !== undefined && (
        <Anchor mb={6} renderRoot={(props) => <Link to="/all-rentals" {...props} />}>
          {t('all.everybody', { member: filter.member })}
        </Anchor>
      )}
    </Group>
  )
}

function Found({ filter }: { filter: RentalFilter }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(AllRentalsDocument, {
    variables: {
      first: PAGE,
      status: filter.status ?? null,
      userId: filter.member ?? null,
      search: filter.find ?? null,
      refundFailed: filter.refundFailed ?? null,
    },
    // What is listed changes by others: it is asked for anew whenever the page is opened.
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const rentals = (data ?? previousData)?.dashboards
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (rentals === undefined) return <Text role="status">{site('site.loading')}</Text>
  const rows = rentals.edges.map(({ node }) => node)
  return (
    <Stack aria-busy={loading}>
      <Group justify="space-between">
        <Text role="status" size="sm" c="gray.7">
          {rentals.totalCount === 0 ? t('all.none') : t('all.count', { count: rentals.totalCount })}
        </Text>
        <Button size="xs" variant="default" loading={loading} onClick={() => void refetch()}>
          {t('all.again')}
        </Button>
      </Group>
      {rows.length > 0 && <Rentals rows={rows} />}
      {rentals.pageInfo.hasNextPage && (
        <Button
          variant="default"
          loading={loading}
          style={{ alignSelf: 'center' }}
          onClick={() => void fetchMore({ variables: { after: rentals.pageInfo.endCursor } })}
        >
          {site('site.more')}
        </Button>
      )}
    </Stack>
  )
}

type Row = AllRentalsQuery['dashboards']['edges'][number]['node']

function Rentals({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  return (
    <Table.ScrollContainer minWidth={760} type="native" tabIndex={0} role="region" aria-label={t('all.title')}>
      <Table striped verticalSpacing="xs" className={classes['rentals'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            {(['bookTitle', 'member', 'status', 'money', 'fee', 'points', 'requested', 'due'] as const).map((name) => (
              <Table.Th key={name}>{t(`all.${name}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.rentalId} data-rental={row.rentalId}>
              <Table.Td>
                <Anchor
                  renderRoot={(props) => (
                    <Link to="/all-rentals/$rentalId" params={{ rentalId: row.rentalId }} {...props} />
                  )}
                >
                  {row.title}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Anchor
                  aria-label={t('all.only', { member: row.userId })}
                  renderRoot={(props) => <Link to="/all-rentals" search={{ member: row.userId }} {...props} />}
                >
                  {row.userId}
                </Anchor>
              </Table.Td>
              <Table.Td>{site(`status.${row.status}`)}</Table.Td>
              <Table.Td>
                {row.rentalFee === 0 ? (
                  ''
                ) : row.refundFailed ? (
                  <RetryRefund rentalId={row.rentalId} title={row.title} />
                ) : (
                  t(`money.${row.paymentState}`)
                )}
              </Table.Td>
              <Table.Td>{row.rentalFee === 0 ? site('catalogue.free') : formats.money(row.rentalFee)}</Table.Td>
              <Table.Td>{row.points === null ? '' : formats.number(row.points)}</Table.Td>
              <Table.Td>{formats.moment(row.rentedDate)}</Table.Td>
              <Table.Td>{row.dueAt === null ? '' : formats.moment(row.dueAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
