import { isDeepStrictEqual } from 'node:util'

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
  readonly pattern?: string
  readonly format?: string
  readonly description?: string
  readonly uniqueItems?: boolean
  readonly prefixItems?: readonly SchemaObject[]
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly multipleOf?: number
  readonly [keyword: string]: unknown
}

type Schema = SchemaObject | boolean

/** Nothing is allowed. */
const NEVER: SchemaObject = { not: {} }

/**
 * The same in the words that are compared: references inlined, `allOf` merged, true and false as schemas, the words of
 * older drafts and of OpenAPI as today's. What refers to itself is cut where it does.
 */
export function plainSchema(schema: Schema): SchemaObject {
  const known = new Map<string, SchemaObject>()
  const root = schema

  function plain(one: Schema, within: readonly string[]): SchemaObject {
    if (typeof one !== 'object') return one ? {} : NEVER
    const { $ref, allOf, $defs, definitions, ...own } = one
    const rest = inside(modern(own), within)
    const parts = [
      ...(typeof $ref === 'string' ? [target($ref, within)] : []),
      ...listOf(allOf).map((part) => plain(part, within)),
    ]
    return parts.reduce(merged, rest)
  }

  function target(ref: string, within: readonly string[]): SchemaObject {
    // Both sides are cut at the same place of what they say.
    if (within.includes(ref)) return { 'x-again': ref }
    const found = known.get(ref) ?? resolved(root, ref)
    if (found === undefined) return { $ref: ref }
    const one = plain(found, [...within, ref])
    if (within.length === 0) known.set(ref, one)
    return one
  }

  function inside(one: SchemaObject, within: readonly string[]): SchemaObject {
    return Object.fromEntries(
      Object.entries(one).map(([keyword, value]) => [keyword, ofKeyword(keyword, value, within)]),
    )
  }

  function ofKeyword(keyword: string, value: unknown, within: readonly string[]): unknown {
    if (SCHEMAS.has(keyword) && isSchema(value))
      return typeof value === 'boolean' && KEPT.has(keyword) ? value : plain(value, within)
    if (LISTS.has(keyword)) return listOf(value).map((part) => plain(part, within))
    if (MAPS.has(keyword) && typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, isSchema(part) ? plain(part, within) : part]),
      )
    }
    return value
  }

  return plain(schema, [])
}

const SCHEMAS = new Set(['items', 'additionalProperties', 'propertyNames'])
/** There false is a word of its own: nothing more. */
const KEPT = new Set(['additionalProperties', 'items'])
const LISTS = new Set(['anyOf', 'oneOf', 'prefixItems'])
const MAPS = new Set(['properties'])

function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value))
}

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : []
}

/** A reference inside the document: `#/$defs/Money`, `#`. */
function resolved(root: Schema, ref: string): Schema | undefined {
  if (!ref.startsWith('#')) return undefined
  let at: unknown = root
  for (const part of ref.slice(1).split('/').slice(1)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined
  }
  return isSchema(at) ? at : undefined
}

/** Words of older drafts and of OpenAPI 3.0 in those of 2020-12; annotations are left out. */
function modern(schema: SchemaObject): SchemaObject {
  const one: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword) && !/^x-(?!again)/.test(keyword)),
  )
  // In draft 4 an exclusive limit is a mark beside the limit.
  if (one['exclusiveMinimum'] === true) [one['exclusiveMinimum'], one['minimum']] = [one['minimum'], undefined]
  if (one['exclusiveMaximum'] === true) [one['exclusiveMaximum'], one['maximum']] = [one['maximum'], undefined]
  for (const keyword of ['exclusiveMinimum', 'exclusiveMaximum']) {
    if (one[keyword] === false) one[keyword] = undefined
  }
  if (Array.isArray(one['items'])) {
    one['prefixItems'] = one['items']
    one['items'] = one['additionalItems'] ?? true
    delete one['additionalItems']
  }
  if (one['items'] === true) delete one['items']
  if (one['items'] === false) {
    one['maxItems'] = Math.min(numberOf(one['maxItems'], Infinity), listOf(one['prefixItems']).length)
    delete one['items']
  }
  if (one['unevaluatedProperties'] === false && one['additionalProperties'] === undefined)
    one['additionalProperties'] = false
  delete one['unevaluatedProperties']
  if (one['additionalProperties'] === true) delete one['additionalProperties']
  if ('const' in one) {
    one['enum'] = [one['const']]
    delete one['const']
  }
  if (one['type'] === 'number' && one['multipleOf'] === 1) one['type'] = 'integer'
  if (one['type'] === 'integer' && one['multipleOf'] === 1) delete one['multipleOf']
  if (one['type'] === undefined && one['anyOf'] === undefined && one['oneOf'] === undefined) {
    const type = impliedType(one)
    if (type !== undefined) one['type'] = type
  }
  if (one['nullable'] === true && one['type'] !== undefined) one['type'] = [...[one['type']].flat(), 'null']
  delete one['nullable']
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined))
}

