import { entriesOf } from '../client-log.ts'
import type { Statement } from '../statement.ts'

const TIMES_AS_LONG = 3
/** Of fewer, one slow answer would decide. */
const ANSWERS_AT_LEAST = 100
/** What a busy machine takes anyway: three times of less than this nobody notices. */
const UNNOTICED_MS = 100

/** A stranger, a member, a librarian and a stolen context at once, while everybody else goes on. */
export const attackersGetNothing: Statement = {
  number: 27,
  title: 'attackers see and move nothing, and members are answered as before',
  needs: 'client log',
  entries: ['pace'],
  check: async ({ clientLog = [] }) => [
    ...entriesOf(clientLog, 'breach').map(({ attacker, what, at }) => ({
      row: `${attacker} at ${at}`,
      problem: `got ${what}`,
    })),
    ...entriesOf(clientLog, 'pace').flatMap(({ attempts, without, under }) => {
      const few = [without, under].some(({ answers }) => answers < ANSWERS_AT_LEAST)
      const row = 'the answers to members'
      if (attempts === 0) return [{ row, problem: 'nobody attacked' }]
      if (few) return [{ row, problem: `${without.answers} and ${under.answers} of them show nothing` }]
      const most = TIMES_AS_LONG * Math.max(without.p99, UNNOTICED_MS)
      if (under.p99 <= most) return []
      return [{ row, problem: `took ${under.p99} ms under attack, and ${without.p99} ms without (p99)` }]
    }),
  ],
}
