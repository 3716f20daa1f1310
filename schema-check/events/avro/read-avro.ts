import { isObject } from '../documents.ts'

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
type Primitive = (typeof PRIMITIVES)[number]

/** What a value means beyond its type: `timestamp-millis`, and of a decimal how many digits. */
export interface Logical {
  readonly type: string
  readonly precision?: unknown
  readonly scale?: unknown
}

interface Named {
  /** With its namespace. */
  readonly name: string
  /** Names of writers that it reads too, with their namespaces. */
  readonly aliases: readonly string[]
}

export interface AvroField {
  readonly name: string
  readonly aliases: readonly string[]
  readonly type: Avro
  readonly hasDefault: boolean
}

/** A schema of Avro, with names followed: what holds itself holds itself. */
export type Avro = { readonly logical?: Logical | undefined } & (
  | { readonly is: Primitive }
  | { readonly is: 'array' | 'map'; readonly of: Avro }
  | { readonly is: 'union'; readonly branches: readonly Avro[] }
  | (Named & { readonly is: 'fixed'; readonly size: number })
  | (Named & { readonly is: 'enum'; readonly symbols: readonly string[]; readonly hasDefault: boolean })
  | (Named & { readonly is: 'record'; readonly fields: readonly AvroField[] })
)

/** It is no Avro; the message says where and what is expected there. */
export class UnusableAvro extends Error {
  override readonly name = 'UnusableAvro'
}

type Node = Readonly<Record<string, unknown>>
/** Where a schema stands. */
interface Place {
  readonly at: readonly string[]
  readonly namespace: string
}

/** A schema by which a document is known as Avro's, whatever its file is called. */
export function looksLikeAvro(document: unknown): boolean {
  if (!isObject(document)) return false
  const { type, fields, symbols, size } = document
  if (type === 'record' || type === 'error') return Array.isArray(fields)
  return (type === 'enum' && Array.isArray(symbols)) || (type === 'fixed' && typeof size === 'number')
}

/** `others` are documents that define names which the schema uses and does not define. Throws UnusableAvro. */
export function readAvro(schema: unknown, others: readonly unknown[] = []): Avro {
  const known = new Map<string, Avro>()
  const elsewhere = new Map(others.flatMap((one) => definitionsIn(one)))
  const defaults: (() => void)[] = []

  function read(value: unknown, { at, namespace }: Place): Avro {
    if (typeof value === 'string') return ofName(value, { at, namespace })
    if (Array.isArray(value)) return ofUnion(value, { at, namespace })
    if (!isObject(value)) throw unusable(at, value, 'a type of Avro')
    const { type } = value
    if (typeof type !== 'string') return { ...read(type, { at: [...at, 'type'], namespace }), ...logicalOf(value) }
    switch (type) {
      case 'array':
        return { is: 'array', of: read(value['items'], { at: [...at, 'items'], namespace }) }
      case 'map':
        return { is: 'map', of: read(value['values'], { at: [...at, 'values'], namespace }) }
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return ofDefinition(value, type, { at, namespace })
      default:
        return { ...ofName(type, { at: [...at, 'type'], namespace }), ...logicalOf(value) }
    }
  }

  function ofName(name: string, { at, namespace }: Place): Avro {
    if (isPrimitive(name)) return { is: name }
    for (const full of [fullName(name, namespace), name]) {
      const found = known.get(full)
      if (found !== undefined) return found
      const other = elsewhere.get(full)
      if (other !== undefined) return read({ ...other, name: full }, { at: [...at, full], namespace: '' })
    }
    throw unusable(at, name, 'a type of Avro')
  }

  function ofUnion(branches: readonly unknown[], { at, namespace }: Place): Avro {
    const all = branches.map((one, index) => read(one, { at: [...at, String(index)], namespace }))
    const keys = all.map((one) => ('name' in one ? one.name : one.is))
    const wrong = keys.findIndex((key, index) => key === 'union' || keys.indexOf(key) < index)
    if (wrong >= 0) throw unusable([...at, String(wrong)], branches[wrong], 'another type than the ones before it')
    return { is: 'union', branches: all }
  }

  function ofDefinition(value: Node, type: 'record' | 'error' | 'enum' | 'fixed', place: Place): Avro {
    const { at } = place
    const { name: own, namespace: said } = value
    if (typeof own !== 'string' || own === '') throw unusable([...at, 'name'], own, 'a name')
    const name = fullName(own, typeof said === 'string' ? said : place.namespace)
    const before = known.get(name)
    if (before !== undefined) return before
    const namespace = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : ''
    const aliases = namesIn(value['aliases'], [...at, 'aliases']).map((one) => fullName(one, namespace))
    if (type === 'fixed') {
      const { size } = value
      if (!Number.isInteger(size) || Number(size) < 0) throw unusable([...at, 'size'], size, 'a number of bytes')
      return define(name, { is: 'fixed', name, aliases, size: Number(size), ...logicalOf(value) })
    }
    if (type === 'enum') {
      const symbols = namesIn(value['symbols'] ?? null, [...at, 'symbols'])
      const { default: otherwise } = value
      if (otherwise !== undefined && !symbols.includes(String(otherwise)))
        throw unusable([...at, 'default'], otherwise, 'one of the symbols')
      return define(name, { is: 'enum', name, aliases, symbols, hasDefault: otherwise !== undefined })
    }
    const fields: AvroField[] = []
    const record = define(name, { is: 'record', name, aliases, fields })
    const { fields: all } = value
    if (!Array.isArray(all)) throw unusable([...at, 'fields'], all, 'a list of fields')
    for (const one of all as unknown[]) fields.push(fieldOf(one, { at: [...at, 'fields'], namespace }))
    return record
  }

  function fieldOf(value: unknown, { at, namespace }: Place): AvroField {
    const name = isObject(value) ? value['name'] : undefined
    if (!isObject(value) || typeof name !== 'string') throw unusable(at, value, 'a field with a name')
    const here = [...at, name]
    const type = read(value['type'], { at: [...here, 'type'], namespace })
    const { default: otherwise } = value
    const hasDefault = 'default' in value
    // Of a type that is not read to its end yet.
    defaults.push(() => {
      if (hasDefault && !isOf(otherwise, type)) throw unusable([...here, 'default'], otherwise, 'a value of its type')
    })
    return { name, aliases: namesIn(value['aliases'], [...here, 'aliases']), type, hasDefault }
  }

  function define(name: string, type: Avro): Avro {
    known.set(name, type)
    return type
  }

  const whole = read(schema, { at: [], namespace: '' })
  for (const check of defaults) check()
  return whole
}

