import { isDeepStrictEqual } from 'node:util'
import { referencesIn } from './references.ts'
import { keyOf, keysOf, typeOf } from './values.ts'
import { isKeywords, isWellFormed } from './well-formed.ts'

/** The part of JSON Schema 2020-12 in which contracts are written; whatever else a schema says is compared as it stands. */
export interface SchemaObject {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, SchemaObject>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | SchemaObject
  readonly propertyNames?: SchemaObject
  readonly items?: SchemaObject
  readonly minItems?: number
  readonly maxItems?: number
  readonly anyOf?: readonly SchemaObject[]
  readonly oneOf?: readonly SchemaObject[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  /** Several, when all of them have to match. */
  readonly pattern?: string | readonly string[]
  readonly format?: string
  readonly contentEncoding?: string
  readonly description?: string
  readonly uniqueItems?: boolean
  readonly prefixItems?: readonly SchemaObject[]
  readonly minProperties?: number
  readonly maxProperties?: number | undefined
  readonly multipleOf?: number
  readonly patternProperties?: Readonly<Record<string, SchemaObject>>
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>
  readonly dependentSchemas?: Readonly<Record<string, SchemaObject>>
  readonly contains?: SchemaObject
  readonly minContains?: number
  readonly maxContains?: number
  readonly not?: SchemaObject
  readonly if?: SchemaObject
  readonly then?: SchemaObject
  readonly else?: SchemaObject
  readonly [keyword: string]: unknown
}

type Schema = SchemaObject | boolean

/** Nothing is allowed. */
const NEVER: SchemaObject = { not: {} }

export function isNothing({ not }: SchemaObject): boolean {
  return not !== undefined && Object.keys(not).length === 0
}

/**
 * The same in the words that are compared: references followed, `allOf` merged, true and false as schemas, the words of
 * older drafts and of OpenAPI as today's. What refers to itself holds itself. What is malformed is left out, and so are
 * defaults, unless they are asked for.
 */
export function plainSchema(schema: Schema, { withDefaults = false } = {}): SchemaObject {
  const made = new Map<SchemaObject, SchemaObject>()
  const open = new Set<SchemaObject>()
  const find = referencesIn(schema)
  const known = (ref: string) => {
    const found = find(ref)
    return isSchema(found) ? found : undefined
  }
  const later: (() => void)[] = []

  function plain(one: Schema): SchemaObject {
    if (!isKeywords(one)) return one ? {} : NEVER
    const ready = made.get(one)
    if (ready !== undefined) return ready
    const { $ref, allOf, $defs, definitions, unevaluatedProperties, ...own } = one
    const words = withDefaults && 'default' in own ? { ...modern(own), default: own['default'] } : modern(own)
    const raw = [...(typeof $ref === 'string' ? [known($ref) ?? unresolved($ref)] : []), ...listOf(allOf)]
    const [first] = raw
    // A reference alone is what it refers to, so that a circle of references is a circle.
    if (
      raw.length === 1 &&
      first !== undefined &&
      Object.keys(words).length === 0 &&
      unevaluatedProperties === undefined
    )
      return alone(one, first)
    const result: Record<string, unknown> = {}
    made.set(one, result)
    open.add(result)
    const rest = inside(words)
    const parts = raw.map((part) => (isUnresolved(part) ? part : plain(part)))
    const fill = () => void Object.assign(result, closed(parts.reduce(merged, rest), unevaluatedProperties))
    if (parts.some((part) => open.has(part))) later.push(fill)
    else fill()
    open.delete(result)
    return result
  }

  /** What no part of the whole speaks of. Which part of a union speaks is not known here. */
  function closed(whole: SchemaObject, rest: unknown): SchemaObject {
    const isOpen = whole.additionalProperties === undefined && whole.anyOf === undefined && whole.oneOf === undefined
    if (!isOpen || !isSchema(rest) || rest === true) return whole
    return { ...whole, additionalProperties: rest === false ? false : plain(rest) }
  }

  function alone(one: SchemaObject, to: Schema): SchemaObject {
    if (isUnresolved(to)) return to
    made.set(one, { $ref: one.$ref })
    const target = plain(to)
    made.set(one, target)
    return target
  }

  function inside(one: SchemaObject): SchemaObject {
    return Object.fromEntries(Object.entries(one).map(([keyword, value]) => [keyword, ofKeyword(keyword, value)]))
  }

  function ofKeyword(keyword: string, value: unknown): unknown {
    if (SCHEMAS.has(keyword) && isSchema(value))
      return typeof value === 'boolean' && KEPT.has(keyword) ? value : plain(value)
    if (LISTS.has(keyword)) return listOf(value).map(plain)
    if (MAPS.has(keyword) && typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, isSchema(part) ? plain(part) : part]),
      )
    }
    return value
  }

  const whole = plain(schema)
  for (const fill of later) fill()
  return whole
}

