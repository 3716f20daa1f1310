import { entriesOf } from '../client-log.ts'
import { type OffendingRow, type Statement } from '../statement.ts'

interface Kept {
  readonly name: string
  readonly rentalId: string
  readonly there: boolean
}

export const acknowledgedRentals: Statement = {
  number: 1,
  title: 'every acknowledged rental exists, every refused one does not, an unknown one at most once',
  needs: 'client log',
  entries: ['call'],
  async check({ databases: { rent }, clientLog }) {
    const calls = entriesOf(clientLog ?? [], 'call').filter(({ operation }) => operation === 'RequestRental')
    const requests = Map.groupBy(calls, ({ member, key }) => `${member} ${key}`)
    const members = [...requests.values()].map(([first]) => first?.member)
    const keys = [...requests.values()].map(([first]) => first?.key)
    const rows = await rent.rows<Kept>(
      `select user_id || ' ' || key as name, rental_id::text as "rentalId",
         exists (select from rental where id = rental_id and rental.user_id = idempotency_key.user_id) as there
       from unnest($1::text[], $2::text[]) as asked (member, asked_key)
       join idempotency_key on user_id = asked.member and key = asked_key`,
      [members, keys],
    )
    const kept = Map.groupBy(rows, ({ name }) => name)
    const acknowledgedIds = calls.flatMap(({ outcome, rentalId }) => (outcome === 'ok' && rentalId ? [rentalId] : []))
    const nobodys = await rent.rows<{ id: string }>(
      `select id::text as id from rental where user_id like 'anon:%' and id::text = any($1::text[])`,
      [acknowledgedIds],
    )
    const forgotten = new Set<string | null>(nobodys.map(({ id }) => id))
    const found: OffendingRow[] = []
    for (const [name, told] of requests) {
      const there = kept.get(name) ?? []
      const row = `request ${name}`
      const acknowledged = told.find(({ outcome }) => outcome === 'ok')
      if (acknowledged) {
        const { rentalId } = acknowledged
        if (!forgotten.has(rentalId) && !there.some((each) => each.there && each.rentalId === rentalId)) {
          found.push({ row, problem: `was acknowledged as rental ${rentalId}, which there is not` })
        }
      } else if (there.length > 0 && told.every(({ outcome }) => outcome === 'failed')) {
        found.push({
          row,
          problem: `was refused, and there is rental ${there.map(({ rentalId }) => rentalId).join(', ')}`,
        })
      }
      if (there.length > 1) found.push({ row, problem: `led to ${there.length} rentals` })
    }
    return found
  },
}
