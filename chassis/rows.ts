/** A column has the name of its field in snake case, so that a table and a state are written down once: dueAt is due_at. */
export type RowOf<Fields> = {
  [Field in keyof Fields as Field extends string ? SnakeCase<Field> : never]: Fields[Field]
}

/** As a table has them whose rows are in any status. */
export type Nullable<Fields> = { [Field in keyof Fields]: Fields[Field] | null }

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${SnakeCase<Rest>}`
    : `_${Lowercase<First>}${SnakeCase<Rest>}`
  : ''

export function rowOf<Fields extends object>(fields: Fields): RowOf<Fields> {
  return renamed(fields, columnOf) as RowOf<Fields>
}

/** The other way round. Columns that are no field of the type come along. */
export function fieldsOf<Fields extends object>(row: RowOf<Fields>): Fields {
  return renamed(row, fieldOf) as Fields
}

/** Each name is made once: a table has few, and a state is read with every command. */
function remembered(make: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    let made = known.get(name)
    if (made === undefined) known.set(name, (made = make(name)))
    return made
  }
}

const columnOf = remembered((field) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
const fieldOf = remembered((column) => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))

function renamed(from: object, name: (old: string) => string): object {
  const renamed: Record<string, unknown> = {}
  for (const [old, value] of Object.entries(from)) renamed[name(old)] = value
  return renamed
}
