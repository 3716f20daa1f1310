import { hasFormat } from './formats.ts'
import { matcherOf } from './patterns.ts'
import type { SchemaObject } from './plain-schema.ts'
import { keyOf, keysOf, typeOf } from './values.ts'

/** Whether it is so; undefined where a keyword is not understood here. */
type Verdict = boolean | undefined

/**
 * Whether a plain schema allows a value; undefined where it says what is not understood here. Throws Incomparable for a
 * pattern that takes too long.
 */
export function allows(schema: SchemaObject, value: unknown, open: readonly SchemaObject[] = []): Verdict {
  // What is nothing but itself allows nothing by itself.
  if (open.includes(schema)) return false
  const path = [...open, schema]
  return every(Object.entries(schema), ([keyword, wanted]) => {
    const judge = JUDGES.get(keyword)
    return judge === undefined ? undefined : judge({ value, wanted, schema, here: (one) => allows(one, value, path) })
  })
}

interface Question {
  readonly value: unknown
  readonly wanted: unknown
  readonly schema: SchemaObject
  /** Another schema of the same value. */
  readonly here: (schema: SchemaObject) => Verdict
}
type Judge = (question: Question) => Verdict

type Fields = Readonly<Record<string, unknown>>
type Schemas = readonly SchemaObject[]
type SchemaMap = Readonly<Record<string, SchemaObject>>

const anyway: Judge = () => true
const ofText = (judge: (text: string, wanted: unknown) => Verdict): Judge => {
  return ({ value, wanted }) => typeof value !== 'string' || judge(value, wanted)
}
const ofNumber = (judge: (number: number, wanted: number) => Verdict): Judge => {
  return ({ value, wanted }) => typeof value !== 'number' || judge(value, Number(wanted))
}
const ofList = (judge: (list: readonly unknown[], question: Question) => Verdict): Judge => {
  return (question) => !Array.isArray(question.value) || judge(question.value, question)
}
const ofObject = (judge: (fields: Fields, question: Question) => Verdict): Judge => {
  return (question) => typeOf(question.value) !== 'object' || judge(question.value as Fields, question)
}

const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['type', ({ value, wanted }) => [wanted].flat().some((type) => isOf(value, String(type)))],
  ['enum', ({ value, wanted }) => keysOf(wanted as readonly unknown[]).has(keyOf(value))],
  ['const', ({ value, wanted }) => keyOf(value) === keyOf(wanted)],
  ['minimum', ofNumber((number, least) => number >= least)],
  ['maximum', ofNumber((number, most) => number <= most)],
  ['exclusiveMinimum', ofNumber((number, least) => number > least)],
  ['exclusiveMaximum', ofNumber((number, most) => number < most)],
  ['multipleOf', ofNumber((number, step) => isWhole(number / step))],
  ['minLength', ofText((text, least) => lengthOf(text) >= Number(least))],
  ['maxLength', ofText((text, most) => lengthOf(text) <= Number(most))],
  ['pattern', ofText((text, patterns) => [patterns].flat().every((one) => matcherOf(String(one))(text)))],
  ['format', ofText((text, format) => hasFormat(text, String(format)))],
  ['contentEncoding', anyway],
  ['minItems', ofList((list, { wanted }) => list.length >= Number(wanted))],
  ['maxItems', ofList((list, { wanted }) => list.length <= Number(wanted))],
  ['uniqueItems', ofList((list, { wanted }) => wanted !== true || keysOf(list).size === list.length)],
  ['prefixItems', ofList((list, { wanted }) => every(list, (one, at) => allowed((wanted as Schemas)[at], one)))],
  [
    'items',
    ofList((list, { wanted, schema }) =>
      every(list.slice(schema.prefixItems?.length ?? 0), (one) => allowed(wanted as SchemaObject, one)),
    ),
  ],
  ['contains', ofList(contains)],
  ['minContains', anyway],
  ['maxContains', anyway],
  [
    'required',
    ofObject((fields, { wanted }) => (wanted as readonly string[]).every((name) => Object.hasOwn(fields, name))),
  ],
  ['minProperties', ofObject((fields, { wanted }) => Object.keys(fields).length >= Number(wanted))],
  ['maxProperties', ofObject((fields, { wanted }) => Object.keys(fields).length <= Number(wanted))],
  [
    'propertyNames',
    ofObject((fields, { wanted }) => every(Object.keys(fields), (name) => allowed(wanted as SchemaObject, name))),
  ],
  [
    'properties',
    ofObject((fields, { wanted }) =>
      every(Object.entries(fields), ([name, one]) => allowed(own(wanted as SchemaMap, name), one)),
    ),
  ],
  [
    'patternProperties',
    ofObject((fields, { wanted }) =>
      every(Object.entries(fields), ([name, one]) =>
        every(
          Object.entries(wanted as SchemaMap),
          ([pattern, schema]) => !matcherOf(pattern)(name) || allowed(schema, one),
        ),
      ),
    ),
  ],
  ['additionalProperties', ofObject(further)],
  [
    'dependentRequired',
    ofObject((fields, { wanted }) =>
      Object.entries(wanted as Readonly<Record<string, readonly string[]>>).every(
        ([name, needed]) => !Object.hasOwn(fields, name) || needed.every((one) => Object.hasOwn(fields, one)),
      ),
    ),
  ],
  [
    'dependentSchemas',
    ofObject((fields, { wanted, here }) =>
      every(Object.entries(wanted as SchemaMap), ([name, schema]) => !Object.hasOwn(fields, name) || here(schema)),
    ),
  ],
  [
    'anyOf',
    ({ value, wanted, here }) =>
      timesNamed(wanted as Schemas, value, (times) => times > 0) ??
      not(every(wanted as Schemas, (one) => not(here(one)))),
  ],
  [
    'oneOf',
    ({ value, wanted, here }) =>
      timesNamed(wanted as Schemas, value, (times) => times === 1) ?? exactlyOne((wanted as Schemas).map(here)),
  ],
  ['not', ({ wanted, here }) => not(here(wanted as SchemaObject))],
  [
    'if',
    ({ wanted, schema, here }) => {
      const condition = here(wanted as SchemaObject)
      const [met, unmet] = [schema.then, schema.else].map((one) => one === undefined || here(one))
      if (condition === undefined) return met === unmet ? met : undefined
      return condition ? met : unmet
    },
  ],
  ['then', anyway],
  ['else', anyway],
])

