import { valuesOf, type JsonSchema } from './json-schema.ts'

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
    const values = field.anyOf === undefined && field.oneOf === undefined ? valuesOf(field) : undefined
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
