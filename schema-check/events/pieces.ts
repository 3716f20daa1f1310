import { impliedType, valuesOf, type JsonSchema } from './json-schema.ts'
import { keyOf, keysOf } from './values.ts'

/** More than these are not taken one by one. */
const MOST = 100

/**
 * A sender's schema in smaller ones which allow the same together, where an alternative of the reader speaks of less: each
 * value of a short range, and each value of a field that tells alternatives apart. Undefined where there are none.
 */
export function piecesOf(one: JsonSchema, accepted: readonly JsonSchema[]): JsonSchema[] | undefined {
  if (one.type === 'integer') {
    const { minimum, maximum } = one
    if (minimum === undefined || maximum === undefined || maximum - minimum >= MOST) return undefined
    if (!accepted.some((other) => valuesOf(other) !== undefined)) return undefined
    const first = Math.ceil(minimum)
    const values = Array.from({ length: Math.floor(maximum) - first + 1 }, (_, index) => first + index)
    return [{ ...one, enum: values }]
  }
  if (one.type !== 'object' || accepted.length < 2) return undefined
  for (const [name, field] of Object.entries(one.properties ?? {})) {
    const values = valuesAt(one, name)
    if (values === undefined || values.length < 2 || values.length > MOST) continue
    if (!accepted.some((other) => valuesOf(other.properties?.[name] ?? {}) !== undefined)) continue
    const isAlways = one.required?.includes(name) === true
    const { [name]: _, ...others } = one.properties ?? {}
    return [
      ...values.map((value) => ({ ...one, properties: { ...others, [name]: { ...field, enum: [value] } } })),
      ...(isAlways ? [] : [{ ...one, properties: others }]),
    ]
  }
  return undefined
}

/** What is sent with some values of the field that tells the reader's alternatives apart, and the alternative that is theirs. */
interface Told {
  readonly name: string
  readonly values: readonly unknown[]
  readonly sent: JsonSchema
  readonly read: JsonSchema
}

/** Undefined where no field tells the reader's objects apart, or a value of it is of none of them. */
export function toldApart(sent: JsonSchema, accepted: readonly JsonSchema[]): Told[] | undefined {
  const objects = accepted.filter((one) => (one.type ?? impliedType(one)) === 'object')
  if (sent.type !== 'object' || objects.length < 2) return undefined
  for (const [name, field] of Object.entries(sent.properties ?? {})) {
    const values = valuesAt(sent, name)
    if (values === undefined || values.length === 0) continue
    const known = objects.map((one) => valuesAt(one, name) ?? [])
    const all = known.flat()
    const keys = keysOf(all)
    const isTelling = known.every(({ length }) => length > 0) && keys.size === all.length
    if (!isTelling || !values.every((value) => keys.has(keyOf(value)))) continue
    return objects.flatMap((read, index) => {
      const own = keysOf(known[index] ?? [])
      const shared = values.filter((value) => own.has(keyOf(value)))
      if (shared.length === 0) return []
      const properties = { ...sent.properties, [name]: { ...field, enum: shared } }
      return [{ name, values: shared, sent: { ...sent, properties }, read }]
    })
  }
  return undefined
}

function valuesAt({ properties = {} }: JsonSchema, name: string): readonly unknown[] | undefined {
  const field = Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {}
  return field.anyOf === undefined && field.oneOf === undefined ? valuesOf(field) : undefined
}
