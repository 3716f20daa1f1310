import { expressionOf } from './patterns.ts'
import { referencesIn } from './references.ts'

type Keywords = Readonly<Record<string, unknown>>

export function isKeywords(value: unknown): value is Keywords {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isSchema = (value: unknown) => typeof value === 'boolean' || isKeywords(value)
const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'
const isCount = (value: unknown) => isNumber(value) && (value as number) >= 0
const isFlag = (value: unknown) => typeof value === 'boolean'
const listOf = (holds: (one: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(holds)
const mapOf = (holds: (one: unknown) => boolean) => (value: unknown) =>
  isKeywords(value) && Object.values(value).every(holds)
const either = (one: (value: unknown) => boolean, other: (value: unknown) => boolean) => (value: unknown) =>
  one(value) || other(value)

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array'])

const NAMES = { holds: listOf(isText), what: 'a list of names' }
const COUNT = { holds: isCount, what: 'a number that is not negative' }
const NUMBER = { holds: isNumber, what: 'a number' }
const SCHEMA = { holds: isSchema, what: 'a schema' }
const SCHEMAS = { holds: listOf(isSchema), what: 'a list of schemas' }
const MAP = { holds: mapOf(isSchema), what: 'schemas by their names' }
// In draft 4 it is a mark beside the limit.
const LIMIT = { holds: either(isNumber, isFlag), what: 'a number' }

interface Shape {
  readonly holds: (value: unknown) => boolean
  readonly what: string
}

/** What stands at a keyword, in any draft that is read. */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['type', { holds: either(isType, listOf(isType)), what: 'a type of JSON Schema, or a list of them' }],
  ['enum', { holds: Array.isArray, what: 'a list of values' }],
  // A mark of its own property in draft 3.
  ['required', { holds: either(listOf(isText), isFlag), what: 'a list of names' }],
  ['pattern', { holds: either(isText, listOf(isText)), what: 'a regular expression' }],
  ['format', { holds: isText, what: 'a name' }],
  ['contentEncoding', { holds: isText, what: 'a name' }],
  ['$ref', { holds: isText, what: 'a reference' }],
  ['uniqueItems', { holds: isFlag, what: 'true or false' }],
  ['nullable', { holds: isFlag, what: 'true or false' }],
  ['items', { holds: either(isSchema, listOf(isSchema)), what: 'a schema' }],
  ['dependentRequired', { holds: mapOf(listOf(isText)), what: 'lists of names by a name' }],
  ['dependencies', { holds: mapOf(either(isSchema, NAMES.holds)), what: 'schemas or lists of names, by a name' }],
  [
    'patternProperties',
    {
      holds: (value) =>
        MAP.holds(value) && Object.keys(value as object).every((one) => expressionOf(one) !== undefined),
      what: 'schemas by regular expressions',
    },
  ],
  ...of(COUNT, 'minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains'),
  ...of(NUMBER, 'minimum maximum'),
  ...of(LIMIT, 'exclusiveMinimum exclusiveMaximum'),
  ['multipleOf', { holds: (value) => isCount(value) && value !== 0, what: 'a number above 0' }],
  ...of(SCHEMA, 'additionalProperties propertyNames contains not if then else additionalItems'),
  ...of(SCHEMA, 'unevaluatedItems unevaluatedProperties'),
  ...of(SCHEMAS, 'anyOf oneOf allOf prefixItems'),
  ...of(MAP, 'properties dependentSchemas'),
])

function of(shape: Shape, keywords: string): [string, Shape][] {
  return keywords.split(' ').map((keyword) => [keyword, shape])
}

function isType(value: unknown): boolean {
  return typeof value === 'string' && TYPES.has(value)
}

/** A word by which a document is known as a schema. */
export function isKeyword(word: string): boolean {
  return SHAPES.has(word) || word === 'const' || word === 'title' || word === 'description'
}

/** Whether a value is one that the keyword can have. */
export function isWellFormed(keyword: string, value: unknown): boolean {
  return SHAPES.get(keyword)?.holds(value) ?? true
}

/** The first place at which a schema is none, and what should stand there: "properties/a/enum is "x", and ‥". */
export function malformation(schema: unknown): string | undefined {
  const find = referencesIn(schema)
  const left: { readonly at: readonly string[]; readonly one: unknown }[] = [{ at: [], one: schema }]
  const seen = new Set<unknown>()
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { at, one } = next
    if (typeof one === 'boolean' || seen.has(one)) continue
    if (!isKeywords(one)) return told(at, one, 'a schema')
    seen.add(one)
    for (const [keyword, value] of Object.entries(one)) {
      const shape = SHAPES.get(keyword)
      if (shape === undefined || value === undefined) continue
      const inner = partsOf(keyword, value)
      if (inner === undefined && !shape.holds(value)) return told([...at, keyword], value, shape.what)
      for (const [name, part] of inner ?? []) left.push({ at: [...at, keyword, ...name], one: part })
      if (keyword === 'patternProperties' && inner !== undefined && !shape.holds(value)) {
        const wrong = Object.keys(value as object).find((name) => expressionOf(name) === undefined)
        if (wrong !== undefined) return told([...at, keyword], wrong, 'a regular expression')
      }
      if (keyword === '$ref' && typeof value === 'string') {
        const target = find(value)
        if (isKeywords(target)) left.push({ at: [value], one: target })
      }
    }
  }
  return undefined
}

/** Each schema in a keyword's value with its name there; undefined for a keyword that holds none. */
function partsOf(keyword: string, value: unknown): [name: string[], part: unknown][] | undefined {
  const shape = SHAPES.get(keyword)
  if (shape === SCHEMA || (keyword === 'items' && !Array.isArray(value))) return [[[], value]]
  if ((shape === SCHEMAS || keyword === 'items') && Array.isArray(value))
    return value.map((part: unknown, index) => [[String(index)], part])
  if ((shape === MAP || keyword === 'patternProperties') && isKeywords(value))
    return Object.entries(value).map(([name, part]) => [[name], part])
  if (keyword === 'dependencies' && isKeywords(value) && shape?.holds(value) === true)
    return Object.entries(value).flatMap(([name, part]) => (Array.isArray(part) ? [] : [[[name], part]]))
  return undefined
}

function told(at: readonly string[], value: unknown, expected: string): string {
  const text = JSON.stringify(value) ?? String(value)
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return `${at.length === 0 ? 'the whole' : at.join('/')} is ${shown}, and ${expected} is expected`
}
