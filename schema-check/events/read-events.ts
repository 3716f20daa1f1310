import { posix } from 'node:path'
import { catalogueOfAsyncApi, isAsyncApi } from './asyncapi.ts'
import { looksLikeAvro } from './avro/read-avro.ts'
import { readCatalogue, type DeclaredEvent, type EventCatalogue } from './catalogue.ts'
import { documentAt, Documents, isObject, UnusableDocument } from './documents.ts'
import type { JsonSchema } from './json-schema.ts'
import { isKeyword } from './well-formed.ts'

interface Files {
  readonly rev: string
  matching(glob: string): string[]
  read(file: string): string | undefined
}

/**
 * What the files of some globs say of events: one catalogue, or AsyncAPI documents, or schemas, of JSON or Avro, of which
 * each is one event. Undefined when there is none. Throws UnusableSnapshot and UnusableDocument.
 */
export function readEvents(globs: readonly string[], tree: Files): EventCatalogue | undefined {
  const files = [...new Set(globs.flatMap((glob) => tree.matching(glob)))]
  const [first] = files
  if (first === undefined) return undefined
  if (files.length === 1 && isCatalogue(first, globs.includes(first), tree)) {
    return readCatalogue(tree.read(first) ?? '', `${first} in ${tree.rev}`)
  }
  const documents = new Documents(tree)
  const opened = files.map((file) => [file, documents.open(file)] as const)
  const base = commonFolder(globs)
  const parts = opened.map(([file, document]) =>
    isAsyncApi(document)
      ? catalogueOfAsyncApi(file, document, documents)
      : { events: [eventOfSchema(file, document, base, documents)], expectations: [] },
  )
  const events = parts.flatMap((part) => part.events)
  const expectations = parts.flatMap((part) => part.expectations)
  const sent = new Set(events.map(({ type }) => type))
  const read = new Set(expectations.map(({ type }) => type))
  return {
    format: 1,
    // Whoever reads or sends it may say so elsewhere.
    events: events.map((one) => (read.has(one.type) ? one : { ...one, unread: 'who reads it is said elsewhere' })),
    expectations: expectations.map((one) => (sent.has(one.type) ? one : { ...one, sentElsewhere: true })),
    projections: [],
  }
}

/** By what it says; of a file that is named, also what is neither a schema nor AsyncAPI: then it is told what is wrong with it. */
function isCatalogue(file: string, isNamed: boolean, tree: Files): boolean {
  if (!file.endsWith('.json')) return false
  try {
    const document = documentAt(file, tree)
    if (!isObject(document)) return false
    return typeof document['format'] === 'number' || (isNamed && !looksLikeSchema(document))
  } catch (error) {
    if (error instanceof UnusableDocument) return isNamed
    throw error
  }
}

function looksLikeSchema(document: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(document).some((word) => word.startsWith('$') || word === 'asyncapi' || isKeyword(word))
}

/** Called by its place: `orders/placed.v1.schema.json` is `orders.placed.v1`, of orders. */
function eventOfSchema(file: string, document: unknown, base: string, documents: Documents): DeclaredEvent {
  const isAvro = file.endsWith('.avsc') || looksLikeAvro(document)
  const isSchema = isObject(document) || typeof document === 'boolean'
  if (!isSchema && !isAvro)
    throw new UnusableDocument(
      `${file} is no JSON Schema, nor another description of events. Correct it, or "events" in the configuration.`,
    )
  const path = posix.relative(base, file).replace(/(\.schema)?\.(json|ya?ml|avsc)$/, '')
  const { title, description, doc = description } = isObject(document) ? document : {}
  const [owner = '', ...rest] = path.split('/')
  return {
    type: path.replaceAll('/', '.'),
    owner: rest.length === 0 ? posix.basename(base) || 'events' : owner,
    file,
    aggregate: path,
    about: typeof doc === 'string' ? doc : typeof title === 'string' ? title : undefined,
    data: documents.alone(isAvro ? { avro: document } : schemaOf(document)),
  }
}

/** True is anything, false is nothing. */
function schemaOf(document: unknown): JsonSchema {
  return isObject(document) ? document : document === true ? {} : { not: {} }
}

/** What the globs themselves say before their first wildcard: what they match comes and goes, and names nothing else. */
function commonFolder(globs: readonly string[]): string {
  return globs
    .map((glob) => {
      const folders = posix.dirname(posix.normalize(glob)).split('/')
      const end = folders.findIndex((folder) => /[*?[{]/.test(folder))
      return end < 0 ? folders : folders.slice(0, end)
    })
    .reduce((one, other) => {
      const end = one.findIndex((segment, index) => segment !== other[index])
      return end < 0 ? one : one.slice(0, end)
    })
    .join('/')
}
