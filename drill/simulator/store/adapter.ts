import type { NamedOperation, StoreOperation } from '@ebook/nats/store-operation'
import type { Database, Tables } from './database.ts'

/** What the simulated store does when it is asked for an operation: one step, on the tables as they are. */
export interface Adapter {
  readonly operation: NamedOperation
  carryOut(database: Database, given: readonly unknown[]): unknown
}

/** Adapters over the tables of one context; `now` is its owner's clock. */
export const adaptersOver =
  <DB>() =>
  <Given extends unknown[], Result>(
    operation: StoreOperation<never, Given, Result>,
    carryOut: (tables: Tables<DB>, now: Date, ...given: Given) => Result,
  ): Adapter => ({
    operation,
    carryOut: (database, given) =>
      carryOut(database.tables as unknown as Tables<DB>, database.now, ...(given as Given)),
  })
