import { Anchor, Button, Card, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import { DecisionOutcome } from './decision-outcome.tsx'
import { MemberLink } from './member-link.tsx'
import type { QueueRow } from './queue-order.ts'
import classes from './queue.module.css'
import { isUndecided, type DecisionState } from './use-decisions.ts'

interface Props {
  readonly row: QueueRow
  readonly state: DecisionState
  readonly isSelected: boolean
  /** With `upTo` also those between it and the one that was chosen before it. */
  readonly onSelect: (rentalId: string, isSelected: boolean, upTo: boolean) => void
  readonly onApprove: (row: QueueRow) => void
  readonly onRefuse: (row: QueueRow) => void
}

/**
 * One paid request and all that is needed to decide. It keeps its height and its buttons, whatever becomes of it; a
 * button that is not to be pressed keeps the keyboard's focus. Drawn anew only when it has changed itself.
 */
export const RequestCard = memo(function RequestCard({ row, state, isSelected, onSelect, onApprove, onRefuse }: Props) {
  const { t } = useTranslation('librarian')
  const isOpen = isUndecided(row, state)
  const names = { title: row.title, member: row.userId }
  const whenOpen = (act: (row: QueueRow) => void) => ({
    'aria-disabled': !isOpen,
    'data-disabled': !isOpen || undefined,
    onClick: () => isOpen && act(row),
  })
  return (
    <Card
      withBorder
      component="article"
      tabIndex={-1}
      className={classes['card'] ?? ''}
      aria-labelledby={`title-${row.rentalId}`}
      data-rental={row.rentalId}
    >
      <Stack gap="sm">
        <Group wrap="nowrap" align="flex-start" gap="sm">
          <Checkbox
            mt={2}
            checked={isSelected}
            disabled={!isOpen}
            onChange={({ currentTarget, nativeEvent }) =>
              onSelect(row.rentalId, currentTarget.checked, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
            }
            aria-label={t('queue.selectWhat', names)}
          />
          <div>
            <Title order={2} size="h5" id={`title-${row.rentalId}`} className={classes['title'] ?? ''}>
              {row.title}
            </Title>
            <Text size="sm" c="gray.7">
              {row.book?.authors.join(', ') ?? ' '}
            </Text>
          </div>
        </Group>
        <Facts row={row} />
        <Group justify="space-between">
          <Group gap="md">
            <Anchor renderRoot={(props) => <Link to="/all-rentals" search={{ member: row.userId }} {...props} />}>
              {t('queue.othersOf', { member: row.userId })}
            </Anchor>
            <Anchor
              renderRoot={(props) => (
                <Link to="/all-rentals/$rentalId" params={{ rentalId: row.rentalId }} {...props} />
              )}
            >
              {t('queue.trace')}
            </Anchor>
          </Group>
          <Group gap="xs">
            <Button color="red.9" variant="outline" {...whenOpen(onRefuse)} aria-label={t('queue.refuseWhat', names)}>
              {t('queue.refuse')}
            </Button>
            <Button color="green.9" {...whenOpen(onApprove)} aria-label={t('queue.approveWhat', names)}>
              {t('queue.approve')}
            </Button>
          </Group>
        </Group>
        <div className={classes['outcome']} role="status">
          <DecisionOutcome row={row} state={state} />
        </div>
      </Stack>
    </Card>
  )
})

function Facts({ row }: { row: QueueRow }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const { rental } = row
  const unknown = t('queue.unknown')
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('queue.member'), <MemberLink key="member" userId={row.userId} />],
    [t('queue.fee'), row.rentalFee === 0 ? site('catalogue.free') : formats.money(row.rentalFee)],
    [t('queue.paidAt'), row.paidDate === null ? unknown : formats.moment(row.paidDate)],
    [t('queue.decideBy'), rental?.request?.decideBy ? formats.dateTime(rental.request.decideBy) : unknown],
  ]
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{t('queue.seats')}</dt>
        <dd className={classes['seats']}>
          <Seats row={row} />
        </dd>
      </div>
    </dl>
  )
}

/** A request that waits has a seat already: it is one of those in use. */
function Seats({ row: { book, rental } }: { row: QueueRow }) {
  const { t } = useTranslation('librarian')
  const free = book && t('queue.seatsOf', { free: book.seatsFree, total: book.seatsTotal })
  if (rental?.request?.status !== 'REQUESTED') return free ?? t('queue.unknown')
  return (
    <>
      {t('queue.reserved')}
      {book && book.seatsFree > 0 && ` (${t('queue.besides', { free: book.seatsFree, total: book.seatsTotal })})`}
    </>
  )
}
