import type { Misfit } from '../misfit.ts'
import type { Avro, AvroField, Logical } from './read-avro.ts'

/**
 * Why a reader with the one schema cannot read all that a writer with the other sends, by Avro's rules of schema resolution:
 * empty when it can.
 */
export function avroMisfits(sent: Avro, read: Avro): Misfit[] {
  return comparison()(sent, read, '')
}

type Compare = (sent: Avro, read: Avro, path: string) => Misfit[]

/** What holds itself is compared with what it is being compared with already. */
function comparison(): Compare {
  const known = new Map<Avro, Map<Avro, readonly Misfit[]>>()
  const compare: Compare = (sent, read, path) => {
    const ofSent = known.get(sent) ?? new Map<Avro, readonly Misfit[]>()
    known.set(sent, ofSent)
    let found = ofSent.get(read)
    if (found === undefined) {
      ofSent.set(read, [])
      found = between(sent, read, compare)
      ofSent.set(read, found)
    }
    return found.map((one) => ({ ...one, path: joined(path, one.path) }))
  }
  return compare
}

function joined(path: string, inner: string): string {
  return path === '' || inner === '' || inner.startsWith('[') ? path + inner : `${path}.${inner}`
}

function between(sent: Avro, read: Avro, compare: Compare): Misfit[] {
  if (sent.is === 'union') return sent.branches.flatMap((one) => compare(one, read, ''))
  if (read.is !== 'union') return ofOneType(sent, read, compare)
  const attempts = read.branches.map((one) => ({ one, found: compare(sent, one, '') }))
  if (attempts.some(({ found }) => found.length === 0)) return []
  // The branch that is meant says more than that there is none.
  const meant = attempts.find(({ one }) => one.is === sent.is && isCalledSo(sent, one))
  return meant?.found ?? mismatch(sent, read)
}

function ofOneType(sent: Avro, read: Avro, compare: Compare): Misfit[] {
  if (sent.is !== read.is) {
    return PROMOTIONS[sent.is]?.includes(read.is) === true ? ofMeaning(sent, read) : mismatch(sent, read)
  }
  if (!isCalledSo(sent, read)) return mismatch(sent, read)
  if (sent.is === 'fixed' && read.is === 'fixed' && sent.size !== read.size) {
    return [refused('type', `is ${sent.size} bytes long; ${read.size} bytes is expected`)]
  }
  if (sent.is === 'enum' && read.is === 'enum') return ofSymbols(sent.symbols, read)
  if ((sent.is === 'array' && read.is === 'array') || (sent.is === 'map' && read.is === 'map')) {
    return compare(sent.of, read.of, sent.is === 'array' ? '[]' : '*')
  }
  if (sent.is === 'record' && read.is === 'record') {
    return read.fields.flatMap((wanted) => ofField(fieldFor(wanted, sent.fields), wanted, compare))
  }
  return ofMeaning(sent, read)
}

/** What a reader makes of a type that is not its own. */
const PROMOTIONS: Readonly<Partial<Record<Avro['is'], readonly Avro['is'][]>>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
}

/** Without their namespaces, or by a name that the reader takes for its own. */
function isCalledSo(sent: Avro, read: Avro): boolean {
  if (!('name' in sent) || !('name' in read)) return true
  return unqualified(sent.name) === unqualified(read.name) || read.aliases.includes(sent.name)
}

function unqualified(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function ofSymbols(sent: readonly string[], read: Avro & { readonly is: 'enum' }): Misfit[] {
  const stray = sent.filter((symbol) => !read.symbols.includes(symbol))
  if (stray.length === 0 || read.hasDefault) return []
  return [refused('value', `may be ${stray.join(' | ')}; ${read.symbols.join(' | ')} is expected`)]
}

function fieldFor({ name, aliases }: AvroField, sent: readonly AvroField[]): AvroField | undefined {
  return sent.find((one) => one.name === name) ?? sent.find((one) => aliases.includes(one.name))
}

function ofField(sent: AvroField | undefined, { name, type, hasDefault }: AvroField, compare: Compare): Misfit[] {
  if (sent !== undefined) return compare(sent.type, type, name)
  return hasDefault ? [] : [{ ...refused('absent', 'is not sent, has no default, and is expected'), path: name }]
}

/** What the bytes stand for: resolution passes by it, save for decimals, and readers do not. */
function ofMeaning({ logical: sent, ...one }: Avro, { logical: wanted, ...other }: Avro): Misfit[] {
  if (wanted === undefined) return []
  const [was, is] = [sent, wanted].map((logical) => JSON.stringify(logical))
  if (was === is) return []
  const message = `is ${described({ ...one, logical: sent })}; ${described({ ...other, logical: wanted })} is expected`
  if (sent?.type === 'decimal' && wanted.type === 'decimal') return [refused('type', message)]
  const isMeasuredOtherwise = sent !== undefined && unitOf(sent) !== unitOf(wanted)
  return [{ kind: isMeasuredOtherwise ? 'type' : 'bound', path: '', message }]
}

/** In other units it is another value: a thousandth of the moment, say. */
function unitOf({ type }: Logical): string {
  return /(milli|micro|nano)s$/.exec(type)?.[0] ?? type
}

function mismatch(sent: Avro, read: Avro): Misfit[] {
  return [refused('type', `may be ${described(sent)}; ${described(read)} is expected`)]
}

function refused(kind: Misfit['kind'], message: string): Misfit {
  return { kind, path: '', message, isUndecodable: true }
}

/** For people: `long`, `timestamp-millis`, `null | record com.example.Order`. */
function described(type: Avro): string {
  if (type.logical !== undefined) {
    const { type: name, precision, scale } = type.logical
    return name === 'decimal' ? `decimal(${String(precision)}, ${String(scale)})` : name
  }
  if (type.is === 'union') return type.branches.map(described).join(' | ') || 'nothing'
  if ('name' in type) return `${type.is} ${type.name}`
  return 'of' in type ? `${type.is} of ${described(type.of)}` : type.is
}

/** How deep fields are looked for in fields. */
const DEEPEST = 4

/** The fields that are declared, by their paths. */
export function avroFields(type: Avro, path = '', depth = 0): string[] {
  if (depth > DEEPEST) return []
  if (type.is === 'union') return type.branches.flatMap((one) => avroFields(one, path, depth))
  if (type.is === 'array') return avroFields(type.of, `${path}[]`, depth + 1)
  if (type.is !== 'record') return []
  return type.fields.flatMap(({ name, type: own }) => {
    const at = joined(path, name)
    return [at, ...avroFields(own, at, depth + 1)]
  })
}
