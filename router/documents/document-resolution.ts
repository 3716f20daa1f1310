import { readForeignJson, UnreadableJson } from '@ebook/chassis/foreign-json'
import { Refusal } from '../errors/refusal.ts'
import { sha256, type TrustedDocument, type TrustedDocuments } from './trusted-documents.ts'

/** `only`: nothing else is run. `also`: they may be asked for by their hash, and any other document is welcome. */
export type TrustMode = 'only' | 'also'

/** Which document a request asks for. */
export interface Sent {
  readonly text: string | undefined
  /** SHA-256 in lower case hexadecimal digits. */
  readonly hash: string | undefined
}

/**
 * The trusted document that a request asks for, by hash or by text; undefined when the text that was sent is to be
 * run. Throws a Refusal for a text and a hash that do not belong together, for an unknown hash without a text, and in
 * mode `only` for everything that is not trusted.
 */
export function trustedDocumentOf(
  { text, hash }: Sent,
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

/** Longer than any that somebody has written; an operation's name is written into every request to a subgraph. */
const LONGEST_NAME = 200

/** Throws a Refusal for what cannot be a hash, and for a name that is too long. */
export function sentInBody(body: unknown): Sent {
  const { query, operationName, documentId, extensions } = recordOf(body)
  if (typeof operationName === 'string' && operationName.length > LONGEST_NAME) {
    throw malformed(`\`operationName\` has more than ${LONGEST_NAME} characters.`)
  }
  return sentOf(stringOf(query), hashOf(documentId, extensions))
}

/** Throws a Refusal for a URL that cannot be read, and for what cannot be a hash. */
export function sentInUrl(url: string): Sent {
  return sentInBody(operationInUrl(url))
}

/** Messages of graphql-transport-ws must have a query: who sends a hash leaves it empty. */
function sentOf(text: string | undefined, hash: string | undefined): Sent {
  return { text: text === '' && hash !== undefined ? undefined : text, hash }
}

/** The parameters of an operation that is asked for by GET, as the body of a POST has them. Throws a Refusal. */
export function operationInUrl(url: string): Readonly<Record<string, unknown>> {
  const [path = ''] = url.split('?', 1)
  const search = url.slice(path.length + 1)
  if (!isUtf8(search)) throw malformed('The URL is not UTF-8.')
  const given = new URLSearchParams(search)
  const operation: Record<string, unknown> = {}
  for (const name of ['query', 'operationName', 'documentId']) operation[name] = given.get(name)
  for (const name of ['variables', 'extensions']) operation[name] = parsed(name, given.get(name))
  return operation
}

function isUtf8(encoded: string): boolean {
  try {
    decodeURIComponent(encoded)
    return true
  } catch {
    return false
  }
}

function parsed(name: string, json: string | null): unknown {
  try {
    return json === null ? undefined : readForeignJson(json)
  } catch (error) {
    if (!(error instanceof UnreadableJson)) throw error
    throw malformed(`\`${name}\` cannot be read. ${error.message}`)
  }
}

export const malformed = (message: string) => new Refusal(400, 'BAD_USER_INPUT', 'BAD_REQUEST', message)

/** `sha256:` before the hash is how the GraphQL over HTTP specification writes a documentId. */
function hashOf(documentId: unknown, extensions: unknown): string | undefined {
  const { persistedQuery } = recordOf(extensions)
  const { version = 1, sha256Hash } = recordOf(persistedQuery)
  if (version !== 1) throw badHash('HASH_VERSION', 'Only version 1 of persisted queries is known here.')
  const byExtension = hexOf(persistedQuery == null ? undefined : (sha256Hash ?? null))
  const byId = hexOf(typeof documentId === 'string' ? documentId.replace(/^sha256:/, '') : (documentId ?? undefined))
  if (byId !== undefined && byExtension !== undefined && byId !== byExtension) {
    throw badHash('HASH_MISMATCH', '`documentId` and `persistedQuery` name different documents.')
  }
  return byId ?? byExtension
}

function hexOf(hash: unknown): string | undefined {
  if (hash === undefined) return undefined
  if (typeof hash === 'string' && /^[0-9a-f]{64}$/i.test(hash)) return hash.toLowerCase()
  throw badHash('INVALID_HASH', 'A document is named by its SHA-256, in 64 hexadecimal digits.')
}

const badHash = (reason: string, message: string) => new Refusal(400, 'BAD_USER_INPUT', reason, message)

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
