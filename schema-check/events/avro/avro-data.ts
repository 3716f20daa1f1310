import { DOCUMENTS, isObject } from '../documents.ts'
import type { JsonSchema } from '../json-schema.ts'
import type { Misfit } from '../misfit.ts'
import { referencesIn } from '../references.ts'
import { avroFields, avroMisfits } from './avro-fits.ts'
import { readAvro, UnusableAvro, type Avro } from './read-avro.ts'

/** Avro stands at a keyword of its own, beside what else is said of the data. */
export function isAvro(data: unknown): boolean {
  return isObject(data) && data['avro'] !== undefined
}

/** As `misfits`, of data of which one or both are Avro's. */
export function misfitsOfAvro(sent: JsonSchema, read: JsonSchema): Misfit[] {
  const [isSent, isRead] = [sent, read].map(isAvro)
  if (isSent !== isRead) {
    const form = (isAvro: boolean | undefined) => (isAvro === true ? 'Avro' : 'JSON')
    return [{ kind: 'type', path: '', message: `is ${form(isSent)}; ${form(isRead)} is expected`, isUndecodable: true }]
  }
  const [written, wanted] = [avroIn(sent), avroIn(read)]
  for (const [whose, one] of [
    ['what is sent', written],
    ['what is expected', wanted],
  ] as const) {
    if (one instanceof UnusableAvro) {
      return [{ kind: 'unknown', path: '', message: `cannot be compared, because of ${whose} ${one.message}` }]
    }
  }
  return avroMisfits(written as Avro, wanted as Avro)
}

/** The fields that Avro declares, by their paths; none of what is no Avro, undefined where nobody knows. */
export function fieldsOfAvro(data: JsonSchema): string[] | undefined {
  if (!isAvro(data)) return []
  const type = avroIn(data)
  return type instanceof UnusableAvro ? undefined : avroFields(type)
}

const known = new WeakMap<JsonSchema, Avro | UnusableAvro>()

function avroIn(data: JsonSchema): Avro | UnusableAvro {
  const made = known.get(data) ?? read(data)
  known.set(data, made)
  return made
}

function read(data: JsonSchema): Avro | UnusableAvro {
  const documents = data[DOCUMENTS]
  try {
    return readAvro(followed(data['avro'], referencesIn(data)), isObject(documents) ? Object.values(documents) : [])
  } catch (error) {
    if (error instanceof UnusableAvro) return error
    throw error
  }
}

/** Avro has names for what stands elsewhere; a document around it may refer to it all the same. */
function followed(value: unknown, find: (ref: string) => unknown, open: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((one) => followed(one, find, open))
  if (!isObject(value)) return value
  const { $ref } = value
  if (typeof $ref === 'string' && !open.includes($ref)) return followed(find($ref), find, [...open, $ref])
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, followed(one, find, open)]))
}
