import type { Row } from './row.ts'
import { isRaw, UnknownSql, wordsOf, type Raw } from './raw.ts'

export type Predicate = (row: Row) => boolean

/** `rental.status`, `status` and `status as state` all read the column `status`. */
export function columnOf(reference: string): string {
  let column = columns.get(reference)
  if (column === undefined) {
    const name = reference.split(' as ')[0] ?? reference
    column = name.slice(name.lastIndexOf('.') + 1)
    columns.set(reference, column)
  }
  return column
}
const columns = new Map<string, string>()

type Fragment = (parameters: readonly unknown[], row: Row, excluded: Row, now: Date) => unknown

const later = (now: Date, ms: unknown) => new Date(now.getTime() + Number(ms))

/** The few expressions in SQL that the product's statements have among their values. */
const fragments: Readonly<Record<string, Fragment>> = {
  'now()': (_, _row, _excluded, now) => now,
  "now() + ? * interval '1 ms'": ([ms], _row, _excluded, now) => later(now, ms),
  "now() - ? * interval '1 millisecond'": ([ms], _row, _excluded, now) => later(now, -Number(ms)),
  'tries + 1': (_, row) => Number(row['tries']) + 1,
  'pending + ?': ([points], row) => Number(row['pending']) + Number(points),
  'available + ?': ([points], row) => Number(row['available']) + Number(points),
  'lifetime + ?': ([points], row) => Number(row['lifetime']) + Number(points),
  'case when payment_task.kind = excluded.kind then payment_task.leased_until end': (_, row, excluded) =>
    row['kind'] === excluded['kind'] ? row['leased_until'] : null,
}

const byTemplate = new WeakMap<readonly string[], Fragment>()

function fragmentOf(raw: Raw): Fragment {
  const known = byTemplate.get(raw.sqlFragments)
  if (known) return known
  const fragment = fragments[wordsOf(raw)]
  if (fragment === undefined) throw new UnknownSql('expression', raw)
  byTemplate.set(raw.sqlFragments, fragment)
  return fragment
}

const nothing: Row = {}

/** The value of what a statement sets, compares or selects. */
export function valueOf(value: unknown, row: Row, now: Date, excluded: Row = nothing): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isRaw(value)) {
    const raw = value.toOperationNode()
    return fragmentOf(raw)(
      raw.parameters.map((parameter) => parameter.value),
      row,
      excluded,
      now,
    )
  }
  if (value instanceof Reference) return value.of(row, excluded)
  return value
}

/** `eb.ref('excluded.kind')` */
export class Reference {
  readonly #excluded: boolean
  readonly #column: string
  constructor(reference: string) {
    this.#excluded = reference.startsWith('excluded.')
    this.#column = columnOf(reference)
  }
  of(row: Row, excluded: Row): unknown {
    return (this.#excluded ? excluded : row)[this.#column]
  }
}

const anyOf = /^any\(\?::(text|uuid)\[\]\)$/
const lists = new WeakMap<readonly string[], boolean>()

/** `any($1::uuid[])`: one of a list. */
function isList(raw: Raw): boolean {
  let is = lists.get(raw.sqlFragments)
  if (is === undefined) {
    is = anyOf.test(wordsOf(raw))
    lists.set(raw.sqlFragments, is)
  }
  return is
}

/** One condition: a column, how it is compared, and with what. */
export function predicateOf(reference: string, operator: string, value: unknown, now: Date): Predicate {
  const column = columnOf(reference)
  if (isRaw(value) && isList(value.toOperationNode())) {
    const list = value.toOperationNode().parameters[0]?.value as readonly unknown[]
    return (row) => list.includes(row[column])
  }
  const is = valueOf(value, nothing, now)
  switch (operator) {
    case '=':
      return (row) => row[column] === is && is !== null
    case 'is':
      return (row) => (row[column] ?? null) === is
    case 'in': {
      const list = is as readonly unknown[]
      return (row) => list.includes(row[column])
    }
    case '<':
      return (row) => row[column] != null && Number(row[column]) < Number(is)
    case '<=':
      return (row) => row[column] != null && Number(row[column]) <= Number(is)
    case '>':
      return (row) => row[column] != null && Number(row[column]) > Number(is)
    default:
      throw new Error(`the simulated store does not know the operator ${operator}: tell it to store/expression.ts`)
  }
}

export const all =
  (predicates: readonly Predicate[]): Predicate =>
  (row) => {
    for (const predicate of predicates) if (!predicate(row)) return false
    return true
  }
