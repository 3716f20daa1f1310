import { alternativesOf, isAnything, isNothing, merged, valuesOf, type JsonSchema } from './json-schema.ts'
import { areWithin, shareNothing } from './languages.ts'
import { ofCounts, type Compare, type Misfit } from './misfit.ts'
import { matcherOf } from './patterns.ts'

/** Of a field that the sender declares, or may send by a pattern of names: what the reader says of it there, if anything. */
type Accepted = (name: string, field: JsonSchema, wanted: readonly JsonSchema[]) => Misfit[]

/** What an object holds by its fields. Of a sender that says nothing of further fields it has none. */
export function ofObjects(sender: JsonSchema, read: JsonSchema, path: string, compare: Compare): Misfit[] {
  const sent = withNames(sender)
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  const offered = Object.entries(sent.properties ?? {}).filter(([, field]) => !isNothing(field))
  const named = new Set(offered.map(([name]) => name))
  const always = new Set(sent.required)
  const missing = (read.required ?? []).flatMap((name): Misfit[] => {
    if (always.has(name)) return []
    return named.has(name)
      ? [{ kind: 'optional', path: at(name), message: 'may be left out, and is expected' }]
      : [{ kind: 'absent', path: at(name), message: 'is not sent, and is expected' }]
  })
  const closed = (name: string): Misfit[] => [
    { kind: 'closed', path: at(name), message: 'is sent, and the reader refuses fields it does not know' },
  ]
  const accepted: Accepted = (name, field, wanted) => {
    if (wanted.length > 0) return wanted.flatMap((one) => compare(field, one, at(name)))
    const rest = read.additionalProperties
    if (rest === false) return closed(name)
    return typeof rest === 'object' ? compare(field, rest, at(name)) : []
  }
  return [
    ...missing,
    ...offered.flatMap(([name, field]) => accepted(name, field, expectedOf(name, read))),
    ...Object.entries(sent.patternProperties ?? {}).flatMap(([pattern, field]) =>
      ofPattern(pattern, field, read, accepted),
    ),
    ...undeclared(sent, read, named).flatMap(([name, field, wanted]) => compare(field, wanted, at(name))),
    ...further(sent, accepted),
    ...ofNames(sent, read, path, compare),
    ...ofFieldCounts(sent, read, path),
    ...ofDependencies(sent, read, path, compare),
  ]
}

/** Where all names that there may be are named, those are its fields. */
function withNames(sent: JsonSchema): JsonSchema {
  const { propertyNames, patternProperties, additionalProperties: rest, ...one } = sent
  const names = propertyNames === undefined ? undefined : valuesOf(propertyNames)
  if (names === undefined || patternProperties !== undefined || typeof rest !== 'object') return sent
  const fields = Object.fromEntries(names.map((name) => [String(name), rest]))
  return { ...one, properties: { ...fields, ...sent.properties } }
}

/** What the reader says of a field of that name, by its name and by patterns. */
function expectedOf(name: string, { properties = {}, patternProperties = {} }: JsonSchema): JsonSchema[] {
  const own = Object.hasOwn(properties, name) ? properties[name] : undefined
  const byPattern = Object.entries(patternProperties).flatMap(([pattern, schema]) =>
    matcherOf(pattern)(name) ? [schema] : [],
  )
  return own === undefined ? byPattern : [own, ...byPattern]
}

/** Fields that the sender may send by a pattern of names: each by those of the reader's that some of the names are of. */
function ofPattern(pattern: string, field: JsonSchema, { patternProperties = {} }: JsonSchema, accepted: Accepted) {
  const wanted = Object.entries(patternProperties).filter(([other]) => !shareNothing({ pattern }, { pattern: other }))
  const isAll = wanted.some(([other]) => areWithin({ pattern }, { pattern: other }) === true)
  const name = `/${pattern}/`
  const ofSome =
    wanted.length === 0
      ? []
      : accepted(
          name,
          field,
          wanted.map(([, schema]) => schema),
        )
  return isAll ? ofSome : [...ofSome, ...accepted(name, field, [])]
}

