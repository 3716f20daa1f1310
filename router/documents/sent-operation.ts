import { Kind, parse, type OperationTypeNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { malformed, operationInUrl, sentInBody, trustedDocumentOf, type TrustMode } from './document-resolution.ts'
import { MOST_TOKENS } from './operation-limits.ts'
import type { TrustedDocument, TrustedDocuments } from './trusted-documents.ts'

/** An operation as a client sent it, on whatever way. */
export interface SentOperation {
  readonly query?: string | null | undefined
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

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

/** Throws a Refusal, as `trustedDocumentOf` does. */
export function resolveOperation(sent: SentOperation, documents: TrustedDocuments, mode: TrustMode): Operation {
  const asked = sentInBody(sent)
  const trusted = trustedDocumentOf(asked, documents, mode)
  const run = trusted?.text ?? asked.text
  const operationName = sent.operationName ?? trusted?.operationName
  const found = run === undefined ? undefined : definitionIn(run, operationName)
  return { sent, trusted, text: run, operationName: operationName ?? found?.name, type: found?.type }
}

/** The operation in the body of a POST. Throws a Refusal when it does not have the shape of one. */
export function sentByPost(body: unknown): SentOperation {
  if (!isRecord(body)) throw malformed('The body must be a JSON object.')
  const { query, operationName, variables, extensions } = body
  for (const [name, value] of Object.entries({ query, operationName })) {
    if (value != null && typeof value !== 'string') throw malformed(`\`${name}\` must be a string.`)
  }
  for (const [name, value] of Object.entries({ variables, extensions })) {
    if (value != null && !isRecord(value)) throw malformed(`\`${name}\` must be an object.`)
  }
  return body
}

/** The operation in the URL of a GET. Throws a Refusal when it does not have the shape of one. */
export const sentByGet = (url: string): SentOperation => sentByPost(operationInUrl(url))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

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
