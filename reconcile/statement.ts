import type { Entry } from './client-log.ts'
import type { Installation } from './installation.ts'

/** One row that a statement says must not be. */
export interface OffendingRow {
  /** Names the row: `rental 0190…`, `outbox of rent, position 17`. The same row has the same name in every look. */
  readonly row: string
  readonly problem: string
  /**
   * Seconds, by the clock of the row's owner, since it last moved: a row that may come right by itself and is young is
   * merely under way. Undefined when no waiting can make it right.
   */
  readonly movedAgo?: number | undefined
}

/** What a check cannot do without. */
export type Need = 'client log' | 'dashboard file' | 'NATS' | 'subgraphs'

/** One of the statements of the design's operations.md, "What must hold at the end": zero offending rows, or it does not hold. */
export interface Statement {
  readonly number: number
  readonly title: string
  /** Without it nothing is checked, and so it is told. */
  readonly needs?: Need
  /** Of a client log these kinds are looked at: one that has none of them shows nothing. */
  readonly entries?: readonly Entry['kind'][]
  /** What of the statement only the drill's client log can tell: told as not checked when there is none. */
  readonly withoutLog?: string
  /** What of it only the provider's own books can tell. */
  readonly withoutProvider?: string
  /** Too much to do every minute: left out of `--watch` unless it is asked for. */
  readonly heavy?: true
  /** At most a bounded number of rows: enough to look into, whatever has happened. */
  check(installation: Installation): Promise<readonly OffendingRow[]>
}

/** Rows that one query or fold returns at most. */
export const ROWS_AT_MOST = 1_000

/** The first of them, as many as one fold returns at most. */
export async function firstOf(rows: AsyncIterable<OffendingRow>): Promise<OffendingRow[]> {
  const found: OffendingRow[] = []
  for await (const row of rows) if (found.push(row) >= ROWS_AT_MOST) break
  return found
}
