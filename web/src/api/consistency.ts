import { ApolloLink } from '@apollo/client'
import { map } from 'rxjs'

/** The last write of this page, as the API names it (docs/read-your-writes.md). */
export class Consistency {
  #last: string | undefined

  get last(): string | undefined {
    return this.#last
  }

  /** Every mutation is remembered; every query asks for an answer that has it in it. */
  link(): ApolloLink {
    return new ApolloLink((operation, forward) => {
      if (this.#last !== undefined) operation.extensions['consistency'] = this.#last
      return forward(operation).pipe(
        map((result) => {
          const token: unknown = result.extensions?.['consistency']
          if (typeof token === 'string') this.#last = token
          return result
        }),
      )
    })
  }
}