const ANNOTATIONS = new Set(
  [
    'title description $comment examples example default deprecated readOnly writeOnly $schema $id $anchor $vocabulary',
    'contentMediaType contentEncoding contentSchema discriminator externalDocs xml',
  ].flatMap((words) => words.split(' ')),
)

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** What nobody says and everybody means: a schema with properties is of an object. */
function impliedType(schema: Readonly<Record<string, unknown>>): string | string[] | undefined {
  if (Array.isArray(schema['enum'])) return [...new Set(schema['enum'].map(typeOf))]
  const has = (words: string) => words.split(' ').some((word) => schema[word] !== undefined)
  if (has('properties required additionalProperties propertyNames minProperties maxProperties')) return 'object'
  if (has('items prefixItems minItems maxItems uniqueItems')) return 'array'
  if (has('pattern minLength maxLength format')) return 'string'
  if (has('minimum maximum exclusiveMinimum exclusiveMaximum multipleOf')) return 'number'
  return undefined
}

export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** What both allow. */
export function merged(one: SchemaObject, other: SchemaObject): SchemaObject {
  const both: Record<string, unknown> = { ...one }
  for (const [keyword, value] of Object.entries(other)) {
    both[keyword] = keyword in both ? mergedWord(keyword, both[keyword], value) : value
  }
  return both
}

function mergedWord(keyword: string, one: unknown, other: unknown): unknown {
  if (isDeepStrictEqual(one, other)) return one
  if (keyword === 'required') return [...new Set([one, other].flat())]
  if (keyword === 'type') return commonTypes([one].flat().map(String), [other].flat().map(String))
  if (keyword === 'enum' && Array.isArray(one) && Array.isArray(other)) {
    return one.filter((value) => other.some((same) => isDeepStrictEqual(value, same)))
  }
  if (keyword === 'properties') return mergedMaps(one as Properties, other as Properties)
  if (keyword === 'items' || keyword === 'propertyNames') return merged(one as SchemaObject, other as SchemaObject)
  if (keyword === 'additionalProperties') {
    return one === false || other === false ? false : merged(one as SchemaObject, other as SchemaObject)
  }
  if (/^(min|exclusiveMin)/.test(keyword)) return Math.max(Number(one), Number(other))
  if (/^(max|exclusiveMax)/.test(keyword)) return Math.min(Number(one), Number(other))
  if (keyword === 'anyOf' || keyword === 'oneOf') {
    return (one as SchemaObject[]).flatMap((a) => (other as SchemaObject[]).map((b) => merged(a, b)))
  }
  // Two patterns at once, say: compared as they stand.
  return { allOf: [one, other] }
}

type Properties = Readonly<Record<string, SchemaObject>>

function mergedMaps(one: Properties, other: Properties): Properties {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...names].map((name) => [name, merged(one[name] ?? {}, other[name] ?? {})]))
}

/** An integer is a number. */
function commonTypes(one: readonly string[], other: readonly string[]): string | string[] {
  const common = [
    ...one.filter((type) => other.includes(type) || (type === 'integer' && other.includes('number'))),
    ...other.filter((type) => type === 'integer' && one.includes('number')),
  ]
  return common.length === 1 ? (common[0] ?? '') : [...new Set(common)]
}
