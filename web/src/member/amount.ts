import type { TFunction } from 'i18next'
import type { Formats } from '../words/format.ts'

/** In won: less than this no payment provider charges. The API refuses what leaves less. */
export const LEAST_CHARGE = 100

/** What is paid for a rental: money, points, or both. A point is worth a won. */
export function amountOf(fee: number, points: number, t: TFunction, formats: Formats): string {
  const money = formats.money(fee - points)
  if (points === 0) return money
  const inPoints = t('amount.points', { count: points })
  return points === fee ? inPoints : t('amount.both', { fee: money, points: inPoints })
}

/** Whether so many points can be used, of those that there are; none always can. */
export function isPayable(fee: number, points: number, available: number): boolean {
  const rest = fee - points
  return points === 0 || (points > 0 && points <= available && (rest === 0 || rest >= LEAST_CHARGE))
}
