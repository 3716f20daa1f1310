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
  return renamed(fields, (field) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) as RowOf<Fields>
}

/** The other way round. Columns that are no field of the type come along. */
export function fieldsOf<Fields extends object>(row: RowOf<Fields>): Fields {
  return renamed(row, (column) => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())) as Fields
}

function renamed(from: object, name: (old: string) => string): object {
  return Object.fromEntries(Object.entries(from).map(([old, value]) => [name(old), value]))
}
