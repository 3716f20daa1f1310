import { Kind, parse, type OperationTypeNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { Refusal } from '../errors/refusal.ts'
import { MOST_TOKENS } from './operation-limits.ts'
import { badHash, documentAskedFor, type AskedFor, type SentOperation } from './sent-operation.ts'
import { sha256, type TrustedDocument, type TrustedDocuments } from './trusted-documents.ts'

/** `only`: nothing else is run. `also`: they may be asked for by their hash, and any other document is welcome. */
export type TrustMode = 'only' | 'also'

/** What is to be run for it. */
export interface Operation {
  readonly sent: SentOperation
  readonly trusted: TrustedDocument | undefined
  /** Undefined when nothing was sent that could be run. */
  readonly text: string | undefined
  readonly operationName: string | undefined
  /** Undefined for what cannot be parsed, or has no such operation: whoever runs it will say so. */
  readonly type: OperationTypeNode | undefined
}

/**
 * The trusted document that a request asks for, by hash or by text; undefined when the text that was sent is to be
 * run. Throws a Refusal for a text and a hash that do not belong together, for an unknown hash without a text, and in
 * mode `only` for everything that is not trusted.
 */
export function trustedDocumentOf(
  { text, hash }: AskedFor,
  documents: TrustedDocuments,
  mode: TrustMode,
): TrustedDocument | undefined {
  const byHash = hash === undefined ? undefined : documents.byHash(hash)
  if (text !== undefined && hash !== undefined && sha256(text) !== hash) {
    // The same document, laid out otherwise, is no contradiction.
    if (byHash === undefined || documents.byText(text) !== byHash) {
      throw badHash('HASH_MISMATCH', 'The hash is not that of the query that was sent with it.')
    }
  }
  if (byHash !== undefined) return byHash
  if (mode === 'only') {
    const byText = text === undefined ? undefined : documents.byText(text)
    if (byText !== undefined) return byText
    throw new Refusal(
      400,
      'BAD_USER_INPUT',
      'UNTRUSTED_DOCUMENT',
      'Only the operations that the applications were built with are run here.',
    )
  }
  if (hash !== undefined && text === undefined) {
    // The very words by which clients of automatic persisted queries know to send the text, and from then on nothing
    // else: what they would register protects nothing, so after "not found" they would ask twice for ever.
    throw new Refusal(400, 'BAD_USER_INPUT', 'UNKNOWN_DOCUMENT', 'PersistedQueryNotSupported')
  }
  return undefined
}

/** Throws a Refusal, as `trustedDocumentOf` does. */
export function resolveOperation(sent: SentOperation, documents: TrustedDocuments, mode: TrustMode): Operation {
  const asked = documentAskedFor(sent)
  const trusted = trustedDocumentOf(asked, documents, mode)
  const run = trusted?.text ?? asked.text
  const operationName = sent.operationName ?? trusted?.operationName
  const found = run === undefined ? undefined : definitionIn(run, operationName)
  return { sent, trusted, text: run, operationName: operationName ?? found?.name, type: found?.type }
}

interface Definition {
  readonly name: string | undefined
  readonly type: OperationTypeNode
}

/** A client's subscriptions come again and again with the same text. */
const MOST_REMEMBERED = 200
const LONGEST_REMEMBERED = 10_000
const remembered = new LRUCache<string, readonly Definition[]>({ max: MOST_REMEMBERED })

function definitionIn(text: string, operationName: string | undefined): Definition | undefined {
  const definitions = remembered.get(text) ?? definitionsIn(text)
  if (operationName !== undefined) return definitions.find(({ name }) => name === operationName)
  return definitions.length === 1 ? definitions[0] : undefined
}

function definitionsIn(text: string): readonly Definition[] {
  const definitions: Definition[] = []
  try {
    for (const definition of parse(text, { maxTokens: MOST_TOKENS, noLocation: true }).definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue
      definitions.push({ name: definition.name?.value, type: definition.operation })
    }
  } catch {
    return []
  }
  if (text.length <= LONGEST_REMEMBERED) remembered.set(text, definitions)
  return definitions
}
