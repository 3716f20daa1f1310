import { Pool } from 'undici'
import type { Stack } from '@ebook/stack/stack'

/** What came of one call, as the client saw it. */
export interface Answer {
  readonly ms: number
  /** What the operation's one field answered; undefined when nothing did. */
  readonly payload?: Record<string, ReturnType<typeof JSON.parse>> | undefined
  /** Of the errors, or of what went wrong on the way, such as ECONNRESET; of user errors too. */
  readonly codes: readonly string[]
  /** In words, when there is more to it than its code. */
  readonly why?: string | undefined
}

export interface Router {
  /** As nobody without a token. Never rejects: what goes wrong is an answer without a payload. */
  ask(token: string | undefined, query: string, variables?: object): Promise<Answer>
  /** The payload alone. Throws what else came: errors answer 200 in GraphQL, and a rate that counts them is no rate. */
  answered(token: string | undefined, query: string, variables?: object): Promise<NonNullable<Answer['payload']>>
  close(): Promise<void>
}

/** Longer than anything in the system may take, so that who is not answered by then is not answered at all. */
const PATIENCE_MS = 30_000

/** So many connections to the router of a stack. */
export function connect(stack: Stack, connections: number): Router {
  const { origin, pathname: path } = new URL(stack.url)
  const pool = new Pool(origin, { connections, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS })
  const ask: Router['ask'] = async (token, query, variables = {}) => {
    const began = performance.now()
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const headers = { 'content-type': 'application/json', ...authorization }
    const body = JSON.stringify({ query, variables })
    try {
      const answer = await pool.request({ path, method: 'POST', headers, body })
      const text = await answer.body.text()
      return { ms: performance.now() - began, ...readAnswer(answer.statusCode, text) }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      return { ms: performance.now() - began, codes: [code] }
    }
  }
  return {
    ask,
    async answered(...asked) {
      const { payload, codes, why } = await ask(...asked)
      if (payload && codes.length === 0) return payload
      throw new Error(`${asked[1]} is not answered: ${[...codes, why].join(' ')}`)
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
  const errors: { message: string; extensions?: { code?: string } }[] = answer.errors ?? []
  const payload = Object.values(answer.data ?? {})[0] as Answer['payload'] | null
  const refusals: { code: string }[] = payload?.['userErrors'] ?? []
  const codes = [...errors.map(({ extensions }) => extensions?.code ?? `HTTP ${status}`), ...refusals.map(codeOf)]
  const why = errors[0]?.message
  if (payload == null) return { codes: codes.length > 0 ? codes : [`HTTP ${status}`], why }
  return { payload, codes, why }
}

const codeOf = ({ code }: { code: string }): string => code

const REGISTER = `mutation ($input: RegisterBookInput!) { registerBook(input: $input) { book { id } userErrors { code } } }`

const LANES = 16

/** Registers titles, with as many seats each, on as many lanes as a librarian's import has. Returns their ids. */
export async function registerTitles(stack: Stack, router: Router, titles: number, seats = 1_000): Promise<string[]> {
  const librarian = await stack.token('libby', 'ADMIN')
  const ids: string[] = []
  const numbers = Array.from({ length: titles }, (_, index) => index).values()
  const work = async () => {
    for (const index of numbers) {
      const input = { title: `A measured title, number ${index}`, authors: ['An Author'], rentalFee: 3_000, seats }
      const { book } = await router.answered(librarian, REGISTER, { input })
      ids.push(book.id)
    }
  }
  await Promise.all(Array.from({ length: LANES }, work))
  return ids
}
