import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { readCatalogue } from '@ebook/catalogue/read-catalogue'
import { readRows } from '@ebook/catalogue/read-rows'
import { CHECKOUT } from '@ebook/processes/checkout'

/** The small catalogue was not, or not wholly, taken in. */
export class SeedFailed extends Error {
  override readonly name = 'SeedFailed'
}

const PATIENCE_MS = 10_000
const COUNT = '{ books(first: 1) { totalCount } }'
const REGISTER = `mutation RegisterBook($input: RegisterBookInput!) {
  registerBook(input: $input) { book { id } userErrors { code message } }
}`

const Counted = z.object({ data: z.object({ books: z.object({ totalCount: z.int() }) }) })
const Registered = z.object({
  data: z.object({
    registerBook: z.object({ userErrors: z.array(z.object({ code: z.string(), message: z.string() })) }),
  }),
})

/**
 * Registers the titles of seed-catalogue.csv through the router, if the catalogue is empty. Returns how many; 0 if
 * there were titles already. Throws SeedFailed.
 */
export async function seedCatalogue(url: string, adminToken: string): Promise<number> {
  const { data } = await ask(url, adminToken, COUNT, {}, Counted)
  if (data.books.totalCount > 0) return 0
  const { rows } = readRows(await readFile(resolve(CHECKOUT, 'stack/seed-catalogue.csv')))
  const { titles } = readCatalogue(rows, { fee: 0, seats: 1 })
  for (const { line: _, ...input } of titles) {
    const answer = await ask(url, adminToken, REGISTER, { input }, Registered)
    const [refusal] = answer.data.registerBook.userErrors
    // A start that was interrupted here, and one beside it, may have registered it already.
    if (refusal && refusal.code !== 'ISBN_TAKEN') {
      throw new SeedFailed(`"${input.title}" was refused: ${refusal.code}, ${refusal.message}`)
    }
  }
  return titles.length
}

async function ask<S extends z.ZodType>(
  url: string,
  token: string,
  query: string,
  variables: object,
  schema: S,
): Promise<z.infer<S>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw new SeedFailed(`the router does not answer: ${String(error)}`, { cause: error })
  })
  const body = await response.text()
  try {
    return schema.parse(JSON.parse(body))
  } catch (error) {
    throw new SeedFailed(`the router answered ${response.status}: ${body.slice(0, 500)}`, { cause: error })
  }
}
