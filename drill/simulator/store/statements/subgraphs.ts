import type { Row } from '../row.ts'
import type { Statement } from '../statements.ts'

const OPEN = ['RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING']

/** rent/member-request.ts: four left joins to one row. */
const readFacts: Statement = (database, [userId, key, bookId]) => {
  const earlier = database.table('idempotency_key').rows.find((row) => row['user_id'] === userId && row['key'] === key)
  const book = database.table('book').rows.find((row) => row['book_id'] === bookId)
  const open = database
    .table('rental')
    .rows.find((row) => row['user_id'] === userId && row['book_id'] === bookId && OPEN.includes(String(row['status'])))
  return [
    {
      fingerprint: earlier?.['fingerprint'] ?? null,
      earlier_rental_id: earlier?.['rental_id'] ?? null,
      title: book?.['title'] ?? null,
      rental_fee: book?.['rental_fee'] ?? null,
      book_status: book?.['status'] ?? null,
      open_rental_id: open?.['id'] ?? null,
      open_is_due: open
        ? open['status'] === 'APPROVED' && Number(open['due_at'] ?? Infinity) <= database.clock.now
        : null,
    },
  ]
}

/** rent/events-behind.ts: only the member's consistency token rests on it. */
const eventsBehindRental: Statement = (database, [id]) =>
  database
    .table('outbox')
    .rows.filter((row) => row['aggregate_type'] === 'Rental' && row['aggregate_id'] === id)
    .slice(-1)
    .map(({ event_id }) => ({ event_id }))

/** payment/payment-task.ts */
const claimTasks: Statement = (database, [leaseMs, kind, limit]) => {
  const { now } = database.clock
  const free = (row: Row) =>
    row['kind'] === kind &&
    Number(row['due_at']) <= now &&
    (row['leased_until'] === null || Number(row['leased_until']) <= now)
  const tasks = database.table('payment_task')
  const claimed = tasks.rows.filter(free).slice(0, Number(limit))
  if (claimed.length === 0) return []
  const payments = database.table('payment').rows
  return claimed
    .map((row) => tasks.update(row, { leased_until: new Date(now + Number(leaseMs)) }))
    .map((task) => ({ ...task, rental_id: payments.find(({ id }) => id === task['payment_id'])?.['rental_id'] }))
}

/** promotion/database.ts */
const lockAccount: Statement = (database, [user_id]) => [
  database.table('point_account').get(user_id) ??
    database.table('point_account').insert({ user_id: user_id as string }),
]

/** book/title-aggregate.ts */
const insertSeats: Statement = (database, [book_id, licence_id, seats]) => {
  for (let seat = 0; seat < Number(seats); seat += 1)
    database.insert('seat', { book_id, licence_id, state: 'POSSIBLE' })
  return []
}

/** book/list-titles.ts: of the vocabulary nothing in a schedule depends. */
const insertWords: Statement = () => []

/** By the digests of their texts: see statementOf. */
export const subgraphStatements: Readonly<Record<string, Statement>> = {
  '23510ad11b61': readFacts,
  d7369fddcf62: eventsBehindRental,
  '8dc96e14ae51': claimTasks,
  // payment/database.ts: the lock needs no standing in for, only the clock.
  '192c92976097': (database) => [{ now: database.now }],
  '9da6a4c7f02a': lockAccount,
  '9c7985771551': insertSeats,
  '6a64e9f39472': insertWords,
}
