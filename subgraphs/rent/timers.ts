import { every, type Timer } from '@ebook/chassis/timer'
import type { RentPorts } from './ports.ts'
import { expireDue } from './timers/due-at.ts'
import { payLater } from './timers/pay-later.ts'
import { endUnpaid } from './timers/pay-until.ts'

/** Everything that rent does because time has passed. Each replica runs all of them; the rows are shared out. */
export const startTimers = (rent: RentPorts): Timer[] => [
  every(250, 'pay-later', (signal) => payLater(rent, signal), rent.log),
  every(1_000, 'pay-until', (signal) => endUnpaid(rent, signal), rent.log),
  every(1_000, 'due-at', (signal) => expireDue(rent, signal), rent.log),
]
