import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import { entriesOf, type ClientLog } from '../client-log.ts'
import type { Installation } from '../installation.ts'
import type { OffendingRow, Statement } from '../statement.ts'

/** A statement that is nothing but a fold of the client log. */
const fold = (
  number: number,
  title: string,
  entries: NonNullable<Statement['entries']>,
  check: (log: ClientLog, installation: Installation) => OffendingRow[] | Promise<OffendingRow[]>,
): Statement => ({
  number,
  title,
  needs: 'client log',
  entries,
  check: async (installation) => check(installation.clientLog ?? [], installation),
})

export const subscriptionsEndOnTheLast = fold(
  20,
  'every subscription saw rising versions and ended on the last, also across reconnects',
  ['seen', 'subscribed', 'violation'],
  async (log, { dashboards }) => {
    const [file] = dashboards
    const db = file === undefined ? undefined : await openForReading(file)
    const found: OffendingRow[] = []
    try {
      const seen = Map.groupBy(entriesOf(log, 'seen'), ({ subscription, rentalId }) => `${subscription} ${rentalId}`)
      for (const [name, rows] of seen) {
        const row = `subscription ${name}`
        const fall = rows.findIndex(({ version }, index) => index > 0 && version <= (rows[index - 1]?.version ?? 0))
        if (fall > 0)
          found.push({ row, problem: `version ${rows[fall]?.version} came after ${rows[fall - 1]?.version}` })
        const last = rows.at(-1)
        const now = await db
          ?.selectFrom('dashboard_row')
          .select(['version', 'user_id'])
          .where('rental_id', '=', last?.rentalId ?? '')
          .executeTakeFirst()
        // Who is nobody's any more is not told of to who was its member.
        const isTold = last?.admin || !now?.user_id?.startsWith('anon:')
        if (now && isTold && now.version !== last?.version) {
          found.push({ row, problem: `ended on version ${last?.version}, and the last is ${now.version}` })
        }
      }
      for (const { subscription, what, at } of entriesOf(log, 'violation')) {
        found.push({
          row: `subscription ${subscription}`,
          problem: `was told what nobody may be told: ${what} (${at})`,
        })
      }
      for (const { subscription, member, admin } of entriesOf(log, 'subscribed')) {
        const all = db?.selectFrom('dashboard_row').select(['rental_id', 'version'])
        const theirs = await (admin ? all : all?.where('user_id', '=', member))?.execute()
        for (const { rental_id, version } of theirs ?? []) {
          if (seen.has(`${subscription} ${rental_id}`)) continue
          const row = `subscription ${subscription} ${rental_id}`
          found.push({ row, problem: `never saw it, and its last version is ${version}` })
        }
      }
      return found
    } finally {
      await db?.destroy()
    }
  },
)

export const nobodySawAnothers = fold(21, "nobody saw another member's row", ['seen'], (log) =>
  entriesOf(log, 'seen')
    .filter(({ admin, owner, member }) => !admin && owner !== member)
    .map(({ member, rentalId, owner, at }) => ({
      row: `rental ${rentalId}`,
      problem: `${member} saw it at ${at}, and it is ${owner}'s`,
    })),
)

/** Of a rental that its member has not given back and not canceled. */
const unended: readonly (string | null)[] = ['RENTED', 'PAID', 'APPROVED']

// By what is shown and not by versions: those count the events that a replica has, and the replica that is asked next may
// have the write and lack another event that the one before had.
export const ownWritesAreRead = fold(22, 'read-your-writes', ['read'], (log) =>
  entriesOf(log, 'read')
    .filter(({ wrote, status }) => status === null || (wrote === 'ended' && unended.includes(status)))
    .map(({ member, rentalId, wrote, status, at }) => ({
      row: `rental ${rentalId}`,
      problem: `${member} had ${wrote} it and read ${status ?? 'nothing'} at ${at}`,
    })),
)

/** A frame of a stack, or SQL, or a path of ours. */
const revealing = /\n {1,8}at |:\d+:\d+\)|\b(?:select|insert into|update|delete from)\b|node_modules/i

export const nothingIsRevealed = fold(
  24,
  'no 5xx body with a stack or SQL, no unhandled rejection',
  ['call', 'uncaught'],
  (log) => [
    ...entriesOf(log, 'call')
      .filter(({ status, body }) => (status ?? 0) >= 500 && body !== undefined && revealing.test(body))
      .map(({ operation, member, at, body }) => ({
        row: `${operation} of ${member} at ${at}`,
        problem: `was answered with ${body?.slice(0, 200)}`,
      })),
    ...entriesOf(log, 'uncaught').map(({ process, at, line }) => ({
      row: `${process} at ${at}`,
      problem: line.slice(0, 200),
    })),
  ],
)

export const backToBase = fold(25, 'memory, connections and lag back to base', ['figure'], (log) =>
  entriesOf(log, 'figure')
    .filter(({ base, end, mayGrowBy }) => end > base + mayGrowBy)
    .map(({ process, name, base, end, mayGrowBy }) => ({
      row: `${name} of ${process}`,
      problem: `was ${base} and is ${end}; it may have grown by ${mayGrowBy}`,
    })),
)

export const drainedInTime = fold(26, 'drained within the bound', ['drained'], (log) =>
  entriesOf(log, 'drained')
    .filter(({ tookMs, boundMs }) => tookMs === null || tookMs > boundMs)
    .map(({ tookMs, boundMs }) => ({
      row: 'the installation',
      problem: `${tookMs === null ? 'never came to rest' : `came to rest after ${tookMs} ms`}; the bound is ${boundMs} ms`,
    })),
)

const TIMES_AS_LONG = 3
/** Of fewer, one slow answer would decide. */
const ANSWERS_AT_LEAST = 100
/** What a busy machine takes anyway: three times of less than this nobody notices. */
const UNNOTICED_MS = 100

/** A stranger, a member, a librarian and a stolen context at once, while everybody else goes on. */
export const attackersGetNothing = fold(
  27,
  'attackers see and move nothing, and members are answered as before',
  ['pace'],
  (log) => [
    ...entriesOf(log, 'breach').map(({ attacker, what, at }) => ({
      row: `${attacker} at ${at}`,
      problem: `got ${what}`,
    })),
    ...entriesOf(log, 'pace').flatMap(({ attempts, without, under }) => {
      const few = [without, under].some(({ answers }) => answers < ANSWERS_AT_LEAST)
      const row = 'the answers to members'
      if (attempts === 0) return [{ row, problem: 'nobody attacked' }]
      if (few) return [{ row, problem: `${without.answers} and ${under.answers} of them show nothing` }]
      const most = TIMES_AS_LONG * Math.max(without.p99, UNNOTICED_MS)
      if (under.p99 <= most) return []
      return [{ row, problem: `took ${under.p99} ms under attack, and ${without.p99} ms without (p99)` }]
    }),
  ],
)
