import { describe, type JsonSchema } from './json-schema.ts'
import { ofCounts, type Compare, type Misfit } from './misfit.ts'

/** What a list may hold, at each of its places and anywhere. */
export function ofArrays(sent: JsonSchema, read: JsonSchema, path: string, compare: Compare): Misfit[] {
  const [places, wanted] = [sent.prefixItems ?? [], read.prefixItems ?? []]
  const most = Math.max(places.length, wanted.length)
  const at = (schema: JsonSchema, index: number) => schema.prefixItems?.[index] ?? schema.items ?? {}
  const isShort = (schema: JsonSchema, index: number) => schema.maxItems !== undefined && schema.maxItems <= index
  const single = read.uniqueItems === true && sent.uniqueItems !== true && (sent.maxItems ?? Infinity) > 1
  return [
    ...ofCounts(sent, read, path, 'minItems', 'maxItems'),
    ...Array.from({ length: most }, (_, index) => index)
      .filter((index) => !isShort(sent, index))
      .flatMap((index) => compare(at(sent, index), at(read, index), `${path}[${index}]`)),
    ...(isShort(sent, most) ? [] : compare(sent.items ?? {}, read.items ?? {}, `${path}[]`)),
    ...(single ? [{ kind: 'bound', path, message: 'may have an item twice; each once is expected' } as const] : []),
    ...ofContents(sent, read, path, compare),
  ]
}

/** `contains`: how many items there have to be of a kind, and may be. */
function ofContents(sent: JsonSchema, read: JsonSchema, path: string, compare: Compare): Misfit[] {
  const { contains: kind, minContains: few = 1, maxContains: many = Infinity } = read
  if (kind === undefined) return []
  const fits = (one: JsonSchema, other: JsonSchema) => compare(one, other, path).length === 0
  const { prefixItems: places = [], minItems: least = 0 } = sent
  const byPlace = places.slice(0, least).filter((one) => fits(one, kind)).length
  const further = sent.items !== undefined && fits(sent.items, kind) ? Math.max(0, least - places.length) : 0
  const promised = Math.max(
    sent.contains !== undefined && fits(sent.contains, kind) ? (sent.minContains ?? 1) : 0,
    byPlace + further,
  )
  const most = Math.min(
    sent.contains !== undefined && fits(kind, sent.contains) ? (sent.maxContains ?? Infinity) : Infinity,
    sent.maxItems ?? Infinity,
  )
  const misfit = (what: string): Misfit[] => [{ kind: 'bound', path, message: `${what} of ${describe(kind)}` }]
  if (promised < few) return misfit(`may have fewer than the ${few} that are expected`)
  return most > many ? misfit(`may have more than the ${many} that are expected`) : []
}
