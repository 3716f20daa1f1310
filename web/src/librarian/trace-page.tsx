import { useQuery } from '@apollo/client/react'
import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { RentalTraceDocument, type RentalTraceQuery } from '../generated/librarian.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { MemberLink } from './member-link.tsx'
import classes from './queue.module.css'
import { GoodwillRefund, RetryRefund } from './refund-buttons.tsx'
import { RevokeRental } from './revoke-rental.tsx'
import { TraceEvents } from './trace-events.tsx'
import './words/add.ts'

export function TracePage() {
  const { t } = useTranslation('librarian')
  const { rentalId } = useParams({ from: '/all-rentals/$rentalId' })
  return (
    <Page title={t('trace.title')} wide>
      <ForRole role="ADMIN">
        <Trace rentalId={rentalId} />
      </ForRole>
    </Page>
  )
}

function Trace({ rentalId }: { rentalId: string }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const { data, error, loading, refetch } = useQuery(RentalTraceDocument, {
    variables: { id: rentalId },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
    // The story is told also while the service that knows the money is away.
    errorPolicy: 'all',
  })
  const rental = data?.rental as RentalTraceQuery['rental'] | undefined
  if (error && !rental) return <Problem error={error} onRetry={() => void refetch()} />
  if (rental === undefined) return <Text role="status">{site('site.loading')}</Text>
  if (rental === null) return <Text>{t('trace.none')}</Text>
  return (
    <Stack>
      <Group justify="space-between">
        <Anchor component={Link} to="/all-rentals">
          {t('trace.back')}
        </Anchor>
        <Button size="xs" variant="default" loading={loading} onClick={() => void refetch()}>
          {t('all.again')}
        </Button>
      </Group>
      <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
        {rental.book.title}
      </Title>
      <Facts rental={rental} />
      <Refund rental={rental} onDone={() => void refetch()} />
      {rental.status === 'APPROVED' && <RevokeRental rental={rental} onDone={() => void refetch()} />}
      {error && <Problem error={error} />}
      <Title order={2} size="h4">
        {t('trace.events')}
      </Title>
      <TraceEvents entries={rental.trace} isFree={rental.rentalFee === 0} />
      <Text size="xs" c="gray.7">
        {t('trace.correlation', { id: rental.id })}
      </Text>
    </Stack>
  )
}

/** What a librarian may do about its money. */
function Refund({ rental, onDone }: { rental: NonNullable<RentalTraceQuery['rental']>; onDone: () => void }) {
  const formats = useFormats()
  const { payment } = rental
  const { title } = rental.book
  if (payment?.status === 'REFUND_FAILED') return <RetryRefund rentalId={rental.id} title={title} onDone={onDone} />
  if (payment?.status !== 'PAID' || payment.chargedAmount === 0) return null
  const fee = formats.money(payment.chargedAmount)
  return <GoodwillRefund paymentId={payment.id} title={title} fee={fee} onDone={onDone} />
}

function Facts({ rental }: { rental: NonNullable<RentalTraceQuery['rental']> }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const { request, payment } = rental
  const isFree = rental.rentalFee === 0
  const decision = [
    request && site(`requestStatus.${request.status}`),
    request?.decidedBy &&
      t('trace.by', { who: request.decidedBy === 'SYSTEM' ? t('trace.SYSTEM') : request.decidedBy }),
    request?.reasonCode && t(`reason.${request.reasonCode}`),
    request?.note && `“${request.note}”`,
  ].filter((part) => typeof part === 'string')
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('all.member'), <MemberLink key="member" userId={rental.userId} />],
    [t('all.status'), site(`status.${rental.status}`)],
    [t('all.fee'), isFree ? site('catalogue.free') : formats.money(rental.rentalFee)],
    [t('all.money'), isFree ? '' : t(`money.${rental.paymentState}`)],
    [t('trace.charged'), payment && !isFree ? formats.money(payment.chargedAmount) : ''],
    [t('trace.refunded'), payment && payment.refundedAmount > 0 ? formats.money(payment.refundedAmount) : ''],
    [t('trace.payback'), rental.payback === null ? '' : formats.number(rental.payback)],
    [t('trace.decision'), decision.join(', ')],
    [t('all.requested'), formats.dateTime(rental.rentedDate)],
    [t('all.due'), rental.dueAt === null ? '' : formats.dateTime(rental.dueAt)],
  ]
  return (
    <dl className={classes['facts']}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
