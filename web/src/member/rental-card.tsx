import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RentalRow } from '../live/my-rentals.ts'
import { useFormats } from '../words/format.ts'
import { AutoRenewal } from './auto-renewal.tsx'
import { DecisionWords } from './decision-words.tsx'
import { LoanWords } from './loan-words.tsx'
import { actionsOf, isUrgent, labelOf, type Action } from './rental-actions.ts'
import classes from './rental-card.module.css'
import { RentalTimeline } from './rental-timeline.tsx'
import { sentencesOf } from './sentences.ts'
import { shownStatus } from './timeline-steps.ts'
import { useLoan } from './use-loan.ts'

const COLORS: Readonly<Record<RentalRow['status'], string>> = {
  RENTED: 'cyan.9',
  PAID: 'cyan.9',
  APPROVED: 'green.9',
  REFUSED: 'red.9',
  CANCELING: 'orange.9',
  RETURNED: 'gray.7',
  EXPIRED: 'gray.7',
  CANCELED: 'gray.7',
}

interface Props {
  readonly row: RentalRow
  readonly isBusy: boolean
  readonly onAct: (action: Action) => void
}

/** One rental. It keeps its height, and each button its place, whatever becomes of it. */
export function RentalCard({ row, isBusy, onAct }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const loan = useLoan(row)
  const actions = actionsOf(row, loan)
  const forward: Action = actions.includes('return') ? 'return' : 'pay'
  const other: Action = actions.includes('renew') ? 'renew' : 'cancel'
  const button = (action: Action) => (
    <Button
      variant={isUrgent(action, row) ? 'filled' : 'default'}
      className={actions.includes(action) ? '' : (classes['absent'] ?? '')}
      disabled={isBusy || !actions.includes(action)}
      aria-hidden={!actions.includes(action)}
      aria-label={`${t(labelOf(action, row))}: ${row.title}`}
      onClick={() => onAct(action)}
    >
      {t(labelOf(action, row))}
    </Button>
  )
  return (
    <Card
      withBorder
      component="article"
      aria-labelledby={`title-${row.rentalId}`}
      data-rental={row.rentalId}
      data-status={row.status}
    >
      <Stack gap="sm">
        <Stack gap={6} align="flex-start">
          <Title order={3} size="h5" id={`title-${row.rentalId}`}>
            <Anchor renderRoot={(props) => <Link to="/books/$bookId" params={{ bookId: row.bookId }} {...props} />}>
              {row.title}
            </Anchor>
          </Title>
          {/* On a line of its own: a title beside it would break where the length of the status says. */}
          <Badge color={COLORS[shownStatus(row)]} variant="filled" tt="none">
            {t(`status.${shownStatus(row)}`)}
          </Badge>
        </Stack>
        <div className={classes['words']}>
          <Text size="sm">{sentencesOf(row, t, formats).join(' ')}</Text>
          <DecisionWords row={row} />
          <LoanWords loan={loan} dueAt={row.status === 'APPROVED' ? row.dueAt : null} isFree={row.rentalFee === 0} />
        </div>
        <RentalTimeline row={row} />
        <Group justify="space-between" align="center">
          <div className={classes['points']}>
            <Text size="sm" c="gray.7">
              {row.points === null
                ? ''
                : row.points === 0
                  ? noPoints(row, t)
                  : t('rentals.points', { count: row.points })}
            </Text>
            {loan.autoRenewal !== undefined && <AutoRenewal row={row} isOn={loan.autoRenewal} />}
          </div>
          <SimpleGrid cols={2} spacing="xs" className={classes['actions'] ?? ''}>
            {button(forward)}
            {button(other)}
          </SimpleGrid>
        </Group>
      </Stack>
    </Card>
  )
}

function noPoints(row: RentalRow, t: TFunction): string {
  // Points earn none.
  const charged = row.rentalFee - (row.rental?.pointsToUse ?? 0)
  return charged > 0 && row.paymentState !== 'PAID' ? t('rentals.pointsBack') : ''
}
