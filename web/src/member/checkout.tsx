import { Checkbox, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BookPageQuery } from '../generated/member.ts'
import { useFormats } from '../words/format.ts'
import type { Wish } from './intent.ts'
import { PointsField } from './points-field.tsx'

export type RentedBook = Pick<
  NonNullable<BookPageQuery['book']>,
  'id' | 'title' | 'rentalFee' | 'status' | 'seatsFree' | 'unlimited' | 'nextLoanEnds' | 'holdsWaiting' | 'estimate'
>

export interface Choice {
  readonly points: number
  readonly acceptsShorter: boolean
  readonly holdIfTaken: boolean
}

export const PLAIN: Choice = { points: 0, acceptsShorter: false, holdIfTaken: false }

/** Whoever is not the next one may lose the last seat to somebody else before the payment is known. */
const mayLoseSeat = ({ seatsFree, unlimited }: RentedBook, holdId: string | undefined): boolean =>
  holdId === undefined && !unlimited && seatsFree === 1

/** What is sent of a choice; what does not concern the title is left out. */
export function wishOf(choice: Choice, book: RentedBook, holdId: string | undefined): Wish {
  return {
    ...(holdId !== undefined && { holdId }),
    ...(choice.points > 0 && { pointsToUse: choice.points }),
    ...(choice.holdIfTaken && mayLoseSeat(book, holdId) && { holdIfTaken: true as const }),
    ...(choice.acceptsShorter && book.nextLoanEnds !== null && { acceptsShorterLoan: true as const }),
  }
}

interface Props {
  readonly book: RentedBook
  readonly holdId: string | undefined
  readonly choice: Choice
  /** Of a request that may have arrived nothing is changed any more. */
  readonly isFixed: boolean
  readonly onChange: (choice: Choice) => void
}

/** What is to be said before a title is rented. */
export function Checkout({ book, holdId, choice, isFixed, onChange }: Props) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  return (
    <Stack gap="xs">
      <PointsField
        fee={book.rentalFee}
        points={choice.points}
        isFixed={isFixed}
        onChange={(points) => onChange({ ...choice, points })}
      />
      {book.nextLoanEnds !== null && (
        <Checkbox
          label={t('checkout.shorter', { time: dateTime(book.nextLoanEnds) })}
          checked={choice.acceptsShorter}
          disabled={isFixed}
          onChange={({ currentTarget: { checked } }) => onChange({ ...choice, acceptsShorter: checked })}
        />
      )}
      {mayLoseSeat(book, holdId) && (
        <Checkbox
          label={t('checkout.ifTaken')}
          checked={choice.holdIfTaken}
          disabled={isFixed}
          onChange={({ currentTarget: { checked } }) => onChange({ ...choice, holdIfTaken: checked })}
        />
      )}
    </Stack>
  )
}
