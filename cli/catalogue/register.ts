import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'
import type { CatalogueTitle } from './read-catalogue.ts'

/** What became of one title. */
export type Registered =
  | { readonly kind: 'registered' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The API did not take it, and trying again did not help. */
  | { readonly kind: 'failed'; readonly reason: string }

const REGISTER = `mutation RegisterTitle($input: RegisterBookInput!) {
  registerBook(input: $input) { book { id } userErrors { code message } }
}`
const FIND = `query FindTitle($search: String!) { books(first: 100, search: $search) { edges { node { title authors isbn13 } } } }`
const TRIES = 5
const PAUSE_MS = 500

interface Asked {
  readonly data: Record<string, ReturnType<typeof JSON.parse>>
}

/** Registers titles through the API, so many at once. Nothing is registered twice, whatever the network does. */
export class Catalogue {
  readonly #pool: Pool
  readonly #path: string
  readonly #token: string

  constructor(url: string, token: string, atOnce: number) {
    const { origin, pathname } = new URL(url)
    this.#pool = new Pool(origin, { connections: atOnce })
    this.#path = pathname
    this.#token = token
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  /** An answer that was lost leaves the outcome unknown: before such a title is sent again it is looked up. */
  async register(title: CatalogueTitle): Promise<Registered> {
    let unknown = false
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (unknown && (await this.#isThere(title))) return { kind: 'registered' }
        const { line: _, ...input } = title
        const { data } = await this.#ask(REGISTER, { input })
        const [error] = data['registerBook'].userErrors as { code: string; message: string }[]
        return error ? { kind: 'refused', reason: `${error.code}: ${error.message}` } : { kind: 'registered' }
      } catch (error) {
        if (error instanceof Rejected) return { kind: 'failed', reason: error.message }
        unknown ||= !(error instanceof NotTaken)
        if (attempt === TRIES) return { kind: 'failed', reason: String(error) }
        await delay(error instanceof NotTaken ? error.retryAfterMs : PAUSE_MS * attempt)
      }
    }
  }

  async #isThere({ title, isbn13, authors }: CatalogueTitle): Promise<boolean> {
    const { data } = await this.#ask(FIND, { search: isbn13 ?? title })
    return (data['books'].edges as { node: { title: string; authors: string[]; isbn13: string | null } }[]).some(
      ({ node }) =>
        isbn13 === undefined
          ? node.title === title && node.authors.join() === authors.join()
          : node.isbn13 === isbn13 && node.title === title,
    )
  }

  async #ask(query: string, variables: object): Promise<Asked> {
    const { statusCode, headers, body } = await this.#pool.request({
      path: this.#path,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ query, variables }),
    })
    const text = await body.text()
    if (statusCode === 429) throw new NotTaken((Number(headers['retry-after']) || 1) * 1_000)
    const answer = parsed(text)
    if (answer?.data && !answer.errors) return { data: answer.data }
    const [error] = answer?.errors ?? []
    if (error && statusCode < 500 && !TRANSIENT.includes(error.extensions?.code ?? '')) {
      throw new Rejected(`${error.extensions?.code ?? statusCode}: ${error.message}`)
    }
    throw new Error(error?.message ?? `the API answered ${statusCode}`)
  }
}

const TRANSIENT = ['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED']

/** The API will never take this: a wrong token, a wrong query. */
class Rejected extends Error {}

/** The request was turned away before anything was done. */
class NotTaken extends Error {
  readonly retryAfterMs: number
  constructor(retryAfterMs: number) {
    super('the API asks to come back later')
    this.retryAfterMs = retryAfterMs
  }
}

interface GraphQLAnswer {
  readonly data?: Asked['data'] | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

function parsed(text: string): GraphQLAnswer | undefined {
  try {
    return JSON.parse(text) as GraphQLAnswer
  } catch {
    return undefined
  }
}
