/** By the names of JSON Schema. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

const keys = new WeakMap<readonly unknown[], ReadonlySet<string>>()

export function keysOf(values: readonly unknown[]): ReadonlySet<string> {
  const known = keys.get(values)
  if (known !== undefined) return known
  const made = new Set(values.map(keyOf))
  keys.set(values, made)
  return made
}

/** A value as a text: two are equal only when the values are. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
}
