import { alternativesOf, valuesOf, type JsonSchema } from '../schema-check/events/json-schema.ts'

const texts: Readonly<Record<string, readonly string[]>> = {
  uuid: ['0192f1a4-5b6c-7def-8abc-0123456789ab', '0192f1a4-5b6c-7def-8abc-ba9876543210'],
  'date-time': ['2026-11-21T01:58:43.000Z', '2027-01-02T03:04:05.678Z'],
}

/** A few different values that the schema allows: every named one, both ends of what may be null, two of the rest. */
export function variants(schema: JsonSchema): unknown[] {
  return alternativesOf(schema).flatMap((one) => {
    const values = valuesOf(one)
    if (values !== undefined) return [...values]
    switch (one.type) {
      case 'string':
        return [...(texts[one.format ?? ''] ?? ['one', 'another'])]
      case 'integer':
      case 'number': {
        const least = one.minimum ?? (one.exclusiveMinimum === undefined ? 1 : one.exclusiveMinimum + 1)
        return [least + 6, least]
      }
      case 'boolean':
        return [true, false]
      case 'array':
        return [[variants(one.items ?? {})[0]], []]
      case 'object':
        return [sample(one)]
      default:
        return [{}]
    }
  })
}

/** An object as the schema wants it, with every field that it may have. */
export function sample(schema: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, field]) => [name, variants(field)[0]]))
}