/** What the reader declares and the sender may send without declaring it: by a pattern of names, or as one of the rest. */
function undeclared(
  { patternProperties = {}, additionalProperties: rest }: JsonSchema,
  { properties = {} }: JsonSchema,
  named: ReadonlySet<string>,
): (readonly [name: string, sent: JsonSchema, read: JsonSchema])[] {
  return Object.entries(properties)
    .filter(([name]) => !named.has(name))
    .flatMap(([name, wanted]) => {
      const byPattern = Object.entries(patternProperties).filter(([pattern]) => matcherOf(pattern)(name))
      if (byPattern.length > 0) return byPattern.map(([, field]) => [name, field, wanted] as const)
      return typeof rest === 'object' && !isAnything(rest) ? [[name, rest, wanted] as const] : []
    })
}

function further({ additionalProperties: rest }: JsonSchema, accepted: Accepted): Misfit[] {
  return typeof rest === 'object' ? accepted('*', rest, []) : []
}

/** Of the fields that are declared, and of those that may be called anything. */
function ofNames(sent: JsonSchema, read: JsonSchema, path: string, compare: Compare): Misfit[] {
  const { propertyNames } = read
  if (propertyNames === undefined || isAnything(propertyNames)) return []
  const declared: JsonSchema = { type: 'string', enum: Object.keys(sent.properties ?? {}) }
  const open = sent.propertyNames ?? (typeof sent.additionalProperties === 'object' ? {} : declared)
  return [declared, { ...open, type: 'string' }]
    .flatMap((names) => compare(names, { type: 'string', ...propertyNames }, path))
    .slice(0, 1)
    .map(({ kind, message }) => ({ kind, path, message: `a name in it ${message}` }))
}

function ofFieldCounts(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const declared = Object.keys(sent.properties ?? {}).length
  const isOpen = typeof sent.additionalProperties === 'object' || sent.patternProperties !== undefined
  const counted = {
    ...sent,
    minProperties: Math.max(sent.minProperties ?? 0, sent.required?.length ?? 0),
    maxProperties: sent.maxProperties ?? (isOpen ? undefined : declared),
  }
  return ofCounts(counted, read, path, 'minProperties', 'maxProperties')
}

/** What has to be there, or to be so, where a field is. */
function ofDependencies(sent: JsonSchema, read: JsonSchema, path: string, compare: Compare): Misfit[] {
  const { dependentSchemas: promised, ...bare } = sent
  const { properties: offered, additionalProperties: rest } = sent
  const spokenOf = [sent.required, Object.keys(sent.dependentRequired ?? {}), Object.keys(promised ?? {})].flat()
  // A sender that says nothing of its fields may send any.
  const mayHave = (name: string) =>
    offered === undefined ||
    (Object.hasOwn(offered, name)
      ? !isNothing(offered[name] ?? {})
      : typeof rest === 'object' || spokenOf.includes(name))
  const lists = Object.entries(read.dependentRequired ?? {}).filter(([name]) => mayHave(name))
  const schemas = Object.entries(read.dependentSchemas ?? {}).filter(([name]) => mayHave(name))
  return [
    ...lists.flatMap(([name, needed]) => {
      const there = new Set([...(sent.required ?? []), ...(sent.dependentRequired?.[name] ?? [])])
      const lacking = needed.filter((one) => !there.has(one))
      return lacking.map((one): Misfit => ({
        kind: 'bound',
        path: path === '' ? one : `${path}.${one}`,
        message: `may be left out where there is ${name}, and is expected`,
      }))
    }),
    ...schemas.flatMap(([name, wanted]) => {
      const own = promised?.[name]
      // What no object can be was meant of the field.
      if (own !== undefined && alternativesOf(merged(bare, own)).length === 0) return compare(own, wanted, path)
      const there = { ...bare, required: [name, ...(sent.required ?? []), ...(sent.dependentRequired?.[name] ?? [])] }
      return compare(own === undefined ? there : merged(there, own), merged(bare, wanted), path)
    }),
  ]
}
