import { useQuery } from '@apollo/client/react'
import { Anchor, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { AllRentalsDocument, MemberPageDocument, type MemberPageQuery } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { DeliveryTable } from './delivery-table.tsx'
import { HoldTable } from './hold-table.tsx'
import { BlockForm, Blocks } from './member-blocks.tsx'
import { EraseMember } from './member-erase.tsx'
import { MemberHistory } from './member-history.tsx'
import { MemberLimits } from './member-limits.tsx'
import { RentalTable } from './rental-table.tsx'
import { useStanding } from './use-standing.ts'
import { LOOK_MS, useWhenLibraryMoves } from './use-when-library-moves.ts'
import './words/add.ts'

const NEWEST_RENTALS = 20

export function MemberPage() {
  const { userId } = useParams({ from: '/members/$userId' })
  return (
    <Page title={userId} wide>
      <ForRole role="ADMIN">
        <Member key={userId} userId={userId} />
      </ForRole>
    </Page>
  )
}

type Known = NonNullable<MemberPageQuery['member']>

function Member({ userId }: { userId: string }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const { data, error, refetch } = useQuery(MemberPageDocument, {
    variables: { id: userId },
    fetchPolicy: 'cache-and-network',
    // What one service cannot tell just now is left out.
    errorPolicy: 'all',
    pollInterval: LOOK_MS,
    skipPollAttempt: () => document.hidden,
  })
  useWhenLibraryMoves({ userId }, refetch)
  const member = data?.member as Known | null | undefined
  const changed = useCallback(() => void refetch(), [refetch])
  if (!member) {
    return error ? <Problem error={error} onRetry={changed} /> : <Text role="status">{site('site.loading')}</Text>
  }
  return (
    <Stack gap="xl">
      <div>
        <Anchor component={Link} to="/members">
          {t('members.back')}
        </Anchor>
        <Facts member={member} />
        {error && <Problem error={error} onRetry={changed} />}
      </div>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Stack component="section" aria-label={t('block.title')}>
          <Title order={2} size="h4">
            {t('block.title')}
          </Title>
          <Blocks userId={userId} blocks={member.blocks} />
          <BlockForm userId={userId} />
        </Stack>
        <MemberLimits member={member} />
      </SimpleGrid>
      <Holds member={member} onChanged={changed} />
      <Rentals userId={userId} />
      <MemberHistory userId={userId} />
      <Sent member={member} />
      <EraseMember userId={userId} />
    </Stack>
  )
}

function Facts({ member }: { member: Known }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const standingOf = useStanding()
  const { points } = member
  return (
    <>
      {standingOf(member).map((sentence) => (
        <Text key={sentence} role="status" fw={500}>
          {sentence}
        </Text>
      ))}
      <Text>{t('members.has', { open: member.openLoans, limit: member.limits.loans })}</Text>
      {points && (
        <Text>
          {t('members.points', {
            available: formats.number(points.available),
            pending: formats.number(points.pending),
            lifetime: formats.number(points.lifetime),
          })}{' '}
          {points.debt > 0 && t('members.debt', { debt: formats.number(points.debt) })}
        </Text>
      )}
    </>
  )
}

function Holds({ member: { holds }, onChanged }: { member: Known; onChanged: () => void }) {
  const { t } = useTranslation('librarian')
  if (!holds) return null
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {t('members.holds')}
      </Title>
      {holds.edges.length === 0 && <Text c="gray.7">{t('members.noHolds')}</Text>}
      {holds.edges.length > 0 && (
        <HoldTable
          label={t('members.holds')}
          heading={t('all.bookTitle')}
          holds={holds.edges.map(({ node: { book, ...hold } }) => ({
            hold,
            name: book?.title ?? '',
            link: book && (
              <Anchor
                lang={book.language ?? undefined}
                renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: book.id }} {...props} />}
              >
                {book.title}
              </Anchor>
            ),
          }))}
          onChanged={onChanged}
        />
      )}
    </Stack>
  )
}

function Sent({ member: { deliveries } }: { member: Known }) {
  const { t } = useTranslation('librarian')
  if (!deliveries) return null
  const { edges, totalCount } = deliveries
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {t('members.sent')}
      </Title>
      <Text c="gray.7">
        {totalCount === 0 ? t('members.noneSent') : t('members.sentShown', { shown: edges.length, count: totalCount })}
      </Text>
      {edges.length > 0 && <DeliveryTable label={t('members.sent')} deliveries={edges.map(({ node }) => node)} />}
    </Stack>
  )
}

/** What is open; the rest is asked for with a reason. */
function Rentals({ userId }: { userId: string }) {
  const { t } = useTranslation('librarian')
  const { data, error, refetch } = useQuery(AllRentalsDocument, {
    variables: { first: NEWEST_RENTALS, userId, over: false },
    fetchPolicy: 'cache-and-network',
  })
  useWhenLibraryMoves({ userId }, refetch)
  const rows = data?.dashboards.edges.map(({ node }) => node) ?? []
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {t('members.rentals')}
      </Title>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && rows.length === 0 && <Text c="gray.7">{t('members.noRentals')}</Text>}
      {rows.length > 0 && <RentalTable label={t('members.rentals')} rows={rows} />}
      {data?.dashboards.pageInfo.hasNextPage && (
        <Anchor renderRoot={(props) => <Link to="/all-rentals" search={{ member: userId }} {...props} />}>
          {t('queue.othersOf', { member: userId })}
        </Anchor>
      )}
    </Stack>
  )
}
