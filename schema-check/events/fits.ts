import { isDeepStrictEqual } from 'node:util'
import { ofArrays } from './array-fits.ts'
import { alternativesOf, describe, isAnything, schemaOfValue, valuesOf, type JsonSchema } from './json-schema.ts'
import type { Compare, Misfit } from './misfit.ts'
import { ofNumbers } from './number-fits.ts'
import { ofObjects } from './object-fits.ts'
import { Incomparable } from './patterns.ts'
import { plainSchema } from './plain-schema.ts'
import { textMisfit } from './text-fits.ts'
import { malformation } from './well-formed.ts'

/** Empty when whatever `sent` allows is accepted by `read`: then a reader of the latter can read the former. */
export function misfits(sent: JsonSchema, read: JsonSchema): Misfit[] {
  for (const [whose, schema] of [
    ['what is sent', sent],
    ['what is expected', read],
  ] as const) {
    const wrong = malformation(schema)
    if (wrong !== undefined) {
      return [{ kind: 'unknown', path: '', message: `cannot be compared, because of ${whose} ${wrong}` }]
    }
  }
  try {
    return comparison()(plainSchema(sent), plainSchema(read), '')
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [{ kind: 'unknown', path: '', message: 'is nested too deeply to be compared' }]
  }
}

/** More misfits of one thing tell nobody more. */
const MOST = 20

/** What is compared once is known, and what holds itself is compared with what it is being compared with already. */
function comparison(): Compare {
  const known = new Map<JsonSchema, Map<JsonSchema, readonly Misfit[]>>()
  const compare: Compare = (sent, read, path) => {
    const ofSent = known.get(sent) ?? new Map<JsonSchema, readonly Misfit[]>()
    known.set(sent, ofSent)
    let found = ofSent.get(read)
    if (found === undefined) {
      ofSent.set(read, [])
      found = bounded(() => between(sent, read, compare).slice(0, MOST))
      ofSent.set(read, found)
    }
    return found.map((one) => ({ ...one, path: within(path, one.path) }))
  }
  return compare
}

/** What cannot be compared in time is told, and what stands beside it is compared all the same. */
function bounded(found: () => Misfit[]): Misfit[] {
  try {
    return found()
  } catch (error) {
    if (!(error instanceof Incomparable)) throw error
    return [{ kind: 'unknown', path: '', message: error.message }]
  }
}

function within(path: string, inner: string): string {
  return path === '' || inner === '' || inner.startsWith('[') ? path + inner : `${path}.${inner}`
}

function between(sent: JsonSchema, read: JsonSchema, compare: Compare): Misfit[] {
  if (isDeepStrictEqual(sent, read)) return []
  const accepted = alternativesOf(read)
  return alternativesOf(sent).flatMap((one) => {
    const stray = strays(one, accepted, compare)
    if (stray?.length === 0) return []
    const rest = stray === undefined ? one : { ...one, enum: stray }
    const attempts = accepted.map((other) => ofOneType(rest, other, compare))
    if (attempts.some((problems) => problems.length === 0)) return []
    const sameType = attempts.filter((_, index) => one.type === accepted[index]?.type)
    if (sameType.length > 0) return fewest(sameType)
    if (attempts.length === 1 && accepted[0]?.type === undefined) return attempts[0] ?? []
    return [{ kind: 'type', path: '', message: `may be ${describe(one)}; ${describe(read)} is expected` } as const]
  })
}

/** Of the values that the sender names, those that no alternative of the reader takes. */
function strays(sent: JsonSchema, accepted: readonly JsonSchema[], compare: Compare): readonly unknown[] | undefined {
  const values = sent.type === 'boolean' ? (sent.enum ?? [true, false]) : valuesOf(sent)
  return values?.filter((value) => {
    const one = { ...sent, enum: [value], ...(Number.isInteger(value) && { type: 'integer' }) }
    return !accepted.some((other) => ofOneType(one, other, compare).length === 0)
  })
}

function fewest(attempts: readonly Misfit[][]): Misfit[] {
  return attempts.reduce((best, one) => (one.length < best.length ? one : best))
}

