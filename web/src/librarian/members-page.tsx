import { useQuery } from '@apollo/client/react'
import { Button, Checkbox, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FindMembersDocument, type FindMembersQuery } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { readMemberFilter, type MemberFilter } from './member-filter.ts'
import { MemberLink } from './member-link.tsx'
import { useStanding } from './use-standing.ts'
import './words/add.ts'

const PAGE = 50

export function MembersPage() {
  const { t } = useTranslation('librarian')
  return (
    <Page title={t('members.title')} wide>
      <ForRole role="ADMIN">
        <Members />
      </ForRole>
    </Page>
  )
}

function Members() {
  const filter = useSearch({ from: '/members' })
  return (
    <Stack>
      <Filters filter={filter} />
      <Found filter={filter} />
    </Stack>
  )
}

function Filters({ filter }: { filter: MemberFilter }) {
  const { t } = useTranslation('librarian')
  const navigate = useNavigate({ from: '/members' })
  const go = (next: Partial<Record<keyof MemberFilter, unknown>>) =>
    void navigate({ search: readMemberFilter({ ...filter, ...next }) })
  return (
    <Group align="flex-end">
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
          label={t('members.find')}
          placeholder={t('all.anything')}
          defaultValue={filter.find ?? ''}
          onBlur={({ currentTarget }) => go({ find: currentTarget.value })}
        />
      </form>
      <Checkbox
        mb={8}
        label={t('members.blockedOnly')}
        checked={filter.blocked === true}
        onChange={({ currentTarget }) => go({ blocked: currentTarget.checked })}
      />
      {filter.find !== undefined && (
        <MemberLink userId={filter.find}>{t('members.open', { member: filter.find })}</MemberLink>
      )}
    </Group>
  )
}

function Found({ filter }: { filter: MemberFilter }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(FindMembersDocument, {
    variables: { first: PAGE, search: filter.find ?? null, blocked: filter.blocked ?? null },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const members = (data ?? previousData)?.members
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (members === undefined) return <Text role="status">{site('site.loading')}</Text>
  return (
    <Stack aria-busy={loading}>
      <Text role="status" size="sm" c="gray.7">
        {members.totalCount === 0
          ? t('members.none')
          : t('members.count', { count: members.totalCount, formatted: formats.number(members.totalCount) })}
      </Text>
      {members.edges.length > 0 && <Listed members={members.edges.map(({ node }) => node)} />}
      {members.pageInfo.hasNextPage && (
        <Button
          variant="default"
          loading={loading}
          style={{ alignSelf: 'center' }}
          onClick={() => void fetchMore({ variables: { after: members.pageInfo.endCursor } })}
        >
          {site('site.more')}
        </Button>
      )}
    </Stack>
  )
}

type Member = FindMembersQuery['members']['edges'][number]['node']

function Listed({ members }: { members: readonly Member[] }) {
  const { t } = useTranslation('librarian')
  const standingOf = useStanding()
  return (
    <Table.ScrollContainer minWidth={480} type="native" tabIndex={0} role="region" aria-label={t('members.title')}>
      <Table striped verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('all.member')}</Table.Th>
            <Table.Th>{t('members.loans')}</Table.Th>
            <Table.Th>{t('members.standing')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <Table.Tr key={member.id} data-member={member.id}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <MemberLink userId={member.id} />
              </Table.Td>
              <Table.Td>{t('members.of', { open: member.openLoans, limit: member.limits.loans })}</Table.Td>
              <Table.Td>{standingOf(member).join(' ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
