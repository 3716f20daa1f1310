import { Pool } from 'undici'
import { ApiRefuses, ComeBackLater, NoAnswer, type CatalogueApi, type Refusal } from '@ebook/catalogue/catalogue-api'
import type { CatalogueTitle } from '@ebook/catalogue/read-catalogue'

/** The operations as their clients are known to write them: a production router runs no others. */
export const REGISTER = `mutation RegisterBook($input: RegisterBookInput!) {
  registerBook(input: $input) {
    book {
      id
      title
      authors
      isbn13
      rentalFee
      status
      seatsTotal
      seatsFree
      loanPeriodDays
      maxRenewals
    }
    userErrors {
      code
      message
      field
    }
  }
}`
export const FIND = `query Books($first: Int, $after: String, $search: String) {
  books(first: $first, after: $after, search: $search) {
    edges {
      cursor
      node {
        id
        title
        authors
        rentalFee
        status
        seatsFree
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}`

interface Books {
  readonly edges: readonly { readonly node: { readonly title: string; readonly authors: readonly string[] } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

interface GraphQLAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

const PATIENCE_MS = 30_000
// What `books` takes.
const MOST_WORDS = 20
const LONGEST_SEARCH = 200

/** The catalogue behind the router, over at most so many connections. Close it. */
export class HttpCatalogue implements CatalogueApi {
  readonly #pool: Pool
  readonly #path: string
  readonly #token: string

  constructor(url: string, token: string, connections: number) {
    const { origin, pathname } = new URL(url)
    this.#pool = new Pool(origin, { connections, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS })
    this.#path = pathname
    this.#token = token
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  async register({ line: _, ...input }: CatalogueTitle): Promise<Refusal | undefined> {
    const answer = await this.#ask(REGISTER, { input })
    if ('refusal' in answer) return answer.refusal
    const { userErrors } = answer.data['registerBook'] as { userErrors: readonly Refusal[] }
    return userErrors[0]
  }

  async has({ title, authors }: CatalogueTitle): Promise<boolean> {
    const search = title.split(' ').slice(0, MOST_WORDS).join(' ').slice(0, LONGEST_SEARCH)
    let after: string | null = null
    do {
      const answer = await this.#ask(FIND, { first: 100, after, search })
      if ('refusal' in answer) throw new ApiRefuses(answer.refusal.message)
      const { edges, pageInfo } = answer.data['books'] as Books
      if (edges.some(({ node }) => node.title === title && node.authors.join('\n') === authors.join('\n'))) return true
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    return false
  }

  async #ask(
    query: string,
    variables: object,
  ): Promise<{ readonly data: Readonly<Record<string, unknown>> } | { readonly refusal: Refusal }> {
    const { statusCode, headers, text } = await this.#post(JSON.stringify({ query, variables }))
    const answer = parsed(text)
    const [error] = answer?.errors ?? []
    const code = error?.extensions?.code
    if (statusCode === 429 || code === 'RATE_LIMITED') {
      throw new ComeBackLater((Number(headers['retry-after']) || 1) * 1_000)
    }
    if (answer?.data && error === undefined) return { data: answer.data }
    // One row that the API cannot even read says nothing about the others.
    if (code === 'BAD_USER_INPUT' || statusCode === 413) {
      return { refusal: { code: 'BAD_USER_INPUT', message: error?.message ?? 'It is too long.' } }
    }
    const message = error?.message ?? `it answered ${statusCode}: ${text.slice(0, 200)}`
    if (statusCode >= 500 || (code !== undefined && OUTAGES.includes(code))) throw new NoAnswer(message, true)
    throw new ApiRefuses(code === undefined ? message : `${code}: ${message}`)
  }

  async #post(body: string) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` }
    try {
      const response = await this.#pool.request({ path: this.#path, method: 'POST', headers, body })
      return { statusCode: response.statusCode, headers: response.headers, text: await response.body.text() }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      throw new NoAnswer(code, !NEVER_SENT.includes(code), error)
    }
  }
}

const OUTAGES = ['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

function parsed(text: string): GraphQLAnswer | undefined {
  try {
    return JSON.parse(text) as GraphQLAnswer
  } catch {
    return undefined
  }
}