function ofOneType(sent: JsonSchema, read: JsonSchema, compare: Compare): Misfit[] {
  if (isAnything(read)) return []
  const wanted = describe(read)
  if (read.type !== undefined && !isOfType(sent, read)) {
    return [{ kind: 'type', path: '', message: `may be ${describe(sent)}; ${wanted} is expected` }]
  }
  const readValues = valuesOf(read)
  const sentValues = valuesOf(sent)
  if (readValues !== undefined) {
    const stray = sentValues?.filter((value) => !readValues.some((other) => isDeepStrictEqual(value, other)))
    if (stray?.length === 0) return []
    const strangers = stray?.map((value) => JSON.stringify(value)).join(', ') ?? describe(sent)
    return [{ kind: 'value', path: '', message: `may be ${strangers}; ${wanted} is expected` }]
  }
  const parts = sentValues?.map(schemaOfValue)
  if (parts?.every((one) => one !== undefined)) return parts.flatMap((one) => ofOneType(one, read, compare))
  return [
    ...ofKeywords(sent, read, compare),
    ...ofNegation(sent, read, compare),
    ...ofCondition(sent, read, compare),
    ...strange(sent, read),
  ]
}

function isOfType(sent: JsonSchema, read: JsonSchema): boolean {
  return sent.type === read.type || (sent.type === 'integer' && read.type === 'number')
}

function ofKeywords(sent: JsonSchema, read: JsonSchema, compare: Compare): Misfit[] {
  switch (read.type) {
    case 'object':
      return ofObjects(sent, read, '', compare)
    case 'array':
      return ofArrays(sent, read, '', compare)
    case 'integer':
    case 'number':
      return ofNumbers(sent, read, '')
    case 'string': {
      const message = textMisfit(sent, read)
      return message === undefined ? [] : [{ path: '', ...message }]
    }
    default:
      return []
  }
}

/** What the reader refuses the sender has to refuse too, or never send. */
function ofNegation(sent: JsonSchema, { not: refused }: JsonSchema, compare: Compare): Misfit[] {
  if (refused === undefined) return []
  const fits = (one: JsonSchema, other: JsonSchema) => compare(one, other, '').length === 0
  if (sent.not !== undefined && fits(refused, sent.not)) return []
  const values = valuesOf(sent)
  if (values?.every((value) => !fits({ ...sent, enum: [value] }, refused))) return []
  if (alternativesOf(refused).every((one) => isDisjoint(sent, one))) return []
  return [{ kind: 'bound', path: '', message: `may be ${describe(sent)}; no ${describe(refused)} is expected` }]
}

/** Surely no value is of both: they are of different types, or one has a field that the other never has. */
function isDisjoint(sent: JsonSchema, other: JsonSchema): boolean {
  if (sent.type === undefined || other.type === undefined) return false
  if (!isOfType(sent, other) && !isOfType(other, sent)) return true
  const isOpen = typeof sent.additionalProperties === 'object' || sent.patternProperties !== undefined
  return other.required?.some((name) => !isOpen && sent.properties?.[name] === undefined) ?? false
}

/** Either way has to be fine, where the sender does not say the same. */
function ofCondition(sent: JsonSchema, read: JsonSchema, compare: Compare): Misfit[] {
  if (read.if === undefined) return []
  if (CONDITION.every((word) => isDeepStrictEqual(sent[word], read[word]))) return []
  const fine = [read.then, read.else].every((one) => one === undefined || compare(sent, one, '').length === 0)
  return fine ? [] : [incomparable('if')]
}

const CONDITION = ['if', 'then', 'else'] as const

function incomparable(keyword: string): Misfit {
  return { kind: 'unknown', path: '', message: `is limited by "${keyword}", which this check cannot compare` }
}

const understood = new Set(
  [
    'type properties required additionalProperties propertyNames items prefixItems minItems maxItems uniqueItems enum const',
    'minimum maximum minProperties maxProperties multipleOf patternProperties dependentRequired dependentSchemas',
    'contains minContains maxContains not if then else',
    'exclusiveMinimum exclusiveMaximum minLength maxLength pattern format description title examples default deprecated',
  ].flatMap((words) => words.split(' ')),
)

/** What the reader demands in words that are not understood here is fine only where the sender says the same. */
function strange(sent: JsonSchema, read: JsonSchema): Misfit[] {
  return Object.entries(read)
    .filter(([keyword, value]) => !understood.has(keyword) && !isDeepStrictEqual(value, sent[keyword]))
    .map(([keyword]) => incomparable(keyword))
}
