import type { WritingSubgraph } from '../subgraphs/subgraphs.ts'
import type { ClientLog } from './client-log.ts'

/** One of the four databases, looked at and never changed. */
export interface Reader {
  rows<Row extends object>(query: string, values?: readonly unknown[]): Promise<Row[]>
  /** In bounded memory. */
  stream<Row extends object>(query: string, values?: readonly unknown[]): AsyncIterable<Row>
  /**
   * What is read next is as of then: until the following call all of it is one snapshot. Two databases are never looked at
   * in the same instant, so a check reads effects before their causes.
   */
  refresh(): Promise<void>
}

export interface NatsAccess {
  readonly url: string
  readonly user: string
  readonly password: string
}

/** How to ask the subgraphs themselves, as the router does and as a librarian. */
export interface SubgraphAccess {
  url(name: WritingSubgraph): string
  /** What the router sends to it. */
  secretOf(name: WritingSubgraph): string
  token(): Promise<string>
}

/** A running installation as the statements see it. */
export interface Installation {
  readonly databases: Readonly<Record<WritingSubgraph, Reader>>
  /** The files of the dashboard's replicas. */
  readonly dashboards: readonly string[]
  /** The dashboard's user. */
  readonly nats?: NatsAccess | undefined
  readonly subgraphs?: SubgraphAccess | undefined
  readonly clientLog?: ClientLog | undefined
}
