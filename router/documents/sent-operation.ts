import { readForeignJson, UnreadableJson } from '@ebook/chassis/foreign-json'
import { Refusal } from '../errors/refusal.ts'

/** An operation as a client sent it, on whatever way. */
export interface SentOperation {
  readonly query?: string | null | undefined
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

/** Which document a request asks for. */
export interface AskedFor {
  readonly text: string | undefined
  /** SHA-256 in lower case hexadecimal digits. */
  readonly hash: string | undefined
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

/** Longer than any that somebody has written; an operation's name is written into every request to a subgraph. */
const LONGEST_NAME = 200

/** Throws a Refusal for what cannot be a hash, and for a name that is too long. */
export function documentAskedFor(body: unknown): AskedFor {
  const { query, operationName, documentId, extensions } = recordOf(body)
  if (typeof operationName === 'string' && operationName.length > LONGEST_NAME) {
    throw malformed(`\`operationName\` has more than ${LONGEST_NAME} characters.`)
  }
  const hash = hashOf(documentId, extensions)
  // Messages of graphql-transport-ws must have a query: who sends a hash leaves it empty.
  const isText = typeof query === 'string' && !(query === '' && hash !== undefined)
  return { text: isText ? query : undefined, hash }
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

const malformed = (message: string) => new Refusal(400, 'BAD_USER_INPUT', 'BAD_REQUEST', message)

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

export const badHash = (reason: string, message: string) => new Refusal(400, 'BAD_USER_INPUT', reason, message)

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
