import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'
import { DecisionOutcome } from './decision-outcome.tsx'
import classes from './queue.module.css'
import { RefuseDialog } from './refuse-dialog.tsx'
import { useDecision } from './use-decision.ts'
import type { QueueRow } from './waiting-requests.ts'

/** One paid request and all that is needed to decide. It keeps its height and its buttons, whatever becomes of it. */
export function RequestCard({ row }: { row: QueueRow }) {
  const { t } = useTranslation('librarian')
  const { state, approve, refuse } = useDecision(row)
  const [isRefusing, dialog] = useDisclosure()
  const isOpen = row.status === 'PAID' && (state.kind === 'open' || state.kind === 'unknown')
  const names = { title: row.title, member: row.userId }
  return (
    <Card withBorder component="article" aria-labelledby={`title-${row.rentalId}`} data-rental={row.rentalId}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h5" id={`title-${row.rentalId}`}>
            {row.title}
          </Title>
          <Text size="sm" c="gray.7">
            {row.book?.authors.join(', ') ?? ' '}
          </Text>
        </div>
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
            <Button
              color="red.9"
              variant="outline"
              disabled={!isOpen}
              onClick={dialog.open}
              aria-label={t('queue.refuseWhat', names)}
            >
              {t('queue.refuse')}
            </Button>
            <Button
              color="green.9"
              disabled={!isOpen}
              loading={state.kind === 'sending'}
              onClick={() => void approve()}
              aria-label={t('queue.approveWhat', names)}
            >
              {t('queue.approve')}
            </Button>
          </Group>
        </Group>
        <div className={classes['outcome']} role="status">
          <DecisionOutcome row={row} state={state} />
        </div>
      </Stack>
      <RefuseDialog
        row={row}
        opened={isRefusing}
        onClose={dialog.close}
        onRefuse={(refusing) => {
          dialog.close()
          void refuse(refusing)
        }}
      />
    </Card>
  )
}

function Facts({ row }: { row: QueueRow }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  const { book, rental } = row
  const unknown = t('queue.unknown')
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('queue.member'), row.userId],
    [t('queue.fee'), formats.money(row.rentalFee)],
    [t('queue.paidAt'), row.paidDate === null ? unknown : formats.moment(row.paidDate)],
    [t('queue.decideBy'), rental?.request?.decideBy ? formats.dateTime(rental.request.decideBy) : unknown],
    [t('queue.seats'), book ? t('queue.seatsOf', { free: book.seatsFree, total: book.seatsTotal }) : unknown],
  ]
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
