import { isDeepStrictEqual } from 'node:util'
import { areDisjoint, isImpossible, isNeverSent, type Fits } from './apart.ts'
import { ofArrays } from './array-fits.ts'
import { isAvro, misfitsOfAvro } from './avro/avro-data.ts'
import {
  alternativesOf,
  alternativesSentOf,
  describe,
  impliedType,
  isAnything,
  listed,
  schemaOfValue,
  valuesOf,
  type JsonSchema,
} from './json-schema.ts'
import type { Compare, Misfit } from './misfit.ts'
import { ofNumbers } from './number-fits.ts'
import { ofObjects } from './object-fits.ts'
import { Incomparable } from './patterns.ts'
import { piecesOf, toldApart } from './pieces.ts'
import { plainSchema } from './plain-schema.ts'
import { textMisfit } from './text-fits.ts'
import { allows } from './value-fits.ts'
import { keyOf, keysOf } from './values.ts'
import { malformation } from './well-formed.ts'

/** Empty when whatever `sent` allows is accepted by `read`: then a reader of the latter can read the former. */
export function misfits(sent: JsonSchema, read: JsonSchema): Misfit[] {
  if (isDeepStrictEqual(sent, read)) return []
  if (!isAvro(sent) && !isAvro(read)) return jsonMisfits(sent, read)
  const [sentBeside, readBeside] = [sent, read].map(({ avro, ...beside }) => beside) as [JsonSchema, JsonSchema]
  return [...misfitsOfAvro(sent, read), ...jsonMisfits(sentBeside, readBeside)]
}

function jsonMisfits(sent: JsonSchema, read: JsonSchema): Misfit[] {
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
  if (isDeepStrictEqual(sent, read) || isAnything(read)) return []
  const accepted = alternativesOf(read)
  return alternativesSentOf(sent).flatMap((one) => ofAlternative(one, { sent, read, accepted, compare }, MOST_SPLITS))
}

/** What is compared. */
interface Whole {
  readonly sent: JsonSchema
  readonly read: JsonSchema
  /** Of the reader. */
  readonly accepted: readonly JsonSchema[]
  readonly compare: Compare
}

/** So many fields decide together which alternative of the reader it is. */
const MOST_SPLITS = 2

function ofAlternative(one: JsonSchema, whole: Whole, splits: number): Misfit[] {
  const { read, accepted, compare } = whole
  const fits: Fits = (some, other) => compare(some, other, '').length === 0
  if (isImpossible(one, fits)) return []
  const values = one.type === 'boolean' ? (one.enum ?? [true, false]) : valuesOf(one)
  if (values !== undefined) return ofValues(one, values, whole)
  const attempts = accepted.map((other) => ofOneType(one, other, compare))
  if (attempts.some((problems) => problems.length === 0)) return ofExclusive(one, whole, fits)
  const pieces = splits === 0 ? undefined : piecesOf(one, accepted)
  if (pieces?.every((piece) => ofAlternative(piece, whole, splits - 1).length === 0) === true) return []
  const told = ofToldApart(one, accepted, compare)
  return told.length > 0 ? told : best(one, attempts, read, accepted)
}

/** By the alternative that a value of one field means, and not by whichever is refused for less. */
function ofToldApart(one: JsonSchema, accepted: readonly JsonSchema[], compare: Compare): Misfit[] {
  return (toldApart(one, accepted) ?? []).flatMap(({ name, values, sent, read }) =>
    ofOneType(sent, read, compare).map((misfit) =>
      misfit.path === name
        ? misfit
        : { ...misfit, message: `where ${name} is ${listed(values, ' or ')} ${misfit.message}` },
    ),
  )
}

/** Each value by itself; those that are refused are told together. */
function ofValues(one: JsonSchema, values: readonly unknown[], { sent, read, accepted, compare }: Whole): Misfit[] {
  const verdicts = new Map(values.map((value) => [value, allows(read, value)] as const))
  // What is of two of the sender's own alternatives is none of its values.
  const own = unionsIn(sent).length === 0 ? [one] : [one, sent]
  const stray = values.filter((value) => {
    if (verdicts.get(value) === true || own.some((each) => allows(each, value) === false)) return false
    const alone = { ...one, enum: [value], ...(Number.isInteger(value) && { type: 'integer' }) }
    // What is not understood is compared word by word.
    return verdicts.get(value) === false || !accepted.some((other) => ofOneType(alone, other, compare).length === 0)
  })
  if (stray.length === 0) return []
  const rest = { ...one, enum: stray }
  const misfit = () => [
    { kind: 'value', path: '', message: `may be ${describe(rest)}; ${describe(read)} is expected` } as const,
  ]
  if (stray.length * accepted.length > MOST_ATTEMPTS) return misfit()
  const attempts = accepted.map((other) => ofOneType(rest, other, compare))
  if (!attempts.some((problems) => problems.length === 0)) return best(rest, attempts, read, accepted)
  return misfit()
}

/** More values times alternatives are not compared word by word. */
const MOST_ATTEMPTS = 10_000

