import type { FastifyInstance } from 'fastify'

const problems = {
  INVALID_ENCODING: 'The text is not UTF-8.',
  INVALID_JSON: 'The text is no valid JSON.',
  NESTED_TOO_DEEP: 'The JSON nests too deep.',
  LONE_SURROGATE: 'The JSON holds half of a character.',
} as const

/** JSON that is not taken. Says nothing of what it holds. */
export class UnreadableJson extends Error {
  override readonly name = 'UnreadableJson'
  readonly statusCode = 400
  readonly reason: keyof typeof problems
  constructor(reason: keyof typeof problems) {
    super(problems[reason])
    this.reason = reason
  }
}

/**
 * Clients need some ten levels. What is taken is walked by recursion in many places, of ours and of libraries: writing
 * JSON that nests 5,000 deep throws.
 */
const DEEPEST_JSON = 64
/** What the router has accepted is wrapped once more on its way to a subgraph. */
export const DEEPEST_JSON_WITHIN = 2 * DEEPEST_JSON

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * JSON of somebody whom we do not know: UTF-8, of whole characters, of bounded depth. Throws UnreadableJson. With bytes
 * that are no UTF-8 and halves of characters a text would grow when it is passed on.
 */
export function readForeignJson(data: string | Uint8Array, deepest = DEEPEST_JSON): unknown {
  const value = parsed(typeof data === 'string' ? data : textOf(data))
  const problem = problemOf(value, deepest)
  if (problem !== undefined) throw new UnreadableJson(problem)
  return value
}

/** Reads bodies of a server, or of a part of it, by these rules. */
export function readJsonBodies(app: FastifyInstance, deepest = DEEPEST_JSON): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    readForeignJson(body, deepest),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableJson('INVALID_JSON')
  }
}

function textOf(data: Uint8Array): string {
  try {
    return utf8.decode(data)
  } catch {
    throw new UnreadableJson('INVALID_ENCODING')
  }
}

function problemOf(value: unknown, deepest: number): keyof typeof problems | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'LONE_SURROGATE'
  if (typeof value !== 'object' || value === null) return undefined
  if (deepest === 0) return 'NESTED_TOO_DEEP'
  for (const [key, inner] of Object.entries(value)) {
    // Copied into another object by assignment it would become its prototype.
    if (key === '__proto__') return 'INVALID_JSON'
    const problem = problemOf(key, deepest) ?? problemOf(inner, deepest - 1)
    if (problem !== undefined) return problem
  }
  return undefined
}
