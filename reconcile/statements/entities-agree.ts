import type { WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import type { SubgraphAccess } from '../installation.ts'
import type { OffendingRow, Statement } from '../statement.ts'
import { columnsOf, movedAgo } from './queries.ts'

type Entity = Readonly<Record<string, string | number | null>> & {
  readonly id: string
  readonly movedAgo: number | null
}

/** Of each owner the entities that moved last: all of them would be a load like that of the members. */
const LOOKED_AT = 1_000
const BATCH = 100
const PATIENCE_MS = 10_000

const owners: readonly {
  readonly database: WritingSubgraph
  readonly type: string
  readonly fields: readonly string[]
  /** SQL: its id, its history's name, and whose rows. */
  readonly id: string
  readonly history: string
  readonly from: string
}[] = [
  {
    database: 'rent',
    type: 'Rental',
    fields: [
      ...['userId', 'bookId', 'status', 'paymentState', 'refundState'],
      ...['rentalFee', 'cancelReason', 'renewalCount', 'payback'],
    ],
    id: 'id',
    history: 'Rental',
    from: 'rental',
  },
  {
    database: 'payment',
    type: 'Payment',
    fields: ['rentalId', 'status', 'method', 'attemptNo', 'chargedAmount'],
    id: 'id',
    history: 'Payment',
    from: 'payment where attempt_no > 0',
  },
  {
    database: 'book',
    type: 'RentalRequest',
    fields: ['status', 'version'],
    id: 'rental_id',
    history: 'Request',
    from: 'request where payment_id is not null',
  },
]

/** A subgraph does not answer what the router asks it. */
export class SubgraphUnreachable extends Error {
  override readonly name = 'SubgraphUnreachable'
}

export const entitiesAgree: Statement = {
  number: 19,
  title: `\`_entities\` agrees with the owner (the ${LOOKED_AT} that moved last, of each)`,
  needs: 'subgraphs',
  heavy: true,
  async check({ databases, subgraphs }) {
    const found: OffendingRow[] = []
    if (subgraphs === undefined) return found
    for (const { database, type, fields, id, history, from } of owners) {
      const newest = await databases[database].rows<Entity>(
        `select ${id} as id, ${columnsOf(fields)}, ${movedAgo(history, id)} as "movedAgo" from ${from}
         order by "movedAgo" nulls last limit ${LOOKED_AT}`,
      )
      for (let start = 0; start < newest.length; start += BATCH) {
        const batch = newest.slice(start, start + BATCH)
        const answered = await entities(subgraphs, database, type, fields, batch)
        for (const [index, row] of batch.entries()) {
          const entity = answered[index]
          const different = entity
            ? fields
                .filter((field) => entity[field] !== row[field])
                .map((field) => `${field} is ${row[field]}, answered ${entity[field]}`)
            : ['is not answered']
          if (different.length > 0) {
            found.push({ row: `${type} ${row.id}`, problem: different.join('; '), movedAgo: row.movedAgo ?? undefined })
          }
        }
      }
    }
    return found
  },
}

async function entities(
  { url, secretOf, token }: SubgraphAccess,
  database: WritingSubgraph,
  type: string,
  fields: readonly string[],
  batch: readonly Entity[],
): Promise<readonly (Entity | null)[]> {
  const query = `query Reconcile($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields.join(' ')} } } }`
  const of = batch.map(({ id }) => ({ __typename: type, id }))
  let answer: { data?: { _entities?: (Entity | null)[] } | null; errors?: unknown }
  try {
    const response = await fetch(url(database), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-router-secret': secretOf(database),
        authorization: `Bearer ${await token()}`,
      },
      body: JSON.stringify({ query, variables: { of } }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    answer = (await response.json()) as typeof answer
  } catch (error) {
    const what = `${database} does not answer on ${url(database)} (${String(error)}). Is it running?`
    throw new SubgraphUnreachable(what, { cause: error })
  }
  const { data, errors } = answer
  if (!data?._entities) throw new SubgraphUnreachable(`${database} did not answer _entities: ${JSON.stringify(errors)}`)
  return data._entities
}