const unresolvable = new WeakSet<SchemaObject>()

/** Of another document: compared by what it is called. */
function unresolved($ref: string): SchemaObject {
  const one = { $ref }
  unresolvable.add(one)
  return one
}

function isUnresolved(one: Schema): one is SchemaObject {
  return typeof one === 'object' && unresolvable.has(one)
}

const SCHEMAS = new Set('items additionalProperties propertyNames contains not if then else'.split(' '))
/** There false is a word of its own: nothing more. */
const KEPT = new Set(['additionalProperties', 'items'])
const LISTS = new Set(['anyOf', 'oneOf', 'prefixItems'])
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas'])

function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value))
}

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : []
}

/** Words of older drafts and of OpenAPI 3.0 in those of 2020-12; annotations are left out. */
function modern(schema: SchemaObject): SchemaObject {
  const one: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).filter(
      ([keyword, value]) => !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-') && isWellFormed(keyword, value),
    ),
  )
  withoutMarks(one)
  // In draft 4 an exclusive limit is a mark beside the limit.
  if (one['exclusiveMinimum'] === true) [one['exclusiveMinimum'], one['minimum']] = [one['minimum'], undefined]
  if (one['exclusiveMaximum'] === true) [one['exclusiveMaximum'], one['maximum']] = [one['maximum'], undefined]
  for (const keyword of ['exclusiveMinimum', 'exclusiveMaximum']) {
    if (one[keyword] === false) one[keyword] = undefined
  }
  if (Array.isArray(one['items'])) {
    one['prefixItems'] = one['items']
    one['items'] = one['additionalItems'] ?? true
  }
  delete one['additionalItems']
  if (one['unevaluatedItems'] !== undefined && one['items'] === undefined) one['items'] = one['unevaluatedItems']
  delete one['unevaluatedItems']
  const never = listOf(one['prefixItems']).indexOf(false)
  if (never >= 0) {
    one['prefixItems'] = listOf(one['prefixItems']).slice(0, never)
    one['items'] = false
  }
  if (one['items'] === true) delete one['items']
  if (one['items'] === false) {
    one['maxItems'] = Math.min(numberOf(one['maxItems'], Infinity), listOf(one['prefixItems']).length)
    delete one['items']
  }
  withoutDependencies(one)
  // Who says it sends more than is declared.
  if (one['additionalProperties'] === true) one['additionalProperties'] = {}
  if ('const' in one) {
    one['enum'] = [one['const']]
    delete one['const']
  }
  if (one['type'] === 'number' && one['multipleOf'] === 1) one['type'] = 'integer'
  if (one['type'] === 'integer' && one['multipleOf'] === 1) delete one['multipleOf']
  withoutNumberFormat(one)
  if (one['type'] === undefined && Array.isArray(one['enum'])) one['type'] = [...new Set(one['enum'].map(typeOf))]
  if (one['nullable'] === true && one['type'] !== undefined) one['type'] = [...[one['type']].flat(), 'null']
  delete one['nullable']
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined))
}

/** In draft 3 each property says itself that it is required. */
function withoutMarks(one: Record<string, unknown>): void {
  if (typeof one['required'] === 'boolean') delete one['required']
  const marked = Object.entries((one['properties'] ?? {}) as Properties).flatMap(([name, field]) =>
    isKeywords(field) && (field['required'] as unknown) === true ? [name] : [],
  )
  if (marked.length > 0)
    one['required'] = [...new Set([...((one['required'] as string[] | undefined) ?? []), ...marked])]
}

/** OpenAPI's: how wide a number is. Of the wider ones nobody knows a limit. */
function withoutNumberFormat(one: Record<string, unknown>): void {
  if (one['format'] === 'int32') {
    one['minimum'] = Math.max(numberOf(one['minimum'], -Infinity), -(2 ** 31))
    one['maximum'] = Math.min(numberOf(one['maximum'], Infinity), 2 ** 31 - 1)
  }
  if (NUMBER_FORMATS.has(String(one['format']))) delete one['format']
}

const NUMBER_FORMATS = new Set(['int32', 'int64', 'float', 'double'])

/** `dependencies` of older drafts: lists of names, and schemas. */
function withoutDependencies(one: Record<string, unknown>): void {
  const { dependencies } = one
  delete one['dependencies']
  if (typeof dependencies !== 'object' || dependencies === null) return
  const all = Object.entries(dependencies)
  const lists = Object.fromEntries(all.filter(([, value]) => Array.isArray(value)))
  const schemas = Object.fromEntries(all.filter(([, value]) => !Array.isArray(value)))
  one['dependentRequired'] = { ...(one['dependentRequired'] as object | undefined), ...lists }
  one['dependentSchemas'] = { ...(one['dependentSchemas'] as object | undefined), ...schemas }
}

