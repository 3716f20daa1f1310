import { whenDue, type Timer } from '@ebook/chassis/timer'
import type { RentPorts } from './ports.ts'
import { fromTimeToTime } from './timers/anonymise.ts'
import { renewByItself } from './timers/auto-renewal.ts'
import { expireDue } from './timers/due-at.ts'
import { payLater } from './timers/pay-later.ts'
import { endUnpaid } from './timers/pay-until.ts'
import { revokeLoans } from './timers/revocation.ts'

/** Whoever defers a payment wakes its timer; a deadline that is nearer than the next look is seen by it all the same. */
const POLL_MS = 10_000

/** Everything that rent does because time has passed. Each replica runs all of them; the rows are shared out. */
export const startTimers = (rent: RentPorts): Timer[] => [
  whenDue(POLL_MS, 'pay-later', (signal) => payLater(rent, signal), rent.log),
  whenDue(Math.min(POLL_MS, rent.settings.payForMs), 'pay-until', (signal) => endUnpaid(rent, signal), rent.log),
  whenDue(POLL_MS, 'auto-renewal', (signal) => renewByItself(rent, signal), rent.log),
  whenDue(POLL_MS, 'due-at', (signal) => expireDue(rent, signal), rent.log),
  whenDue(POLL_MS, 'revocation', (signal) => revokeLoans(rent, signal), rent.log),
  whenDue(POLL_MS, 'anonymise', fromTimeToTime(rent), rent.log),
]
