import { CombinedGraphQLErrors, type ApolloClient } from '@apollo/client'
import { ApiRefuses, ComeBackLater, NoAnswer, type CatalogueApi, type Refusal } from '@ebook/catalogue/catalogue-api'
import type { CatalogueTitle } from '@ebook/catalogue/read-catalogue'
import { FindTitleDocument, RegisterTitleDocument } from '../generated/librarian.ts'

/** The limit is by the minute; its share of a few seconds comes back within them. */
const AFTER_TOO_MUCH_MS = 5_000
// What `books` takes.
const MOST_WORDS = 20
const LONGEST_SEARCH = 200

/** The catalogue as the importer needs it, by the page's own client. Ten thousand answers are kept by nobody. */
export class BrowserCatalogue implements CatalogueApi {
  readonly #client: ApolloClient

  constructor(client: ApolloClient) {
    this.#client = client
  }

  async register({ line: _, isbn13, language, ...title }: CatalogueTitle): Promise<Refusal | undefined> {
    const input = { ...title, isbn13: isbn13 ?? null, language: language ?? null }
    try {
      const { data } = await this.#client.mutate({
        mutation: RegisterTitleDocument,
        variables: { input },
        fetchPolicy: 'no-cache',
      })
      return data?.registerBook.userErrors[0]
    } catch (error) {
      return refusalOf(error)
    }
  }

  async has({ title, authors }: CatalogueTitle): Promise<boolean> {
    const search = title.split(' ').slice(0, MOST_WORDS).join(' ').slice(0, LONGEST_SEARCH)
    let after: string | null = null
    do {
      const books = await this.#find(search, after)
      if (books.edges.some(({ node }) => node.title === title && node.authors.join('\n') === authors.join('\n')))
        return true
      after = books.pageInfo.hasNextPage ? books.pageInfo.endCursor : null
    } while (after !== null)
    return false
  }

  async #find(search: string, after: string | null) {
    try {
      const variables = { search, after }
      const { data } = await this.#client.query({ query: FindTitleDocument, variables, fetchPolicy: 'no-cache' })
      if (data === undefined) throw new NoAnswer('no answer', false)
      return data.books
    } catch (error) {
      const refusal = refusalOf(error)
      throw new ApiRefuses(refusal.message, { cause: error })
    }
  }
}

/** What an answer without data means for the import. Throws what is no matter of this one title. */
function refusalOf(error: unknown): Refusal {
  if (!CombinedGraphQLErrors.is(error)) throw new NoAnswer(String(error), true, error)
  const code = error.errors[0]?.extensions?.['code']
  if (code === 'RATE_LIMITED') throw new ComeBackLater(AFTER_TOO_MUCH_MS)
  if (code === 'BAD_USER_INPUT') return { code, message: error.message }
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') throw new ApiRefuses(error.message, { cause: error })
  throw new NoAnswer(error.message, true, error)
}
