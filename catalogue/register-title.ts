import { ComeBackLater, NoAnswer, type CatalogueApi } from './catalogue-api.ts'
import type { CatalogueTitle } from './read-catalogue.ts'
import type { Reason } from './reason.ts'

/** What became of one title. */
export type Registered = { readonly kind: 'registered' } | { readonly kind: 'refused'; readonly reason: Reason }

/** The API is away, and waiting did not help. */
export class ApiFailed extends Error {
  override readonly name: string = 'ApiFailed'
}

const TRIES = 6
const SHORTEST_PAUSE_MS = 500

/**
 * Registers a title once, whatever the network does. An answer that was lost leaves open whether it was: then an ISBN
 * that is taken is this one. A title without an ISBN could be registered any number of times, so it is looked up
 * first, every time. Throws ApiFailed after some 15 seconds without an answer, and what `api` and `pause` throw else.
 */
export async function registerTitle(
  title: CatalogueTitle,
  api: CatalogueApi,
  pause: (ms: number) => Promise<void>,
): Promise<Registered> {
  let maybeRegistered = false
  const isThere = (): Registered =>
    maybeRegistered ? { kind: 'registered' } : { kind: 'refused', reason: { code: 'IN_CATALOGUE' } }
  for (let failures = 0; ;) {
    let registering = false
    try {
      if (title.isbn13 === undefined && (await api.has(title))) return isThere()
      registering = true
      const refusal = await api.register(title)
      if (refusal === undefined) return { kind: 'registered' }
      const { code: by, message } = refusal
      return by === 'ISBN_TAKEN' ? isThere() : { kind: 'refused', reason: { code: 'REFUSED', by, message } }
    } catch (error) {
      if (error instanceof ComeBackLater) {
        await pause(error.afterMs)
        continue
      }
      if (!(error instanceof NoAnswer)) throw error
      maybeRegistered ||= registering && error.sent
      failures += 1
      if (failures === TRIES) throw new ApiFailed(`the API does not answer: ${error.message}`, { cause: error })
      await pause(SHORTEST_PAUSE_MS * 2 ** (failures - 1))
    }
  }
}
