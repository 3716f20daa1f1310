import { isDeepStrictEqual } from 'node:util'
import { alternativesOf, describe, valuesOf, type JsonSchema } from './json-schema.ts'
import type { Misfit } from './misfit.ts'
import { plainSchema } from './plain-schema.ts'
import { textMisfit } from './text-fits.ts'

/** Empty when whatever `sent` allows is accepted by `read`: then a reader of the latter can read the former. */
export function misfits(sent: JsonSchema, read: JsonSchema): Misfit[] {
  return between(plainSchema(sent), plainSchema(read), '')
}

function between(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  if (isDeepStrictEqual(sent, read)) return []
  const accepted = alternativesOf(read)
  return alternativesOf(sent).flatMap((one) => {
    const stray = strays(one, accepted, path)
    if (stray?.length === 0) return []
    const rest = stray === undefined ? one : { ...one, enum: stray }
    const attempts = accepted.map((other) => ofOneType(rest, other, path))
    if (attempts.some((problems) => problems.length === 0)) return []
    const sameType = attempts.filter((_, index) => one.type === accepted[index]?.type)
    if (sameType.length > 0) return fewest(sameType)
    return [{ kind: 'type', path, message: `may be ${describe(one)}; ${describe(read)} is expected` } as const]
  })
}

/** Of the values that the sender names, those that no alternative of the reader takes. */
function strays(sent: JsonSchema, accepted: readonly JsonSchema[], path: string): readonly unknown[] | undefined {
  const values = sent.type === 'boolean' ? (sent.enum ?? [true, false]) : valuesOf(sent)
  return values?.filter((value) => {
    const one = { ...sent, enum: [value], type: Number.isInteger(value) ? 'integer' : sent.type }
    return !accepted.some((other) => ofOneType(one, other, path).length === 0)
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
      return ofArrays(sent, read, path)
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
    if (own !== undefined) return between(field, own, at(name))
    if (rest === false)
      return [{ kind: 'closed', path: at(name), message: 'is sent, and the reader refuses fields it does not know' }]
    return typeof rest === 'object' ? between(field, rest, at(name)) : []
  })
  const others =
    typeof rest === 'object' && !isAnything(rest) && typeof sent.additionalProperties === 'object'
      ? between(sent.additionalProperties, rest, at('*'))
      : rest === false && typeof sent.additionalProperties === 'object'
        ? [
            {
              kind: 'closed',
              path: at('*'),
              message: 'is sent, and the reader refuses fields it does not know',
            } as const,
          ]
        : []
  return [...missing, ...fields, ...others, ...ofNames(sent, read, path), ...ofFieldCounts(sent, read, path)]
}

/** Of the fields that are declared, and of those that may be called anything. */
function ofNames(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const { propertyNames } = read
  if (propertyNames === undefined || isAnything(propertyNames)) return []
  const declared: JsonSchema = { type: 'string', enum: Object.keys(sent.properties ?? {}) }
  const open = sent.propertyNames ?? (typeof sent.additionalProperties === 'object' ? {} : declared)
  return [declared, { ...open, type: 'string' }]
    .flatMap((names) => between(names, { type: 'string', ...propertyNames }, path))
    .slice(0, 1)
    .map(({ kind, message }) => ({ kind, path, message: `a name in it ${message}` }))
}

function ofFieldCounts(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const declared = Object.keys(sent.properties ?? {}).length
  const counted = {
    ...sent,
    minProperties: Math.max(sent.minProperties ?? 0, sent.required?.length ?? 0),
    maxProperties: sent.maxProperties ?? (typeof sent.additionalProperties === 'object' ? undefined : declared),
  }
  return ofBounds(counted, read, path, 'minProperties', 'maxProperties', 0)
}

function ofArrays(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const [places, wanted] = [sent.prefixItems ?? [], read.prefixItems ?? []]
  const most = Math.max(places.length, wanted.length)
  const at = (schema: JsonSchema, index: number) => schema.prefixItems?.[index] ?? schema.items ?? {}
  const isShort = (schema: JsonSchema, index: number) => schema.maxItems !== undefined && schema.maxItems <= index
  const single = read.uniqueItems === true && sent.uniqueItems !== true && (sent.maxItems ?? Infinity) > 1
  return [
    ...ofBounds(sent, read, path, 'minItems', 'maxItems', 0),
    ...Array.from({ length: most }, (_, index) => index)
      .filter((index) => !isShort(sent, index))
      .flatMap((index) => between(at(sent, index), at(read, index), `${path}[${index}]`)),
    ...(isShort(sent, most) ? [] : between(sent.items ?? {}, read.items ?? {}, `${path}[]`)),
    ...(single ? [{ kind: 'bound', path, message: 'may have an item twice; each once is expected' } as const] : []),
  ]
}

/** Integers are compared as integers: more than 0 is 1 or more. */
function ofNumbers(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const values = valuesOf(sent)?.map(Number)
  const [low, high] = [lowest(read), highest(read)]
  const misfit = (): Misfit[] => [
    { kind: 'bound', path, message: `may be ${describe(sent)}; ${describe(read)} is expected` },
  ]
  const step = read.multipleOf
  const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-9
  if (values !== undefined) {
    const fits = (value: number) =>
      isWithin({ at: value, open: false }, low) &&
      isWithin({ at: -value, open: false }, high) &&
      (step === undefined || isWhole(value / step))
    return values.every(fits) ? [] : misfit()
  }
  if (step !== undefined) {
    const promised = sent.multipleOf ?? (sent.type === 'integer' ? 1 : undefined)
    if (promised === undefined || !isWhole(promised / step)) {
      return [{ kind: 'bound', path, message: `may be ${describe(sent)}; a multiple of ${step} is expected` }]
    }
  }
  const whole = sent.type === 'integer'
  const least = whole ? inclusive(lowest(sent)) : lowest(sent)
  const most = whole ? inclusive(highest(sent)) : highest(sent)
  return isWithin(least, low) && isWithin(most, high) ? [] : misfit()
}

/** Where numbers begin, by `at` itself or just above it. The end is the beginning of the negative ones. */
interface Limit {
  readonly at: number
  readonly open: boolean
}

function lowest({ minimum = -Infinity, exclusiveMinimum = -Infinity }: JsonSchema): Limit {
  return exclusiveMinimum >= minimum && exclusiveMinimum !== -Infinity
    ? { at: exclusiveMinimum, open: true }
    : { at: minimum, open: false }
}

function highest({ maximum = Infinity, exclusiveMaximum = Infinity }: JsonSchema): Limit {
  return lowest({ minimum: -maximum, exclusiveMinimum: -exclusiveMaximum })
}

function inclusive({ at, open }: Limit): Limit {
  if (!Number.isFinite(at)) return { at, open }
  return { at: open ? Math.floor(at) + 1 : Math.ceil(at), open: false }
}

function isWithin(one: Limit, limit: Limit): boolean {
  return one.at > limit.at || (one.at === limit.at && (one.open || !limit.open))
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
    'type properties required additionalProperties propertyNames items prefixItems minItems maxItems uniqueItems enum const',
    'minimum maximum minProperties maxProperties multipleOf',
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
  return Object.keys(schema).length === 0
}