function isPrimitive(name: string): name is Primitive {
  return (PRIMITIVES as readonly string[]).includes(name)
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`
}

function namesIn(value: unknown, at: readonly string[]): string[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw unusable(at, value, 'a list of names')
}

/** Those that Avro knows; others are to be passed by. */
const MEANINGS = /^((big-)?decimal|uuid|date|duration|time-(milli|micro)s|(local-)?timestamp-(milli|micro|nano)s)$/

function logicalOf({ logicalType: type, precision, scale }: Node): { readonly logical?: Logical } {
  if (typeof type !== 'string' || !MEANINGS.test(type)) return {}
  return { logical: type === 'decimal' ? { type, precision, scale: scale ?? 0 } : { type } }
}

/** Each named type that a document defines, by its full name, with a namespace of its own where it has none. */
function definitionsIn(document: unknown, namespace = ''): [string, Node][] {
  if (Array.isArray(document)) return document.flatMap((one) => definitionsIn(one, namespace))
  if (!isObject(document)) return []
  const { name, namespace: said, type, items, values, fields } = document
  const isNamed = typeof name === 'string' && looksLikeAvro(document)
  const full = isNamed ? fullName(name, typeof said === 'string' ? said : namespace) : ''
  const inner = isNamed ? full.slice(0, Math.max(full.lastIndexOf('.'), 0)) : namespace
  return [
    ...(isNamed ? [[full, document] as [string, Node]] : []),
    ...[type, items, values, fields].flatMap((one) => definitionsIn(one, inner)),
  ]
}

function isOf(value: unknown, type: Avro): boolean {
  switch (type.is) {
    case 'null':
      return value === null
    case 'boolean':
      return typeof value === 'boolean'
    case 'int':
    case 'long':
      return Number.isInteger(value)
    case 'float':
    case 'double':
      return typeof value === 'number'
    case 'bytes':
    case 'string':
    case 'fixed':
      return typeof value === 'string'
    case 'enum':
      return type.symbols.includes(String(value))
    case 'array':
      return Array.isArray(value) && value.every((one) => isOf(one, type.of))
    case 'map':
      return isObject(value) && Object.values(value).every((one) => isOf(one, type.of))
    case 'union':
      return type.branches.some((one) => isOf(value, one))
    case 'record':
      return (
        isObject(value) &&
        type.fields.every(({ name, type: own, hasDefault }) =>
          Object.hasOwn(value, name) ? isOf(value[name], own) : hasDefault,
        )
      )
  }
}

function unusable(at: readonly string[], value: unknown, expected: string): UnusableAvro {
  const text = JSON.stringify(value) ?? 'not there'
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return new UnusableAvro(`${at.length === 0 ? 'the whole' : at.join('/')} is ${shown}, and ${expected} is expected`)
}