function every<T>(all: readonly T[], judge: (one: T, at: number) => Verdict): Verdict {
  let verdict: Verdict = true
  for (const [at, one] of all.entries()) {
    const found = judge(one, at)
    if (found === false) return false
    if (found === undefined) verdict = undefined
  }
  return verdict
}

function not(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict
}

const named = new WeakMap<Schemas, ReadonlyMap<string, number> | undefined>()

/** Of a union of nothing but values, however many: by how many branches a value is named. */
function timesNamed(union: Schemas, value: unknown, judge: (times: number) => boolean): Verdict {
  if (!named.has(union)) named.set(union, namesOf(union))
  const times = named.get(union)
  return times === undefined ? undefined : judge(times.get(keyOf(value)) ?? 0)
}

function namesOf(union: Schemas): ReadonlyMap<string, number> | undefined {
  const times = new Map<string, number>()
  for (const { type, enum: values, ...rest } of union) {
    if (values === undefined || Object.keys(rest).length > 0) return undefined
    const types = type === undefined ? undefined : [type].flat()
    const own = types === undefined ? values : values.filter((one) => types.some((name) => isOf(one, name)))
    for (const key of keysOf(own)) times.set(key, (times.get(key) ?? 0) + 1)
  }
  return times
}

function exactlyOne(verdicts: readonly Verdict[]): Verdict {
  const matches = verdicts.filter((one) => one === true).length
  if (matches > 1) return false
  return verdicts.includes(undefined) ? undefined : matches === 1
}

function allowed(schema: SchemaObject | undefined, value: unknown): Verdict {
  return schema === undefined || allows(schema, value)
}

function own(map: SchemaMap, name: string): SchemaObject | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined
}

function contains(list: readonly unknown[], { wanted, schema }: Question): Verdict {
  const verdicts = list.map((one) => allows(wanted as SchemaObject, one))
  if (verdicts.includes(undefined)) return undefined
  const found = verdicts.filter((one) => one === true).length
  return found >= (schema.minContains ?? 1) && found <= (schema.maxContains ?? Infinity)
}

function further(fields: Fields, { wanted, schema }: Question): Verdict {
  const patterns = Object.keys(schema.patternProperties ?? {}).map(matcherOf)
  return every(Object.entries(fields), ([name, one]) => {
    if (own(schema.properties ?? {}, name) !== undefined || patterns.some((matches) => matches(name))) return true
    return typeof wanted === 'object' ? allows(wanted as SchemaObject, one) : wanted !== false
  })
}

function isOf(value: unknown, type: string): boolean {
  return typeOf(value) === type || (type === 'number' && typeof value === 'number')
}

export function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9
}

/** In characters as JSON Schema counts them. */
export function lengthOf(text: string): number {
  return [...text].length
}
