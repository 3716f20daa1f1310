import { posix } from 'node:path'
import { parse } from 'yaml'
import type { EventCatalogue } from './catalogue.ts'
import type { JsonSchema } from './json-schema.ts'

interface Files {
  read(file: string): string | undefined
}

/** A file that should hold schemas, and does not; the message says which and why. */
export class UnusableDocument extends Error {
  override readonly name = 'UnusableDocument'
}

/** YAML or JSON. Throws UnusableDocument. */
export function documentAt(file: string, { read }: Files): unknown {
  const document = parsed(file, read(file) ?? '')
  if (holdsItself(document)) {
    throw new UnusableDocument(`${file} holds itself by an alias, so it has no end. Refer to it by a $ref instead.`)
  }
  return document
}

function parsed(file: string, text: string): unknown {
  try {
    return parse(text.replace(/^\uFEFF/, ''), { maxAliasCount: 1000 }) as unknown
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    throw new UnusableDocument(`${file} is neither JSON nor YAML (${why}). Correct it.`)
  }
}

function holdsItself(value: unknown, around = new Set<unknown>(), seen = new Set<unknown>()): boolean {
  if (around.has(value)) return true
  if (typeof value !== 'object' || value === null || seen.has(value)) return false
  seen.add(value)
  around.add(value)
  const found = Object.values(value).some((one) => holdsItself(one, around, seen))
  around.delete(value)
  return found
}

/** The files that others refer to stand in one place of the whole, where comparing does not look. */
export const DOCUMENTS = 'x-documents'

/**
 * Documents that refer to each other, as one: what `#/…` and `other.json#/…` mean is found from any schema of them.
 * References to an address are found by its `$id` among them.
 */
export class Documents {
  readonly #files: Files
  readonly #whole: Record<string, unknown> = {}
  readonly #ids = new Map<string, string>()

  constructor(files: Files) {
    this.#files = files
  }

  /** The document of a file, with references that are understood from the whole. Throws UnusableDocument. */
  open(file: string): unknown {
    if (!Object.hasOwn(this.#whole, file)) {
      this.#whole[file] = undefined
      const document = documentAt(file, this.#files)
      const id = isObject(document) ? document['$id'] : undefined
      if (typeof id === 'string') this.#ids.set(id, file)
      this.#whole[file] = this.#local(document, file)
    }
    return this.#whole[file]
  }

  /** A schema of one of the documents, by itself. */
  alone(schema: JsonSchema): JsonSchema {
    return { ...schema, [DOCUMENTS]: this.#whole }
  }

  #local(value: unknown, file: string, open = new Set<unknown>()): unknown {
    if (open.has(value)) throw new UnusableDocument(`${file} holds itself by an alias. Use a $ref there.`)
    if (typeof value !== 'object' || value === null) return value
    open.add(value)
    const local = Array.isArray(value)
      ? value.map((one) => this.#local(one, file, open))
      : this.#localFields(value as Readonly<Record<string, unknown>>, file, open)
    open.delete(value)
    return local
  }

  #localFields(fields: Readonly<Record<string, unknown>>, file: string, open: Set<unknown>): unknown {
    return Object.fromEntries(
      Object.entries(fields).map(([name, one]) => [
        name,
        name === '$ref' && typeof one === 'string' ? this.#reference(one, file) : this.#local(one, file, open),
      ]),
    )
  }

  #reference(ref: string, file: string): string {
    const [to = '', ...rest] = ref.split('#')
    const fragment = rest.join('#')
    if (fragment !== '' && !fragment.startsWith('/')) return ref
    const target = to === '' ? file : (this.#ids.get(to) ?? posix.join(posix.dirname(file), to))
    if (target !== file && !Object.hasOwn(this.#whole, target)) {
      // An address, or a file that is not here: compared by what it is called.
      if (this.#files.read(target) === undefined) return ref
      this.open(target)
    }
    return `#/${DOCUMENTS}/${target.replaceAll('~', '~0').replaceAll('/', '~1')}${fragment}`
  }
}

/** All files that a catalogue was read from, and those that they refer to. */
export function documentsOf({ events, expectations }: EventCatalogue): string[] {
  const all = [...events.map(({ data }) => data), ...expectations.map(({ expects }) => expects)]
  const wholes = new Set(all.map((data) => data[DOCUMENTS]).filter(isObject))
  return [...new Set([...wholes].flatMap(Object.keys))]
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