const ANNOTATIONS = new Set(
  [
    'title description $comment examples example default deprecated readOnly writeOnly $schema $id id $anchor $vocabulary',
    'contentMediaType contentSchema discriminator externalDocs xml components $dynamicAnchor',
  ].flatMap((words) => words.split(' ')),
)

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** What both allow. */
export function merged(one: SchemaObject, other: SchemaObject): SchemaObject {
  const both: Record<string, unknown> = { ...one }
  for (const [keyword, value] of Object.entries(other)) {
    both[keyword] = keyword in both ? mergedWord(keyword, both[keyword], value) : value
  }
  if (one.properties !== undefined || other.properties !== undefined) both['properties'] = mergedFields(one, other)
  return both
}

function mergedWord(keyword: string, one: unknown, other: unknown): unknown {
  if (isDeepStrictEqual(one, other)) return one
  if (keyword === 'required' || keyword === 'pattern') return [...new Set([one, other].flat())]
  if (keyword === 'type') return commonTypes([one].flat().map(String), [other].flat().map(String))
  if (keyword === 'enum' && Array.isArray(one) && Array.isArray(other)) {
    const others = keysOf(other)
    return one.filter((value) => others.has(keyOf(value)))
  }
  if (keyword === 'properties') return one
  if (keyword === 'items' || keyword === 'propertyNames') return merged(one as SchemaObject, other as SchemaObject)
  if (keyword === 'patternProperties' || keyword === 'dependentSchemas')
    return mergedMaps(one as Properties, other as Properties)
  if (keyword === 'not') return { anyOf: [one, other] }
  if (keyword === 'uniqueItems') return true
  if (keyword === 'additionalProperties') {
    return one === false || other === false ? false : merged(one as SchemaObject, other as SchemaObject)
  }
  if (keyword === 'multipleOf') return leastCommonMultiple(Number(one), Number(other))
  if (/^(min|exclusiveMin)/.test(keyword)) return Math.max(Number(one), Number(other))
  if (/^(max|exclusiveMax)/.test(keyword)) return Math.min(Number(one), Number(other))
  if (keyword === 'anyOf' || keyword === 'oneOf') {
    return (one as SchemaObject[]).flatMap((a) => (other as SchemaObject[]).map((b) => merged(a, b)))
  }
  // What nobody knows is compared by its name alone.
  if (keyword === 'format' || keyword === 'contentEncoding') return `${String(one)} and ${String(other)}`
  // Two lists of places, say: compared as they stand.
  return { allOf: [one, other] }
}

type Properties = Readonly<Record<string, SchemaObject>>

/** What one says of a field of which the other says nothing, the other may say of all further fields. */
function mergedFields(one: SchemaObject, other: SchemaObject): Properties {
  const names = new Set([...Object.keys(one.properties ?? {}), ...Object.keys(other.properties ?? {})])
  const of = (schema: SchemaObject, name: string) => schema.properties?.[name] ?? restOf(schema)
  return Object.fromEntries([...names].map((name) => [name, mergedOnce(of(one, name), of(other, name))]))
}

function mergedMaps(one: Properties, other: Properties): Properties {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...names].map((name) => [name, mergedOnce(one[name] ?? {}, other[name] ?? {})]))
}

function restOf({ additionalProperties: rest, patternProperties }: SchemaObject): SchemaObject {
  if (patternProperties !== undefined) return {}
  return rest === false ? NEVER : typeof rest === 'object' ? rest : {}
}

/** The same object where nothing is to be merged: what holds itself goes on to. */
function mergedOnce(one: SchemaObject, other: SchemaObject): SchemaObject {
  if (one === other || Object.keys(other).length === 0) return one
  return Object.keys(one).length === 0 ? other : merged(one, other)
}

/** An integer is a number. */
function commonTypes(one: readonly string[], other: readonly string[]): string | string[] {
  const common = [
    ...one.filter((type) => other.includes(type) || (type === 'integer' && other.includes('number'))),
    ...other.filter((type) => type === 'integer' && one.includes('number')),
  ]
  return common.length === 1 ? (common[0] ?? '') : [...new Set(common)]
}

function leastCommonMultiple(one: number, other: number): unknown {
  if (!Number.isInteger(one) || !Number.isInteger(other)) return { allOf: [one, other] }
  let [a, b] = [one, other]
  while (b !== 0) [a, b] = [b, a % b]
  return (one * other) / a
}
