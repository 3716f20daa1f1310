import { ApolloLink } from '@apollo/client'
import { map } from 'rxjs'

/** Shorter than the API waits for it. */
const KEPT_FOR_MS = 600_000

/** The last write of this page, as the API names it (docs/read-your-writes.md). */
export class Consistency {
  #last: string | undefined
  #at = 0

  /** Undefined also when it is so long ago that everybody has seen it. */
  get last(): string | undefined {
    return Date.now() - this.#at < KEPT_FOR_MS ? this.#last : undefined
  }

  /** Every mutation is remembered; every query asks for an answer that has it in it. */
  link(): ApolloLink {
    return new ApolloLink((operation, forward) => {
      const { last } = this
      if (last !== undefined) operation.extensions['consistency'] = last
      return forward(operation).pipe(
        map((result) => {
          const token: unknown = result.extensions?.['consistency']
          if (typeof token === 'string') {
            this.#last = token
            this.#at = Date.now()
          }
          return result
        }),
      )
    })
  }
}
