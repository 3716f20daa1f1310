import { entriesOf, type Call } from '../client-log.ts'
import type { Statement } from '../statement.ts'
import { hasProvider, offendingIn } from './queries.ts'

const inRent = `
  select 'idempotency key ' || key || ' of ' || user_id as row,
    'stands for ' || count(*) || ' rentals: ' || string_agg(rental_id::text, ', ') as problem
  from idempotency_key group by user_id, key having count(*) > 1
  union all
  select 'rental ' || rental.id, 'was begun under ' || count(idempotency_key.key) || ' keys'
  from rental left join idempotency_key on idempotency_key.rental_id = rental.id
  -- Of one that is nobody's any more there are none.
  group by rental.id having count(idempotency_key.key) <> (case when rental.user_id like 'anon:%' then 0 else 1 end)`

const inPayment = `
  select 'payment key ' || key as row, 'has ' || count(*) || ' payments: ' || string_agg(id::text, ', ') as problem
  from payment where key is not null group by key having count(*) > 1
  union all
  select 'attempt ' || attempt_no || ' of rental ' || rental_id,
    'has ' || count(*) || ' payments: ' || string_agg(id::text, ', ')
  from payment group by rental_id, attempt_no having count(*) > 1`

/**
 * What the provider did under a key that no payment has: an effect without its cause. After the books were restored to an
 * earlier instant that is the money that moved since; once it was given back there, it is settled.
 */
const atProvider = `
  select 'charge ' || key as row, 'was made under a key of no payment' as problem from simulated_provider.charge
  where status = 'CHARGED' and not exists (select from payment where 'pay:' || payment.id = charge.key)
    and not exists (
      select from simulated_provider.refund
      where charge_key = charge.key and refund.status = 'REFUNDED' and refund.amount = charge.amount)
  union all
  select 'refund ' || key, 'was made under a key of no refund attempt' from simulated_provider.refund
  where exists (select from payment where 'pay:' || payment.id = refund.charge_key) and not exists (
    select from payment, generate_series(1, payment.refund_attempt) as attempt
    where 'pay:' || payment.id = refund.charge_key and 'refund:' || payment.id || ':' || attempt = refund.key)`

export const oneEffectPerKey: Statement = {
  number: 5,
  title: 'one effect per idempotency key',
  withoutProvider: 'that the provider did nothing under another key',
  withoutLog: 'that every repetition of a call was answered alike',
  async check({ databases: { rent, payment }, clientLog }) {
    const rows = [...(await offendingIn(rent, inRent)), ...(await offendingIn(payment, inPayment))]
    if (await hasProvider(payment)) rows.push(...(await offendingIn(payment, atProvider)))
    if (clientLog === undefined) return rows
    const requests = entriesOf(clientLog, 'call').filter(({ key, outcome }) => key !== null && outcome !== 'unknown')
    for (const [name, calls] of Map.groupBy(requests, ({ member, key }) => `idempotency key ${key} of ${member}`)) {
      rows.push(...problemsOf(calls).map((problem) => ({ row: name, problem })))
    }
    return rows
  },
}

/** What is wrong with the answers that were given under one key. */
function problemsOf(calls: readonly Call[]): string[] {
  const accepted = calls.findIndex(({ outcome }) => outcome === 'ok')
  // Before the first that was accepted, others may have been refused: nothing is kept of those.
  const [first, ...others] = accepted < 0 ? [] : calls.slice(accepted)
  if (!first) return []
  const repetitions = others.filter(({ bookId }) => bookId === first.bookId)
  const answers = new Set([first, ...repetitions].map(answerOf))
  const reused = others.filter((call) => call.bookId !== first.bookId && answerOf(call) !== 'IDEMPOTENCY_KEY_REUSED')
  return [
    ...(answers.size > 1 ? [`was answered with ${[...answers].join(' and ')}`] : []),
    ...reused.map((call) => `was used for title ${call.bookId}, and answered with ${answerOf(call)}`),
  ]
}

const answerOf = ({ outcome, rentalId, codes }: Call) => (outcome === 'ok' ? rentalId : codes.join(', '))
