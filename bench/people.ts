import type { Stack } from '@ebook/stack/stack'
import { Pool } from 'undici'

/** What came of one call, as the client saw it. */
export interface Answer {
  readonly ms: number
  /** What the operation's one field answered; undefined when nothing did. */
  readonly payload?: Record<string, ReturnType<typeof JSON.parse>> | undefined
  /** Of the errors, or of what went wrong on the way, such as ECONNRESET; of user errors too. */
  readonly codes: readonly string[]
}

export interface Router {
  /** As nobody without a token. Never rejects: what goes wrong is an answer without a payload. */
  ask(token: string | undefined, query: string, variables?: object): Promise<Answer>
  close(): Promise<void>
}

/** Longer than anything in the system may take, so that who is not answered by then is not answered at all. */
const PATIENCE_MS = 30_000

/** So many connections to the router of a stack. */
export function connect(stack: Stack, connections: number): Router {
  const { origin, pathname: path } = new URL(stack.url)
  const pool = new Pool(origin, { connections, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS })
  return {
    async ask(token, query, variables = {}) {
      const began = performance.now()
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const headers = { 'content-type': 'application/json', ...authorization }
      try {
        const { statusCode, body } = await pool.request({
          path,
          method: 'POST',
          headers,
          body: JSON.stringify({ query, variables }),
        })
        const text = await body.text()
        return { ms: performance.now() - began, ...readAnswer(statusCode, text) }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
        return { ms: performance.now() - began, codes: [code] }
      }
    },
    close: () => pool.close(),
  }
}

/** GraphQL says with 200 that something went wrong: only the body tells. */
export function readAnswer(status: number, text: string): Omit<Answer, 'ms'> {
  let answer: ReturnType<typeof JSON.parse>
  try {
    answer = JSON.parse(text)
  } catch {
    return { codes: [`HTTP ${status}`] }
  }
  const errors: { extensions?: { code?: string } }[] = answer.errors ?? []
  const payload = Object.values(answer.data ?? {})[0] as Answer['payload'] | null
  const refusals: { code: string }[] = payload?.['userErrors'] ?? []
  const codes = [...errors.map(({ extensions }) => extensions?.code ?? `HTTP ${status}`), ...refusals.map(codeOf)]
  if (payload == null) return { codes: codes.length > 0 ? codes : [`HTTP ${status}`] }
  return { payload, codes }
}

const codeOf = ({ code }: { code: string }): string => code

const REGISTER = `mutation ($input: RegisterBookInput!) { registerBook(input: $input) { book { id } userErrors { code } } }`

/** Registers titles with as many seats as a title may have. Returns their ids. */
export async function registerTitles(stack: Stack, router: Router, titles: number): Promise<string[]> {
  const librarian = await stack.token('libby', 'ADMIN')
  const ids: string[] = []
  for (let index = 0; index < titles; index += 1) {
    const input = { title: `Measured ${index}`, authors: ['B'], rentalFee: 3_000, seats: 1_000 }
    const { payload, codes } = await router.ask(librarian, REGISTER, { input })
    if (!payload || codes.length > 0) throw new Error(`a title could not be registered: ${codes.join(', ')}`)
    ids.push(payload['book'].id)
  }
  return ids
}
