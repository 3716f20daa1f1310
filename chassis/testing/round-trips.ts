import pg from 'pg'

/** What was asked of PostgreSQL by this process. */
export interface Asked {
  readonly transactions: number
  readonly statements: number
  /** How often somebody waited for an answer: statements that travel together are one. */
  readonly roundTrips: number
}

/** Counts what all connections of this process are asked for while `work` is under way. */
export async function counted(work: () => Promise<unknown>): Promise<Asked> {
  const { query } = pg.Client.prototype
  const underway = new Map<pg.Client, number>()
  let [transactions, statements, roundTrips] = [0, 0, 0]
  const counting = function (this: pg.Client, ...given: unknown[]): unknown {
    const waiting = underway.get(this) ?? 0
    statements += 1
    if (waiting === 0) roundTrips += 1
    const [asked] = given
    if ((asked instanceof pg.Query ? textOf(asked) : asked) === 'begin') transactions += 1
    underway.set(this, waiting + 1)
    const answer: unknown = Reflect.apply(query, this, given)
    const answered = () => underway.set(this, (underway.get(this) ?? 1) - 1)
    if (answer instanceof Promise) answer.then(answered, answered)
    else if (answer instanceof pg.Query) answer.on('end', answered).on('error', answered)
    return answer
  }
  pg.Client.prototype.query = counting as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return { transactions, statements, roundTrips }
}

// Its types do not say that it has one.
const textOf = (query: pg.Query): unknown => Reflect.get(query, 'text')
