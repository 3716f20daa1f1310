import { Alert, Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isCertain } from '../api/client.ts'
import type { BookPageQuery } from '../generated/member.ts'
import { useMyRentals } from '../live/my-rentals.ts'
import { useSession, useSessionState } from '../sign-in/session-context.tsx'
import { useFormats } from '../words/format.ts'
import { MyRental } from './my-rental.tsx'
import classes from './rent-button.module.css'
import { RentalActionsRow } from './rental-actions-row.tsx'
import { sentencesOf } from './sentences.ts'
import { isOver, useMyRentalOnPage, useWhenMyRentalMoves } from './use-my-rental-of.ts'
import { useRent, type RentState, type RequestedRental } from './use-rent.ts'

interface Props {
  readonly book: Pick<NonNullable<BookPageQuery['book']>, 'id' | 'title' | 'rentalFee' | 'status'>
  /** What is shown of the title may be old. */
  readonly onChanged: () => void
}

export function RentButton({ book, onChanged }: Props) {
  const { t, i18n } = useTranslation()
  const formats = useFormats()
  const session = useSession()
  const sessionState = useSessionState()
  const { state, rent } = useRent(book.id, book.rentalFee)
  const outcome = useRef<HTMLDivElement>(null)
  const { mine, isAwaited } = useMyRentalOnPage(book)
  const { rows } = useMyRentals()
  useWhenMyRentalMoves(book.id, onChanged)

  if (sessionState.kind !== 'signed-in') {
    return (
      <Button
        size="md"
        disabled={sessionState.kind === 'signed-out' && sessionState.isLeaving === true}
        onClick={() => void session.signIn(i18n.language)}
      >
        {t('book.signInToRent')}
      </Button>
    )
  }
  const { roles } = sessionState.viewer
  if (!roles.includes('MEMBER')) return roles.includes('ADMIN') ? null : <Text c="gray.7">{t('book.membersOnly')}</Text>

  // What was pressed here is told of below, where it was pressed.
  const isPressed = state.kind === 'sending' || state.kind === 'requested'
  if (!isPressed && mine !== undefined) return <MyRental mine={mine} onChanged={onChanged} />
  if (!isPressed && isAwaited) return <Skeleton height={42} width={180} role="status" aria-label={t('site.loading')} />

  const press = async () => {
    const next = await rent()
    if (next.kind === 'requested' || next.kind === 'refused') onChanged()
    // A button that is busy cannot keep the focus.
    outcome.current?.focus({ preventScroll: true })
  }
  const isLent = book.status !== 'POSSIBLE'
  const row = state.kind === 'requested' ? rows.get(state.rental.id) : undefined
  const isDone = state.kind === 'requested' && !(row && isOver(row))
  const label = book.rentalFee === 0 ? t('book.rentFree') : t('book.rent', { fee: formats.money(book.rentalFee) })
  return (
    <Stack gap="sm">
      <Button
        size="md"
        loading={state.kind === 'sending'}
        disabled={isDone || (isLent && state.kind !== 'unknown')}
        onClick={() => void press()}
        aria-describedby="rent-outcome"
      >
        {isDone ? t('book.requested') : label}
      </Button>
      <div id="rent-outcome" role="status" ref={outcome} tabIndex={-1} className={classes['outcome']}>
        {isLent && state.kind === 'idle' && (
          <Text c="gray.7">{t(book.status === 'WITHDRAWN' ? 'book.withdrawn' : 'book.full')}</Text>
        )}
        <Outcome state={state} title={book.title} onChanged={onChanged} />
      </div>
    </Stack>
  )
}

interface OutcomeProps {
  readonly state: RentState
  readonly title: string
  readonly onChanged: () => void
}

function Outcome({ state, title, onChanged }: OutcomeProps) {
  const { t } = useTranslation()
  switch (state.kind) {
    case 'idle':
      return null
    case 'sending':
      return <Text c="gray.7">{t('book.renting')}</Text>
    case 'requested':
      return <Requested rental={state.rental} title={title} onChanged={onChanged} />
    case 'refused':
      return (
        <Alert color="orange">
          <Text c="orange.9">{t(`userError.${state.code}`)}</Text>
        </Alert>
      )
    case 'unknown':
      return (
        <Alert color="orange">
          <Text c="orange.9">
            {t(`failure.${state.failure}`)} {t(isCertain(state.failure) ? 'book.notSent' : 'book.unknown')}
          </Text>
        </Alert>
      )
  }
}

/** As it was answered, and from then on as it becomes. */
function Requested({ rental, title, onChanged }: Omit<OutcomeProps, 'state'> & { rental: RequestedRental }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { rows } = useMyRentals()
  const row = rows.get(rental.id)
  const paymentState = row?.paymentState ?? rental.paymentState
  const status = row?.status ?? rental.status
  const words = () => {
    if (row && status !== 'RENTED' && status !== 'PAID') return sentencesOf(row, t, formats).join(' ')
    if (status !== 'RENTED' && status !== 'PAID') return t(`status.${status}`)
    if (status === 'PAID' || paymentState === 'PAID') return t(rental.rentalFee === 0 ? 'book.paidFree' : 'book.paid')
    if (paymentState === 'DECLINED') return t('book.declined', { time: formats.moment(rental.payUntil) })
    const again = row?.rental?.retryAfter ?? rental.retryAfter
    return again === null ? t('book.laterNow') : t('book.later', { time: formats.time(again) })
  }
  return (
    <Alert color="cyan" data-rental={rental.id}>
      <Stack gap="sm">
        <Text c="cyan.9">{words()}</Text>
        <RentalActionsRow
          row={{
            rentalId: rental.id,
            title,
            status,
            paymentState,
            rentalFee: rental.rentalFee,
            dueAt: row?.dueAt ?? null,
          }}
          onDone={onChanged}
        />
        <Anchor component={Link} to="/rentals" c="cyan.9" underline="always">
          {t('book.watch')}
        </Anchor>
      </Stack>
    </Alert>
  )
}
