import { happens, staysQuiet } from '@ebook/chassis/decider'
import type { Command, RentalDecision } from './language.ts'
import { isTerminal, type Rental } from './state.ts'

const DAY_MS = 86_400_000

/** For so long after a refund a bank may send it back (P13), and somebody has to know whose it was. */
export const MAY_BOUNCE_FOR_MS = 30 * DAY_MS

/** Nobody's subject begins so. */
const PSEUDONYM = 'anon:'

export const pseudonymOf = (random: string): string => `${PSEUDONYM}${random}`

const isAnonymous = ({ userId }: Pick<Rental, 'userId'>): boolean => userId.startsWith(PSEUDONYM)

/**
 * Who had what ends some time after the rental did (R25), unless its member keeps it: with `retentionMs` after the last
 * that happened to it, and not while money may come back. Null: the member has asked for it now.
 */
export function anonymise(command: Command<'anonymise'>, rental: Rental): RentalDecision {
  const { pseudonym, quietForMs, retentionMs, keepsHistory } = command
  if (isAnonymous(rental) || !isTerminal(rental)) return staysQuiet
  const isRefundOpen = rental.refundState !== null && rental.refundState !== 'DONE'
  if (isRefundOpen) return staysQuiet
  if (retentionMs !== null) {
    const neededMs = mayBounce(rental) ? Math.max(retentionMs, MAY_BOUNCE_FOR_MS) : retentionMs
    if (keepsHistory || quietForMs < neededMs) return staysQuiet
  }
  return happens({ type: 'RentalAnonymised', rentalId: rental.id, bookId: rental.bookId, pseudonym })
}

/** A loan that ran to its end, whose payment everybody has heard of, is over for good; of what else was paid some may come. */
const mayBounce = ({ copyId, refundState, canceledDate, chargedAmount, payback }: Rental): boolean =>
  copyId === null || canceledDate !== null || refundState !== null || (chargedAmount !== 0 && payback === null)
