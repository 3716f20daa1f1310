import { z } from 'zod'
import { isNothing, merged, type SchemaObject } from './plain-schema.ts'
import { typeOf } from './values.ts'

export { isNothing, merged }

export type JsonSchema = SchemaObject

// A looser zod object is enough: the snapshot is generated, and what is wrong inside it shows when it is compared.
export const JsonSchema: z.ZodType<JsonSchema> = z.record(z.string(), z.unknown())

/** What goes over the wire, before the reader transforms it: zod's `input`. Throws for what JSON cannot say. */
export function wireSchema(schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest as JsonSchema
}

/** The schema as a union of schemas with one type each; one without a type limits values of its words' types alone. */
export function alternativesOf(schema: JsonSchema, open: readonly JsonSchema[] = [schema]): JsonSchema[] {
  const { anyOf, oneOf, ...rest } = schema
  for (const union of [anyOf, oneOf]) {
    if (union === undefined) continue
    const others = union === anyOf && oneOf !== undefined ? { ...rest, oneOf } : rest
    // What is one of itself is nothing more by that.
    return union
      .filter((one) => !open.includes(one))
      .flatMap((one) => alternativesOf(merged(others, one), [...open, one]))
  }
  if (isNothing(schema)) return []
  const { type } = schema
  if (type === undefined) return [schema]
  return [type].flat().flatMap((one) => {
    if (one === 'null') return schema.enum?.includes(null) === false ? [] : [{ type: 'null' }]
    const values = schema.enum?.filter(
      (value) => typeOf(value) === one || (one === 'number' && typeof value === 'number'),
    )
    return [{ ...schema, type: one, ...(values && { enum: values }) }]
  })
}

/** As alternativesOf, where what nobody says and everybody means of a sender is said: one with properties sends objects. */
export function alternativesSentOf(schema: JsonSchema): JsonSchema[] {
  return alternativesOf(schema).flatMap((one) => {
    const types = one.type ?? impliedType(one) ?? (one.not === undefined ? undefined : TYPES)
    return types === one.type ? [one] : alternativesOf({ ...one, type: types as string | string[] })
  })
}

const TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object']

const OBJECT_WORDS =
  'properties patternProperties required additionalProperties propertyNames minProperties maxProperties dependentRequired dependentSchemas'

/** The type that the words of a schema are for. */
export function impliedType(schema: JsonSchema): string | undefined {
  const has = (words: string) => words.split(' ').some((word) => schema[word] !== undefined)
  if (has(OBJECT_WORDS)) return 'object'
  if (has('items prefixItems minItems maxItems uniqueItems contains')) return 'array'
  if (has('pattern minLength maxLength format')) return 'string'
  if (has('minimum maximum exclusiveMinimum exclusiveMaximum multipleOf')) return 'number'
  return undefined
}

/** The only values that the schema allows, when it names them. */
export function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const]
  return schema.type === 'null' ? [null] : schema.enum
}

export function isAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).length === 0
}

/** Lists in lists are described as deep as this; one may hold itself. */
const DEEPEST = 3

/** A value that is named, as the schema that it alone fits; undefined for what has no parts. */
export function schemaOfValue(value: unknown): JsonSchema | undefined {
  const whole = (one: unknown): JsonSchema => schemaOfValue(one) ?? { type: typeOf(one), enum: [one] }
  if (Array.isArray(value)) {
    return { type: 'array', prefixItems: value.map(whole), minItems: value.length, maxItems: value.length }
  }
  if (typeof value !== 'object' || value === null) return undefined
  const fields = Object.entries(value).map(([name, one]) => [name, whole(one)] as const)
  return { type: 'object', properties: Object.fromEntries(fields), required: fields.map(([name]) => name) }
}

/** For people: `uuid`, `integer ≥ 0`, `"PAID" | "APPROVED"`. */
export function describe(schema: JsonSchema, depth = 0): string {
  const all = alternativesOf(schema)
  return all.length === 0 ? 'nothing' : all.map((one) => describeOne(one, depth)).join(' | ')
}

function describeOne(schema: JsonSchema, depth: number): string {
  if (schema.type === 'null') return 'null'
  const values = valuesOf(schema)
  if (values !== undefined) return listed(values, ' | ')
  const type = schema.type ?? impliedType(schema)
  switch (type) {
    case undefined:
      return schema.not === undefined ? 'anything' : `anything but ${describe(schema.not, depth + 1)}`
    case 'array':
      return depth < DEEPEST ? `list of ${describe(schema.items ?? {}, depth + 1)}` : 'list'
    case 'integer':
    case 'number':
      return `${type}${boundsOf(schema)}`
    case 'string':
      return schema.format ?? `string${schema.minLength ? `, ${schema.minLength} or longer` : ''}`
    default:
      return String(type)
  }
}

/** More values than these tell nobody more. */
const MOST_VALUES = 50

export function listed(values: readonly unknown[], between: string): string {
  const shown = values.slice(0, MOST_VALUES).map((value) => JSON.stringify(value))
  return [...shown, ...(values.length > MOST_VALUES ? [`${values.length - MOST_VALUES} more`] : [])].join(between)
}

function boundsOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const low = exclusiveMinimum === undefined ? least(minimum) : ` > ${exclusiveMinimum}`
  return low + (exclusiveMaximum === undefined ? most(maximum) : ` < ${exclusiveMaximum}`)
}

// zod says of every integer that it is a safe one: that is no news to anybody.
const least = (bound: number | undefined) =>
  bound === undefined || bound <= -Number.MAX_SAFE_INTEGER ? '' : ` ≥ ${bound}`
const most = (bound: number | undefined) =>
  bound === undefined || bound >= Number.MAX_SAFE_INTEGER ? '' : ` ≤ ${bound}`
