import { entriesOf } from '../client-log.ts'
import { lastMoved, merged } from '../merge.ts'
import { ROWS_AT_MOST, type Statement } from '../statement.ts'
import { movedAgo, offendingIn } from './queries.ts'

const decidedTwice = `
  select 'request ' || aggregate_id as row, 'was decided by ' || string_agg(event_type, ' and ' order by seq) as problem
  from history where aggregate_type = 'Request' and event_type in ('Approved', 'Refused')
  group by aggregate_id having count(*) > 1
  union all
  select 'request ' || later.aggregate_id, 'was ' || later.event_type || ' after ' || earlier.event_type
  from history later join history earlier using (aggregate_type, aggregate_id)
  where aggregate_type = 'Request' and later.seq > earlier.seq
    and (earlier.event_type = 'Withdrawn' and later.event_type in ('Approved', 'Refused')
      or earlier.event_type = 'Refused' and later.event_type in ('Approved', 'Withdrawn'))`

interface Side {
  readonly id: string
  readonly status: string
  readonly movedAgo: number | null
}

/** What a rental's state says of its request's; a rental that was never paid has none, or a tombstone. */
export const agrees: Readonly<Record<string, readonly (string | undefined)[]>> = {
  RENTED: [undefined],
  PAID: ['REQUESTED'],
  APPROVED: ['APPROVED'],
  REFUSED: ['REFUSED'],
  CANCELING: ['WITHDRAWN', 'REFUSED'],
  RETURNED: ['CLOSED'],
  EXPIRED: ['CLOSED'],
  CANCELED: ['WITHDRAWN', 'REFUSED'],
}

export const oneDecisionWins: Statement = {
  number: 6,
  title: 'of approve, refuse and cancel exactly one wins, at book and at rent',
  withoutLog: 'that every loser was told',
  async check({ databases: { book, rent }, clientLog }) {
    const found = await offendingIn(book, decidedTwice)
    const rentals = rent.stream<Side>(
      `select id::text as id, status, ${movedAgo('Rental', 'id')} as "movedAgo" from rental order by id::text collate "C"`,
    )
    const requests = book.stream<Side>(
      `select rental_id::text as id, status, ${movedAgo('Request', 'rental_id')} as "movedAgo"
       from request order by rental_id::text collate "C"`,
    )
    for await (const { key, rows } of merged<[Side, Side]>([rentals, requests], ({ id }) => id)) {
      const [rental, request] = rows
      if (rental !== undefined && agrees[rental.status]?.includes(request?.status)) continue
      found.push({
        row: `rental ${key}`,
        problem: `is ${rental?.status ?? 'unknown'} at rent, its request ${request?.status ?? 'unknown'} at book`,
        movedAgo: lastMoved(rows),
      })
      if (found.length >= ROWS_AT_MOST) break
    }
    if (clientLog === undefined) return found
    const decisions = entriesOf(clientLog, 'call').filter(({ operation }) => decides.has(operation))
    for (const [rentalId, calls] of Map.groupBy(decisions, (call) => call.rentalId ?? '')) {
      const row = `rental ${rentalId}`
      const winners = new Set(calls.filter(({ won }) => won).map(({ operation }) => operation))
      if (winners.size > 1) {
        found.push({ row, problem: `these were all told that they won: ${[...winners].join(', ')}` })
      }
      for (const loser of calls.filter(({ outcome, codes }) => outcome === 'failed' && codes.length === 0)) {
        found.push({ row, problem: `${loser.operation} of ${loser.member} lost and was not told why` })
      }
    }
    return found
  },
}

const decides = new Set(['ApproveRental', 'RefuseRental', 'CancelRental'])
