import { isDeepStrictEqual } from 'node:util'
import { areApart } from './formats.ts'
import { alternativesOf, isNothing, type JsonSchema } from './json-schema.ts'
import { shareNothing } from './languages.ts'
import { isWithinBoth } from './number-fits.ts'
import { allows } from './value-fits.ts'

export type Fits = (sent: JsonSchema, read: JsonSchema) => boolean

const known = new WeakMap<JsonSchema, WeakMap<JsonSchema, boolean>>()

/** Surely no value that is sent is of the other. What the sender does not declare it does not send. */
export function isNeverSent(sent: JsonSchema, other: JsonSchema, fits: Fits): boolean {
  return alternativesOf(other).every((one) => {
    const { not: refused, ...rest } = one
    if (refused !== undefined && fits(sent, refused)) return true
    if (sent.type === 'object' && [one.type ?? 'object'].includes('object') && asksForMore(sent, one)) return true
    return areDisjoint(sent, refused === undefined ? one : rest)
  })
}

/** Surely no value is of both. Of what holds itself it is not sure. */
export function areDisjoint(one: JsonSchema, other: JsonSchema): boolean {
  const ofOne = known.get(one) ?? new WeakMap<JsonSchema, boolean>()
  known.set(one, ofOne)
  const found = ofOne.get(other)
  if (found !== undefined) return found
  ofOne.set(other, false)
  const others = alternativesOf(other)
  const disjoint = alternativesOf(one).every((a) => others.every((b) => isApart(a, b)))
  ofOne.set(other, disjoint)
  return disjoint
}

/** Surely no value is of it. */
export function isImpossible(sent: JsonSchema, fits: Fits): boolean {
  const { not: refused, ...rest } = sent
  if (refused !== undefined && sent.type !== undefined && fits(rest, refused)) return true
  return isApart(sent, sent)
}

function isApart(one: JsonSchema, other: JsonSchema): boolean {
  if (one.type !== undefined && other.type !== undefined && !isOneType(one, other)) return true
  if (isRefused(one, other) || isRefused(other, one)) return true
  if (one.enum !== undefined && other.enum === undefined)
    return one.enum.every((value) => allows(other, value) === false)
  if (other.enum !== undefined) return other.enum.every((value) => allows(one, value) === false)
  switch (one.type ?? other.type) {
    case 'integer':
    case 'number':
      return !isWithinBoth(one, other)
    case 'string':
      if (exceeds(one, other, 'minLength', 'maxLength') || areApart(one.format ?? '', other.format ?? '')) return true
      return shareNothing(one, other)
    case 'array':
      return exceeds(one, other, 'minItems', 'maxItems')
    case 'object':
      return exceeds(one, other, 'minProperties', 'maxProperties') || lacks(one, other) || lacks(other, one)
    default:
      return false
  }
}

function isOneType({ type: one }: JsonSchema, { type: other }: JsonSchema): boolean {
  const isNumber = (type: unknown) => type === 'integer' || type === 'number'
  return one === other || (isNumber(one) && isNumber(other))
}

function isRefused(one: JsonSchema, { not: refused }: JsonSchema): boolean {
  return refused !== undefined && (isNothing({ not: refused }) || isDeepStrictEqual(one, refused))
}

function exceeds(one: JsonSchema, other: JsonSchema, low: string, high: string): boolean {
  const least = Math.max(...[one[low], other[low]].map((limit) => (typeof limit === 'number' ? limit : 0)))
  const most = Math.min(...[one[high], other[high]].map((limit) => (typeof limit === 'number' ? limit : Infinity)))
  return least > most
}

/** A field that one has to have is none of the other's, or is of another kind there. */
function lacks(one: JsonSchema, other: JsonSchema): boolean {
  return (one.required ?? []).some((name) => {
    const [field, wanted] = [fieldOf(one, name), fieldOf(other, name)]
    return field === false || wanted === false || areDisjoint(field, wanted)
  })
}

function fieldOf(
  { properties = {}, patternProperties, additionalProperties: rest }: JsonSchema,
  name: string,
): JsonSchema | false {
  if (Object.hasOwn(properties, name)) return properties[name] ?? {}
  if (patternProperties !== undefined) return {}
  return typeof rest === 'object' ? rest : rest === false ? false : {}
}

function asksForMore(sent: JsonSchema, { required = [] }: JsonSchema): boolean {
  const { properties, patternProperties, additionalProperties: rest, required: always = [] } = sent
  if (properties === undefined || typeof rest === 'object' || patternProperties !== undefined) return false
  return required.some((name) => !Object.hasOwn(properties, name) && !always.includes(name))
}
