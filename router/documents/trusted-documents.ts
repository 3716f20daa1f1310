import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Kind, parse, print, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { MOST_TOKENS } from './operation-limits.ts'

export interface TrustedDocument {
  readonly text: string
  readonly operationName: string
}

/** sha256 of the normalised document → the document. */
export type Manifest = Readonly<Record<string, string>>

/** How many differently written forms of trusted documents are remembered by their hash. */
const MOST_SPELLINGS = 1_000

/**
 * The operations that the applications were built with. A document is known by the hash of its normal form (graphql's
 * `print`) and by that of the form in which caching clients send it, with `__typename` in every selection set below
 * the root; also by its text, however it is laid out.
 */
export class TrustedDocuments {
  readonly #byHash = new Map<string, TrustedDocument>()
  readonly #spellings = new LRUCache<string, TrustedDocument>({ max: MOST_SPELLINGS })
  readonly #names = new Set<string>()

  /** Throws when a hash is not that of its document, or a document is not exactly one named operation. */
  constructor(manifest: Manifest) {
    for (const [hash, text] of Object.entries(manifest)) {
      if (sha256(text) !== hash) throw new Error(`the trusted document ${hash} has another hash: ${sha256(text)}`)
      const document = parse(text)
      const operationName = onlyOperationOf(document)?.name?.value
      if (operationName === undefined) throw new Error(`the trusted document ${hash} is not one named operation`)
      this.#names.add(operationName)
      for (const form of [text, print(withTypenames(document))]) {
        this.#byHash.set(sha256(form), { text: form, operationName })
      }
    }
  }

  get names(): ReadonlySet<string> {
    return this.#names
  }

  all(): Iterable<TrustedDocument> {
    return this.#byHash.values()
  }

  byHash(hash: string): TrustedDocument | undefined {
    return this.#byHash.get(hash)
  }

  byText(text: string): TrustedDocument | undefined {
    const hash = sha256(text)
    const known = this.#byHash.get(hash) ?? this.#spellings.get(hash)
    if (known !== undefined) return known
    const document = normalForm(text)
    const found = document === undefined ? undefined : this.#byHash.get(sha256(document))
    if (found !== undefined) this.#spellings.set(hash, found)
    return found
  }
}

export async function readTrustedDocuments(file: string): Promise<TrustedDocuments> {
  return new TrustedDocuments(JSON.parse(await readFile(file, 'utf8')) as Manifest)
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function normalForm(text: string): string | undefined {
  try {
    return print(parse(text, { maxTokens: MOST_TOKENS, noLocation: true }))
  } catch {
    return undefined
  }
}

function onlyOperationOf(document: DocumentNode): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return operations.length === 1 ? operations[0] : undefined
}

/** As Apollo Client and urql do before they send: last in every selection set but the operation's own. */
function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent) {
      if (parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION) return undefined
      const has = node.selections.some(
        (selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
      )
      if (has) return undefined
      const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const
      return { ...node, selections: [...node.selections, typename] }
    },
  })
}
