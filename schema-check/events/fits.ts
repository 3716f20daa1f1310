import { isDeepStrictEqual } from 'node:util'
import { alternativesOf, describe, valuesOf, type JsonSchema } from './json-schema.ts'
import { textMisfit } from './text-fits.ts'

/**
 * Why something that the sender may send is not what the reader accepts.
 * - absent: the reader needs a field that the sender does not promise at all
 * - optional: the sender may leave out what the reader needs
 * - type: it is of another kind, or may be null
 * - value: one of the sender's values is none of the reader's
 * - bound: the sender's limits are wider than the reader's
 * - closed: the reader refuses fields that it does not know
 * - unknown: the schemas say what this comparison does not understand, and they differ
 */
export type MisfitKind = 'absent' | 'optional' | 'type' | 'value' | 'bound' | 'closed' | 'unknown'

export interface Misfit {
  readonly kind: MisfitKind
  /** `reason`, `lines[].price`; empty for the whole. */
  readonly path: string
  /** "may be null, integer is expected" */
  readonly message: string
}

/** Empty when whatever `sent` allows is accepted by `read`: then a reader of the latter can read the former. */
export function misfits(sent: JsonSchema, read: JsonSchema, path = ''): Misfit[] {
  const accepted = alternativesOf(read)
  return alternativesOf(sent).flatMap((one) => {
    const attempts = accepted.map((other) => ofOneType(one, other, path))
    if (attempts.some((problems) => problems.length === 0)) return []
    const sameType = attempts.filter((_, index) => one.type === accepted[index]?.type)
    if (sameType.length > 0) return fewest(sameType)
    return [{ kind: 'type', path, message: `may be ${describe(one)}; ${describe(read)} is expected` } as const]
  })
}

function fewest(attempts: readonly Misfit[][]): Misfit[] {
  return attempts.reduce((best, one) => (one.length < best.length ? one : best))
}

function ofOneType(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  if (isAnything(read)) return []
  const wanted = describe(read)
  if (sent.type !== read.type && !(sent.type === 'integer' && read.type === 'number')) {
    return [{ kind: 'type', path, message: `may be ${describe(sent)}; ${wanted} is expected` }]
  }
  const readValues = valuesOf(read)
  const sentValues = valuesOf(sent)
  if (readValues !== undefined) {
    const stray = sentValues?.filter((value) => !readValues.some((other) => isDeepStrictEqual(value, other)))
    if (stray?.length === 0) return []
    const strangers = stray?.map((value) => JSON.stringify(value)).join(', ') ?? describe(sent)
    return [{ kind: 'value', path, message: `may be ${strangers}; ${wanted} is expected` }]
  }
  return [...ofKeywords(sent, read, path), ...strange(sent, read, path)]
}

function ofKeywords(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  switch (read.type) {
    case 'object':
      return ofObjects(sent, read, path)
    case 'array':
      return [
        ...ofBounds(sent, read, path, 'minItems', 'maxItems', 0),
        ...misfits(sent.items ?? {}, read.items ?? {}, `${path}[]`),
      ]
    case 'integer':
    case 'number':
      return ofNumbers(sent, read, path)
    case 'string': {
      const message = textMisfit(sent, read)
      return message === undefined ? [] : [{ path, ...message }]
    }
    default:
      return []
  }
}

function ofObjects(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const offered = sent.properties ?? {}
  const wanted = read.properties ?? {}
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  const missing = (read.required ?? []).flatMap((name): Misfit[] => {
    if (offered[name] === undefined)
      return [{ kind: 'absent', path: at(name), message: 'is not sent, and is expected' }]
    if (sent.required?.includes(name)) return []
    return [{ kind: 'optional', path: at(name), message: 'may be left out, and is expected' }]
  })
  const rest = read.additionalProperties
  const fields = Object.entries(offered).flatMap(([name, field]): Misfit[] => {
    const own = wanted[name]
    if (own !== undefined) return misfits(field, own, at(name))
    if (rest === false)
      return [{ kind: 'closed', path: at(name), message: 'is sent, and the reader refuses fields it does not know' }]
    return typeof rest === 'object' ? misfits(field, rest, at(name)) : []
  })
  const others =
    typeof rest === 'object' && !isAnything(rest) && typeof sent.additionalProperties === 'object'
      ? misfits(sent.additionalProperties, rest, at('*'))
      : []
  return [...missing, ...fields, ...others]
}

/** Integers are compared as integers: more than 0 is 1 or more. */
function ofNumbers(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const whole = sent.type === 'integer'
  const low = (schema: JsonSchema) =>
    limit(schema.minimum, schema.exclusiveMinimum, whole ? 1 : Number.MIN_VALUE, -Infinity)
  const high = (schema: JsonSchema) =>
    limit(schema.maximum, schema.exclusiveMaximum, whole ? -1 : -Number.MIN_VALUE, Infinity)
  const values = valuesOf(sent)
  const least = values === undefined ? low(sent) : Math.min(...values.map(Number))
  const most = values === undefined ? high(sent) : Math.max(...values.map(Number))
  if (least >= low(read) && most <= high(read)) return []
  return [{ kind: 'bound', path, message: `may be ${describe(sent)}; ${describe(read)} is expected` }]
}

function limit(inclusive: number | undefined, exclusive: number | undefined, step: number, none: number): number {
  return inclusive ?? (exclusive === undefined ? none : exclusive + step)
}

function ofBounds(sent: JsonSchema, read: JsonSchema, path: string, low: string, high: string, none: number): Misfit[] {
  const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
  if (number(sent[low], none) < number(read[low], none))
    return [{ kind: 'bound', path, message: `may have fewer than ${String(read[low])}, which are expected` }]
  if (number(sent[high], Infinity) > number(read[high], Infinity))
    return [{ kind: 'bound', path, message: `may have more than the ${String(read[high])} that are expected` }]
  return []
}

const understood = new Set(
  [
    'type properties required additionalProperties propertyNames items minItems maxItems enum const minimum maximum',
    'exclusiveMinimum exclusiveMaximum minLength maxLength pattern format description title examples default deprecated',
  ].flatMap((words) => words.split(' ')),
)

/** What the reader demands in words that are not understood here is fine only where the sender says the same. */
function strange(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  return Object.entries(read)
    .filter(([keyword, value]) => !understood.has(keyword) && !isDeepStrictEqual(value, sent[keyword]))
    .map(([keyword]) => ({
      kind: 'unknown',
      path,
      message: `is limited by "${keyword}", which this check cannot compare`,
    }))
}

function isAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).every((keyword) => ['description', 'title'].includes(keyword))
}
