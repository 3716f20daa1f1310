import type { GraphQLFormattedError } from 'graphql'

/** What a transport gives the core for one operation. */
export interface PayloadSink {
  /**
   * Takes one payload, the JSON of `{data, errors?, extensions}`. False when the connection is congested: then nothing
   * more is sent until `resume`.
   */
  push(json: string, cursor: string): boolean
  /** Ends the operation; no call follows. */
  fail(errors: readonly GraphQLFormattedError[]): void
  /** Ends the operation; no call follows. */
  complete(): void
}

/** A running operation, as its transport sees it. */
export interface RunningSubscription {
  /** The connection has drained. */
  resume(): void
  /** The client is gone or has completed; nothing is sent any more. */
  stop(): void
}
