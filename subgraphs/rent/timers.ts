import { every } from '@ebook/chassis/timer'
import type { Rent } from './ports.ts'
import { expireDue } from './timers/due-at.ts'
import { payLater } from './timers/pay-later.ts'
import { endUnpaid } from './timers/pay-until.ts'

/** Everything that rent does because time has passed. Each replica runs all of them; the rows are shared out. */
export function startTimers(rent: Rent): { stop(): Promise<void> } {
  const timers = [
    every(250, 'pay-later', (signal) => payLater(rent, signal), rent.log),
    every(1_000, 'pay-until', (signal) => endUnpaid(rent, signal), rent.log),
    every(1_000, 'due-at', (signal) => expireDue(rent, signal), rent.log),
  ]
  return {
    async stop() {
      await Promise.all(timers.map((timer) => timer.stop()))
    },
  }
}
