/** Under this key a handle that is no connection to PostgreSQL has the store that is behind it. */
export const ownStore: unique symbol = Symbol('own store')

export interface OwnStore {
  carryOut(operation: NamedOperation, given: readonly unknown[]): Promise<unknown>
}

/** By its identity a store knows what it is asked for; the name, `<folder>/<operation>`, is for people. */
export interface NamedOperation {
  readonly operation: string
}

/** Something that the product does with a store: a function of a handle, in PostgreSQL's terms or in another's. */
export type StoreOperation<Handle extends object, Given extends unknown[], Result> = NamedOperation &
  ((handle: Handle, ...given: Given) => Promise<Result>)

/**
 * Gives a name to what is done in SQL. On a handle that has a store of its own that store does it; there is one in
 * drill/simulator, and the contract over both says that nobody can tell them apart.
 *
 * What the simulator runs reaches a store by named operations and by `transaction().execute`, and by nothing else. One
 * operation is one step: what is not in a transaction must be whole by itself.
 */
export function storeOperation<Handle extends object, Given extends unknown[], Result>(
  operation: string,
  onPostgres: (handle: Handle, ...given: Given) => Promise<Result>,
): StoreOperation<Handle, Given, Result> {
  const named: StoreOperation<Handle, Given, Result> = Object.assign(
    (handle: Handle, ...given: Given): Promise<Result> => {
      const own = (handle as { readonly [ownStore]?: OwnStore })[ownStore]
      return own === undefined ? onPostgres(handle, ...given) : (own.carryOut(named, given) as Promise<Result>)
    },
    { operation },
  )
  return named
}
