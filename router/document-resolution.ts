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

export function sentInUrl(url: string): Sent {
  const search = new URL(url, 'http://localhost').searchParams
  return {
    text: search.get('query') ?? undefined,
    hash: hashOf(search.get('documentId'), parsed(search.get('extensions'))),
  }
}

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

function parsed(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json)
  } catch {
    return undefined
  }
}
