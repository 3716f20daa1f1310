import { useQuery } from '@apollo/client/react'
import { Anchor, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AllRentalsDocument } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { MemberLink } from './member-link.tsx'
import { readFilter, STATUSES, type RentalFilter } from './rental-filter.ts'
import { RentalTable } from './rental-table.tsx'
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
        <>
          <Anchor mb={6} renderRoot={(props) => <Link to="/all-rentals" {...props} />}>
            {t('all.everybody', { member: filter.member })}
          </Anchor>
          <MemberLink userId={filter.member}>{t('members.open', { member: filter.member })}</MemberLink>
        </>
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
      // What a member had is on their page, for a reason.
      over: filter.member === undefined ? null : false,
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
      {rows.length > 0 && <RentalTable label={t('all.title')} rows={rows} />}
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
