import { randomUUID } from 'node:crypto'
import type { WritingSubgraph } from '../../subgraphs/subgraphs.ts'

/** Rentals by how they ended; their ids are known only once a library has lent them. */
export const noRentals = { lent: '', returned: '', refused: '', canceled: '', waiting: '' }
export type Rentals = typeof noRentals
export type Ending = keyof Rentals

export interface Damage {
  readonly number: number
  readonly what: string
  readonly database: WritingSubgraph
  readonly sql: () => string
  /** What the offending row's name or problem contains. */
  readonly names: () => string
  /** Other statements that the same damage breaks, because they say something of the same row. */
  readonly also?: readonly number[]
}

const historyRow = (type: string, id: string, event: string, data: string) => `
  insert into history (aggregate_type, aggregate_id, seq, event_type, data, actor, causation_id, correlation_id)
  select '${type}', '${id}', max(seq) + 1, '${event}', ${data}, 'SYSTEM', 'damage', 'damage' from history
  where aggregate_type = '${type}' and aggregate_id = '${id}';`
const paymentOf = (rental: string) => `(select id from payment where rental_id = '${rental}')`

export const damages = (rentals: Rentals): readonly Damage[] => [
  {
    number: 2,
    what: 'a row that its history does not lead to',
    database: 'rent',
    sql: () => `update rental set payback = 12345 where id = '${rentals.returned}'`,
    names: () => `Rental ${rentals.returned} payback is 12345`,
  },
  {
    number: 2,
    what: 'an illegal path',
    database: 'rent',
    sql: () => `${historyRow('Rental', rentals.returned, 'Expired', `'{}'`)}
      update rental set status = 'EXPIRED' where id = '${rentals.returned}'`,
    names: () => `Rental ${rentals.returned} went from RETURNED to EXPIRED by Expired`,
  },
  {
    number: 2,
    what: 'a gap in the versions',
    database: 'promotion',
    sql: () => `update history set seq = seq + 1 where seq = (
      select max(seq) from history h where h.aggregate_id = history.aggregate_id)`,
    names: () => 'in the history of promotion',
  },
  {
    number: 2,
    what: 'an instant of another clock',
    database: 'rent',
    sql: () => `update history set data = jsonb_set(data, '{rentedDate}', to_jsonb(at + interval '2 hours'))
      where event_type = 'Rented' and aggregate_id = '${rentals.returned}'`,
    names: () => `Rental ${rentals.returned} Rented says rentedDate`,
  },
  {
    number: 3,
    what: 'a task that nobody does',
    database: 'payment',
    sql: () => `insert into payment_task (payment_id, kind, causation_id, actor)
      values (${paymentOf(rentals.refused)}, 'REFUND', 'damage', 'SYSTEM')`,
    names: () => 'is left: REFUND',
  },
  {
    number: 3,
    what: 'a loan past its end',
    database: 'rent',
    sql: () => `update rental set due_at = now() - interval '1 minute' where id = '${rentals.lent}'`,
    names: () => `rental ${rentals.lent} is APPROVED past dueAt`,
    // Nor is it for as long as was paid for.
    also: [29],
  },
  {
    number: 3,
    what: 'a request that nobody decided in time',
    database: 'book',
    sql: () => `update request set decide_by = now() - interval '1 minute' where rental_id = '${rentals.waiting}'`,
    names: () => `request ${rentals.waiting} is REQUESTED past decideBy`,
  },
  {
    number: 4,
    what: 'a seat that is taken while it is held',
    database: 'book',
    sql: () => `
      insert into history (aggregate_type, aggregate_id, seq, event_type, data, actor, causation_id, correlation_id)
      select aggregate_type, aggregate_id, (select max(seq) + 1 from history h where h.aggregate_id = history.aggregate_id),
        'SeatTaken', data || '{"rentalId": "damage"}', actor, 'damage', 'damage'
      from history where event_type = 'SeatTaken' and data->>'rentalId' = '${rentals.lent}'`,
    names: () => `was taken by rental damage while rental ${rentals.lent} held it`,
  },
  {
    number: 4,
    what: 'two open allocations of one seat',
    database: 'book',
    sql: () => `drop index allocation_open_seat;
      insert into allocation (rental_id, seat_id, book_id) select '${randomUUID()}', seat_id, book_id from allocation
      where rental_id = '${rentals.lent}'`,
    names: () => 'is held by 2 rentals',
  },
  {
    number: 4,
    what: 'two loans of one seat at rent',
    database: 'rent',
    sql: () => `
      update rental set copy_id = (select copy_id from rental where id = '${rentals.lent}'), returned_date = now()
      where id = '${rentals.returned}'`,
    names: () => `rental ${rentals.returned}`,
    also: [2],
  },
  {
    number: 4,
    what: 'a seat that is free for others while it is held',
    database: 'book',
    sql: () => `update seat set state = 'POSSIBLE' where id = (select seat_id from allocation
      where rental_id = '${rentals.lent}')`,
    names: () => `is POSSIBLE and held by rental ${rentals.lent}`,
  },
  {
    number: 5,
    what: 'a second key for one rental',
    database: 'rent',
    sql: () => `insert into idempotency_key (user_id, key, fingerprint, rental_id)
      values ('lent', 'second', '', '${rentals.lent}')`,
    names: () => `rental ${rentals.lent} was begun under 2 keys`,
  },
  {
    number: 5,
    what: 'a charge under a new key',
    database: 'payment',
    sql: () => `insert into simulated_provider.charge values ('pay:another', 3000, 'CHARGED')`,
    names: () => 'charge pay:another was made under a key of no payment',
  },
  {
    number: 6,
    what: 'two decisions',
    database: 'book',
    sql: () => `${historyRow(
      'Request',
      rentals.lent,
      'Approved',
      `(select data from history where event_type = 'Approved'
      and aggregate_id = '${rentals.lent}')`,
    )}
      update request set version = version + 1 where rental_id = '${rentals.lent}'`,
    names: () => `request ${rentals.lent} was decided by Approved and Approved`,
    // No legal life either: a request that is decided is not open.
    also: [2],
  },
  {
    number: 6,
    what: 'an end that book did not hear of',
    database: 'rent',
    sql: () => `${historyRow('Rental', rentals.lent, 'Returned', `'{}'`)}
      update rental set status = 'RETURNED', returned_date = now() where id = '${rentals.lent}'`,
    names: () => `rental ${rentals.lent} is RETURNED at rent, its request APPROVED at book`,
  },
  {
    number: 7,
    what: 'a second charge, given back',
    database: 'payment',
    sql: () => `drop index ledger_line_one_charge;
      insert into ledger_line (transaction_id, payment_id, kind, account, amount)
      select transaction, ${paymentOf(rentals.lent)}, kind, account, amount from (values
        ('${randomUUID()}'::uuid, 'CHARGE', 'PROVIDER', 3000), ('${randomUUID()}', 'REFUND', 'PROVIDER', -3000)
      ) as lines (transaction, kind, account, amount) ;
      insert into ledger_line (transaction_id, payment_id, kind, account, amount)
      select transaction_id, payment_id, kind, 'RENTAL_REVENUE', -amount from ledger_line l where
        (select count(*) from ledger_line where transaction_id = l.transaction_id) = 1`,
    names: () => `rental ${rentals.lent} was charged 2 times in the ledger`,
  },
  {
    number: 7,
    what: 'a refund of less than was charged',
    database: 'payment',
    sql: () =>
      `update simulated_provider.refund set amount = 1 where charge_key = 'pay:' || ${paymentOf(rentals.refused)}`,
    names: () => 'of 3000 was given back 1 times, 1 in all',
    also: [8],
  },
  {
    number: 8,
    what: 'a transaction that does not sum to zero',
    database: 'payment',
    sql: () => `insert into ledger_line (transaction_id, payment_id, kind, account, amount)
      values ('11111111-1111-4111-8111-111111111111', ${paymentOf(rentals.lent)}, 'REFUND_REVERSAL', 'RENTAL_REVENUE', 5)`,
    names: () => 'ledger transaction 11111111-1111-4111-8111-111111111111 sums to 5',
  },
  {
    number: 8,
    what: 'a refund that the provider never made',
    database: 'payment',
    sql: () => `delete from simulated_provider.refund where charge_key = 'pay:' || ${paymentOf(rentals.refused)}`,
    names: () => 'the provider holds 3000, the ledger 0',
  },
  {
    number: 9,
    what: 'a canceled rental whose money was kept',
    database: 'rent',
    sql: () => `${historyRow('Rental', rentals.waiting, 'Canceled', `'{"reason": "MEMBER"}'`)}
      update rental set status = 'CANCELED', cancel_reason = 'MEMBER' where id = '${rentals.waiting}'`,
    names: () => `rental ${rentals.waiting} is CANCELED, and its payment`,
    also: [6],
  },
  {
    number: 10,
    what: 'a fee that was changed after the request',
    database: 'rent',
    sql: () => `update rental set rental_fee = 1 where id = '${rentals.lent}';
      update history set data = data || '{"rentalFee": 1}' where aggregate_id = '${rentals.lent}' and seq = 1`,
    names: () => `takes 3000 for rental ${rentals.lent}, whose fee is 1`,
  },
  {
    number: 11,
    what: 'points out of nowhere',
    database: 'promotion',
    sql: () => `update point_account set available = available + 1 where user_id = 'lent'`,
    names: () => 'account of lent',
  },
  {
    number: 11,
    what: 'points at another rate',
    database: 'promotion',
    sql: () => `update promotion set rate_bps = 2000 where user_id = 'lent'`,
    names: () => 'has 300 points for 3000 won at 2000: due are 600',
  },
  {
    number: 11,
    what: 'points that are older than they can be',
    database: 'promotion',
    sql: () => `insert into point_lot (user_id, earned_date, points, left_points) values ('lent', '2020-01-01', 5, 5)`,
    names: () => 'its lots to 305',
  },
  {
    number: 11,
    what: 'points that paid for nothing',
    database: 'promotion',
    sql: () => `insert into spend (payment_id, rental_id, user_id, status, points, batches)
      select payment_id, rental_id, user_id, 'RETURNED', 7, '[]' from promotion where user_id = 'lent'`,
    names: () => 'has 7 points that it did not ask for',
    also: [2],
  },
  {
    number: 12,
    what: 'an event that is not published',
    database: 'rent',
    sql: () => `update relay_state set published = published - '{[2,3)}'`,
    names: () => 'at position 2 is not published',
  },
  {
    number: 12,
    what: 'a hole in the positions',
    database: 'promotion',
    sql: () => `update outbox set pos = pos + 1 where pos = (select max(pos) from outbox);
      update relay_state set last_pos = last_pos + 1`,
    names: () => 'in the outbox of promotion comes after',
    also: [13, 15, 16, 17],
  },
  {
    number: 13,
    what: 'an event that was never heard',
    database: 'book',
    sql: () => `delete from inbox where event_id = (select event_id from inbox where producer = 'rent'
      and aggregate_id = '${rentals.returned}' order by aggregate_version desc limit 1)`,
    names: () => 'of rent at book',
  },
  {
    number: 14,
    what: 'an event that was skipped',
    database: 'rent',
    sql: () => `update inbox set outcome = 'dead' where producer = 'book' and aggregate_id = '${rentals.lent}'
      and aggregate_version = 1`,
    names: () => `Request ${rentals.lent} at rent version 2 was handled after 0`,
  },
  {
    number: 14,
    what: 'a dead letter that waits',
    database: 'payment',
    sql: () => `insert into dead_letter (id, consumer, source, payload, error, attempts)
      values ('33333333-3333-4333-8333-333333333333', 'payment', 'here', '{}', 'boom', 5)`,
    names: () => 'dead letter 33333333-3333-4333-8333-333333333333 at payment waits: here: boom',
  },
  {
    number: 15,
    what: 'a consumer that is behind',
    database: 'payment',
    sql: () => `update inbox_position set pos = pos - 1 where producer = 'book'`,
    names: () => 'payment of book has reached position',
  },
  {
    number: 16,
    what: 'an event that nobody said',
    database: 'promotion',
    sql: () => `insert into inbox (consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome)
      values ('promotion', '22222222-2222-4222-8222-222222222222', 'rent', 999999, 'Rental', 'nobody', 1, 'handled')`,
    names: () => 'heard event 22222222-2222-4222-8222-222222222222',
  },
  {
    number: 19,
    what: 'an owner whose rows are not what it answers',
    database: 'rent',
    sql: () => `update rental set renewal_count = 7 where id = '${rentals.lent}'`,
    names: () => `Rental ${rentals.lent} renewalCount is 7, answered 0`,
    also: [2, 29],
  },
  {
    number: 23,
    what: 'a change without a history row',
    database: 'book',
    sql: () => `update history set event_type = 'Forgotten' where event_type = 'Registered'`,
    names: () => 'published Registered 1 times, and its history has it 0 times',
  },
  {
    number: 28,
    what: 'a member who waits beside a free seat',
    database: 'book',
    sql: () => `insert into hold (hold_id, book_id, user_id, seq, status, suspended, extended, lapses, placed_date)
      select '44444444-4444-4444-8444-444444444444', book_id, 'lent', 1, 'WAITING', false, false, 0, now() from title`,
    names: () => 'hold 44444444-4444-4444-8444-444444444444 waits beside a seat',
    also: [2],
  },
  {
    number: 28,
    what: 'a turn that is over, and rent believes in',
    database: 'rent',
    sql: () => `insert into turn (hold_id, user_id, book_id, until)
      values ('55555555-5555-4555-8555-555555555555', 'lent', '${randomUUID()}', now())`,
    names: () => 'hold 55555555-5555-4555-8555-555555555555 is not READY',
  },
  {
    number: 29,
    what: 'more loans than a licence allows',
    database: 'book',
    sql: () => `update licence set loans_total = 1, loans_left = 0`,
    names: () => 'allows 1 loans, and 3 were given away',
  },
  {
    number: 29,
    what: 'a loan of another period than was paid for',
    database: 'rent',
    sql: () => `update rental set loan_period_days = 3 where id = '${rentals.lent}'`,
    names: () => `rental ${rentals.lent} was paid for 3 days`,
  },
  {
    number: 30,
    what: 'a payment that is nobody’s, of a rental that is somebody’s',
    database: 'payment',
    sql: () => `update payment set user_id = 'anon:nobody' where rental_id = '${rentals.returned}'`,
    names: () => `rental ${rentals.returned} is known as returned and as anon:nobody`,
  },
  {
    number: 30,
    what: 'a block of a member who was erased',
    database: 'book',
    sql: () => `insert into member_block (block_id, user_id, kinds) values ('a block', 'erased', '{HOLD}')`,
    names: () => 'member erased is erased, and member_block of book names them',
  },
]
