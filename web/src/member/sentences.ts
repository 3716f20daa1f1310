import type { TFunction } from 'i18next'
import type { RentalRow } from '../live/my-rentals.ts'
import { en } from '../words/en.ts'
import type { Formats } from '../words/format.ts'
import { amountOf } from './amount.ts'

/** Of a row, what sentences are made from. */
export type Told = Pick<RentalRow, 'status' | 'paymentState' | 'rentalFee' | 'dueAt' | 'refusalReason' | 'rental'>

const ENDING = new Set<RentalRow['status']>(['REFUSED', 'CANCELING', 'CANCELED'])

/** Where a rental stands, why, and where its money is: whole sentences, most important first. */
export function sentencesOf(row: Told, t: TFunction, formats: Formats): string[] {
  return [...standing(row, t, formats), money(row, t, formats)]
}

function standing({ status, dueAt, refusalReason, rental }: Told, t: TFunction, formats: Formats): string[] {
  switch (status) {
    case 'APPROVED':
      return [
        dueAt === null
          ? t('statusSentence.APPROVED_NOW')
          : t('statusSentence.APPROVED', { due: formats.dateTime(dueAt) }),
      ]
    case 'REFUSED':
      return [t('statusSentence.REFUSED'), t(`refusalReason.${reasonIn(refusalReason)}`)]
    case 'CANCELED': {
      const reason = rental?.cancelReason ?? (refusalReason === null ? null : 'REFUSED')
      const why = reason === null ? [] : [t(`cancelReason.${reason}`)]
      const because =
        reason === 'REFUSED' && refusalReason !== null ? [t(`refusalReason.${reasonIn(refusalReason)}`)] : []
      return [...(why.length > 0 ? why : [t('statusSentence.CANCELED')]), ...because]
    }
    case 'RENTED':
    case 'PAID':
    case 'CANCELING':
    case 'RETURNED':
    case 'EXPIRED':
      return [t(`statusSentence.${status}`)]
  }
}

function money({ status, paymentState, rentalFee, rental }: Told, t: TFunction, formats: Formats): string {
  if (rentalFee === 0) return t('payment.free')
  const fee = amountOf(rentalFee, rental?.pointsToUse ?? 0, t, formats)
  const refundState = rental?.refundState ?? null
  if (refundState === 'FAILED') return t('refund.FAILED', { fee })
  if (refundState === 'PENDING' && paymentState === 'PAID') return t('refund.PENDING', { fee })
  if (refundState === 'DONE') return t('refund.DONE', { fee })
  if (ENDING.has(status)) return t(`paymentEnding.${paymentState}`, { fee })
  const at = rental?.retryAfter ? t('payment.at', { time: formats.moment(rental.retryAfter) }) : ''
  const until = rental?.payUntil ? t('payment.until', { time: formats.moment(rental.payUntil) }) : ''
  return t(`payment.${paymentState}`, { fee, at, until })
}

type Reason = keyof typeof en.refusalReason

/** The reason is a librarian's choice today and may be one tomorrow that this page has no words for. */
function reasonIn(reason: string | null): Reason {
  return reason !== null && reason in en.refusalReason ? (reason as Reason) : 'OTHER'
}