function best(
  one: JsonSchema,
  attempts: readonly Misfit[][],
  read: JsonSchema,
  accepted: readonly JsonSchema[],
): Misfit[] {
  const sameType = attempts.filter((_, index) => isOfType(one, accepted[index] ?? {}))
  if (sameType.length > 0) return fewest(sameType)
  if (attempts.length === 1 && accepted[0]?.type === undefined) return attempts[0] ?? []
  return [{ kind: 'type', path: '', message: `may be ${describe(one)}; ${describe(read)} is expected` }]
}

/** A reader of exactly one alternative refuses what is of two; alternatives may be unions themselves. */
function ofExclusive(one: JsonSchema, { sent, read }: Whole, fits: Fits): Misfit[] {
  const ofType = (branch: JsonSchema) =>
    branch.type === undefined && one.type !== undefined ? { ...branch, type: one.type } : branch
  const kept = unionsIn(sent).map((union) => union.map(ofType))
  const areKept = (...both: readonly JsonSchema[]) =>
    kept.some((union) => both.every((branch) => union.some((own) => isDeepStrictEqual(own, branch))))
  return unionsIn(read).flatMap((union) => {
    const possible = union.filter((branch) => !isNeverSent(one, ofType(branch), fits)).map(ofType)
    for (const [index, branch] of possible.entries()) {
      const second = possible.slice(index + 1).find((other) => !areKept(branch, other) && !areDisjoint(branch, other))
      if (second === undefined) continue
      const message = `may be ${describe(branch)} and ${describe(second)} at once; exactly one of them is expected`
      return [{ kind: 'bound', path: '', message } as const]
    }
    return []
  })
}

/** Its unions of exactly one, and those of their alternatives. */
function unionsIn({ oneOf, anyOf = [] }: JsonSchema, open: readonly unknown[] = []): (readonly JsonSchema[])[] {
  const inner = [...(oneOf ?? []), ...anyOf].filter((one) => !open.includes(one))
  return [...(oneOf === undefined ? [] : [oneOf]), ...inner.flatMap((one) => unionsIn(one, [...open, ...inner]))]
}

function fewest(attempts: readonly Misfit[][]): Misfit[] {
  return attempts.reduce((best, one) => (one.length < best.length ? one : best))
}

function ofOneType(sent: JsonSchema, read: JsonSchema, compare: Compare): Misfit[] {
  if (isAnything(read)) return []
  const wanted = describe(read)
  if (sent.type === undefined && read.type === undefined && impliedType(read) !== undefined) {
    return [{ kind: 'type', path: '', message: `may be ${describe(sent)}; ${wanted} is expected` }]
  }
  if (read.type !== undefined && !isOfType(sent, read)) {
    return [{ kind: 'type', path: '', message: `may be ${describe(sent)}; ${wanted} is expected` }]
  }
  const readValues = valuesOf(read)
  const sentValues = valuesOf(sent)
  if (readValues !== undefined) {
    const known = keysOf(readValues)
    const stray = sentValues?.filter((value) => !known.has(keyOf(value)))
    if (stray?.length === 0) return []
    const strangers = stray === undefined ? describe(sent) : listed(stray, ', ')
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
  if (sent.type === read.type || (sent.type === 'integer' && read.type === 'number')) return true
  return sent.type === 'number' && read.type === 'integer' && Number.isInteger(sent.multipleOf)
}

function ofKeywords(sent: JsonSchema, read: JsonSchema, compare: Compare): Misfit[] {
  switch (read.type ?? sent.type) {
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
  const fits: Fits = (one, other) => compare(one, other, '').length === 0
  if (sent.not !== undefined && fits(refused, sent.not)) return []
  const values = valuesOf(sent)
  if (values?.every((value) => !fits({ ...sent, enum: [value] }, refused))) return []
  if (isNeverSent(sent, refused, fits)) return []
  return [{ kind: 'bound', path: '', message: `may be ${describe(sent)}; no ${describe(refused)} is expected` }]
}

/** Either way has to be fine, where the sender does not say the same. */
function ofCondition(sent: JsonSchema, read: JsonSchema, compare: Compare): Misfit[] {
  if (read.if === undefined) return []
  if (CONDITION.every((word) => isDeepStrictEqual(sent[word], read[word]))) return []
  const fits: Fits = (one, other) => compare(one, other, '').length === 0
  const ways = isNeverSent(sent, read.if, fits)
    ? [read.else]
    : fits(sent, read.if)
      ? [read.then]
      : [read.then, read.else]
  const fine = ways.every((one) => one === undefined || compare(sent, one, '').length === 0)
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
    'exclusiveMinimum exclusiveMaximum minLength maxLength pattern format contentEncoding description title examples default deprecated',
  ].flatMap((words) => words.split(' ')),
)

/** What the reader demands in words that are not understood here is fine only where the sender says the same. */
function strange(sent: JsonSchema, read: JsonSchema): Misfit[] {
  return Object.entries(read)
    .filter(([keyword, value]) => !understood.has(keyword) && !isDeepStrictEqual(value, sent[keyword]))
    .map(([keyword]) => incomparable(keyword))
}
