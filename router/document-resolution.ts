import { readForeignJson, UnreadableJson } from '@ebook/chassis/foreign-json'
import { Refusal } from './refusal.ts'
import type { TrustedDocument, TrustedDocuments } from './trusted-documents.ts'

/** `only`: nothing else is run. `also`: they may be asked for by their hash, and any other document is welcome. */
export type TrustMode = 'only' | 'also'

/** Which document a request asks for. */
interface Sent {
  readonly text: string | undefined
  readonly hash: string | undefined
}

/**
 * The trusted document that a request asks for, by hash or by text; undefined when the text that was sent is to be
 * run. Throws a Refusal for an unknown hash without a text, and in mode `only` for everything that is not trusted.
 */
export function trustedDocumentOf(
  { text, hash }: Sent,
  documents: TrustedDocuments,
  mode: TrustMode,
): TrustedDocument | undefined {
  const byHash = hash === undefined ? undefined : documents.byHash(hash)
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
    // The very words by which clients of automatic persisted queries know to send the text.
    throw new Refusal(400, 'BAD_USER_INPUT', 'UNKNOWN_DOCUMENT', 'PersistedQueryNotFound')
  }
  return undefined
}

export function sentInBody(body: unknown): Sent {
  const { query, documentId, extensions } = recordOf(body)
  return { text: stringOf(query), hash: hashOf(documentId, extensions) }
}

/** Throws a Refusal for a URL that cannot be read. */
export function sentInUrl(url: string): Sent {
  const { query, documentId, extensions } = operationInUrl(url)
  return { text: stringOf(query), hash: hashOf(documentId, extensions) }
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
  return stringOf(documentId)?.replace(/^sha256:/, '') ?? stringOf(recordOf(persistedQuery)['sha256Hash'])
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
