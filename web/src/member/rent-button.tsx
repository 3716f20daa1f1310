import { Alert, Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isCertain } from '../api/client.ts'
import type { UserErrorCode } from '../generated/member.ts'
import { useMyRentals } from '../live/my-rentals.ts'
import { useSession, useSessionState } from '../sign-in/session-context.tsx'
import { useFormats } from '../words/format.ts'
import { amountOf, isPayable } from './amount.ts'
import { Checkout, PLAIN, wishOf, type RentedBook } from './checkout.tsx'
import { MyRental } from './my-rental.tsx'
import { usePointsToSpend } from './points-field.tsx'
import classes from './rent-button.module.css'
import { RentalActionsRow } from './rental-actions-row.tsx'
import { sentencesOf } from './sentences.ts'
import { Blocks } from './standing.tsx'
import { PlaceHold, TitleHold } from './title-hold.tsx'
import { useMyHoldOf } from './use-my-holds.ts'
import { isOver, useMyRentalOnPage, useWhenMyRentalMoves } from './use-my-rental-of.ts'
import { useRent, type RentState, type RequestedRental } from './use-rent.ts'
import { obstacleTo, useStanding } from './use-standing.ts'

interface Props {
  readonly book: RentedBook
  /** What is shown of the title may be old. */
  readonly onChanged: () => void
}

export function RentButton({ book, onChanged }: Props) {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const sessionState = useSessionState()
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
  if (roles.includes('MEMBER')) return <MembersButton book={book} onChanged={onChanged} />
  return roles.includes('ADMIN') ? null : <Text c="gray.7">{t('book.membersOnly')}</Text>
}

function MembersButton({ book, onChanged }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { state, rent } = useRent(book.id, book.rentalFee)
  const [choice, setChoice] = useState(PLAIN)
  const outcome = useRef<HTMLDivElement>(null)
  const line = useRef<HTMLDivElement>(null)
  const { mine, isAwaited } = useMyRentalOnPage(book)
  const { hold, refetch } = useMyHoldOf(book.id)
  const standing = useStanding(true)
  const available = usePointsToSpend(book.rentalFee > 0)
  const { rows } = useMyRentals()
  useWhenMyRentalMoves(book.id, onChanged)
  const look = () => {
    onChanged()
    void refetch().catch(() => undefined)
  }

  // What was pressed here is told of below, where it was pressed.
  const isPressed = state.kind === 'sending' || state.kind === 'requested'
  if (!isPressed && mine !== undefined) return <MyRental mine={mine} onChanged={look} />
  if (!isPressed && (isAwaited || available === undefined))
    return <Skeleton height={42} width={180} role="status" aria-label={t('site.loading')} />

  const holdId = hold?.status === 'READY' ? hold.id : undefined
  const row = state.kind === 'requested' ? rows.get(state.rental.id) : undefined
  const isDone = state.kind === 'requested' && !(row && isOver(row))
  const isUnderWay = state.kind === 'sending' || state.kind === 'unknown' || isDone
  const placed = () => {
    look()
    // The button gives way to the hold.
    line.current?.focus({ preventScroll: true })
  }
  const place = (
    <div ref={line} tabIndex={-1} className={classes['line']}>
      {hold === undefined ? <PlaceHold book={book} onChanged={placed} /> : <TitleHold hold={hold} onChanged={look} />}
    </div>
  )
  if (book.status === 'IMPOSSIBLE' && holdId === undefined && !isUnderWay) {
    return (
      <Stack gap="sm">
        <Outcome state={state} title={book.title} onChanged={look} />
        {place}
      </Stack>
    )
  }

  const press = async () => {
    const next = await rent(wishOf(choice, book, holdId))
    if (next.kind === 'requested' || next.kind === 'refused') look()
    // A button that is busy cannot keep the focus.
    outcome.current?.focus({ preventScroll: true })
  }
  const obstacle = obstacleTo(standing)
  const isAgain = state.kind === 'unknown'
  const isShort = book.nextLoanEnds !== null && !choice.acceptsShorter
  const isPaid = isPayable(book.rentalFee, choice.points, available ?? 0)
  const isPossible = book.status !== 'WITHDRAWN' && obstacle === undefined && !isShort && isPaid
  const fee = amountOf(book.rentalFee, isPaid ? choice.points : 0, t, formats)
  return (
    <Stack gap="sm">
      {hold !== undefined && !isPressed && place}
      {!isDone && book.status !== 'WITHDRAWN' && (
        <Checkout book={book} holdId={holdId} choice={choice} isFixed={isUnderWay} onChange={setChoice} />
      )}
      <Button
        size="md"
        loading={state.kind === 'sending'}
        disabled={isDone || (!isPossible && !isAgain)}
        onClick={() => void press()}
        aria-describedby="rent-outcome"
      >
        {isDone ? t('book.requested') : book.rentalFee === 0 ? t('book.rentFree') : t('book.rent', { fee })}
      </Button>
      <div id="rent-outcome" role="status" ref={outcome} tabIndex={-1} className={classes['outcome']}>
        {state.kind === 'idle' && book.status === 'WITHDRAWN' && <Text c="gray.7">{t('book.withdrawn')}</Text>}
        {state.kind === 'idle' && obstacle !== undefined && <Text c="gray.7">{t(`userError.${obstacle}`)}</Text>}
        {standing !== undefined && obstacle === 'MEMBER_BLOCKED' && <Blocks standing={standing} />}
        <Outcome state={state} title={book.title} onChanged={look} />
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
      return <Requested rental={state.rental} code={state.code} title={title} onChanged={onChanged} />
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

interface RequestedProps extends Omit<OutcomeProps, 'state'> {
  readonly rental: RequestedRental
  readonly code: UserErrorCode | undefined
}

/** As it was answered, and from then on as it becomes. */
function Requested({ rental, code, title, onChanged }: RequestedProps) {
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
    if (paymentState === 'DECLINED' && code !== undefined) return t(`userError.${code}`)
    if (paymentState === 'DECLINED') return t('book.declined', { time: formats.moment(rental.payUntil) })
    if (paymentState === 'ACTION_REQUIRED') {
      const until = row?.rental?.payUntil ?? rental.payUntil
      return t('payment.ACTION_REQUIRED', { until: t('payment.until', { time: formats.moment(until) }) })
    }
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
            rental: row?.rental ?? { ...UNKNOWN, ...rental },
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

/** Of a rental that was requested just now. */
const UNKNOWN = { refundState: null, cancelReason: null, startsAt: null, expiredDate: null } as const
