import { every, whenDue, type Timer } from '@ebook/chassis/timer'
import { listTitles } from './list-titles.ts'
import type { BookPorts } from './ports.ts'
import { anonymiseGivenUp } from './timers/anonymise.ts'
import { refuseUndecided } from './timers/decide-by.ts'
import { eraseMembers } from './timers/erase.ts'
import { passHolds } from './timers/holds.ts'
import { passBlocks, passTime } from './timers/pass-time.ts'

const POLL_MS = 10_000
/** Who was erased or blocked is so here within five seconds (docs/domain.md). */
const MEMBERS_MS = 5_000
/** How long a title that a process of an older release registered stays out of the lists. */
const LISTING_MS = 60_000

/** Nobody waits to be forgotten to the minute. */
const ANONYMISE_MS = 600_000

/** Everything that book does because time has passed. */
export const startTimers = (ports: BookPorts): Timer[] => [
  whenDue(POLL_MS, 'decide-by', () => refuseUndecided(ports), ports.log),
  whenDue(POLL_MS, 'licences', () => passTime(ports), ports.log),
  whenDue(POLL_MS, 'holds', () => passHolds(ports), ports.log),
  whenDue(MEMBERS_MS, 'blocks', () => passBlocks(ports), ports.log),
  every(MEMBERS_MS, 'erase', () => eraseMembers(ports), ports.log),
  every(ANONYMISE_MS, 'anonymise', () => anonymiseGivenUp(ports), ports.log),
  every(LISTING_MS, 'listing', () => listTitles(ports.db), ports.log),
]
