/** What is due by the owner's clock, and when the next one will be. */
export interface DueAmong<Row> {
  readonly due: readonly Row[]
  /** Milliseconds until the next one is due, if it is known and these are all that are. */
  readonly nextInMs: number | undefined
}

/** Of rows with the milliseconds that are left to each, in that order, one more than the limit. */
export function dueAmong<Row extends { readonly inMs: number }>(rows: readonly Row[], limit: number): DueAmong<Row> {
  const due = rows.filter(({ inMs }) => inMs <= 0)
  return { due: due.slice(0, limit), nextInMs: rows[due.length]?.inMs }
}
