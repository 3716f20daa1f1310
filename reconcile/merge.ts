/** Seconds since any of them moved; Infinity when none of them ever did. */
export const lastMoved = (rows: readonly ({ readonly movedAgo: number | null } | undefined)[]): number =>
  Math.min(...rows.map((row) => row?.movedAgo ?? Infinity))

/**
 * Several streams side by side, each in the order of its keys (by code unit, which is PostgreSQL's `collate "C"` for
 * ASCII) and with every key at most once: one step per key, with what each stream has of it.
 */
export async function* merged<Rows extends readonly object[]>(
  streams: { readonly [Index in keyof Rows]: AsyncIterable<Rows[Index]> },
  keyOf: (row: Rows[number]) => string,
): AsyncGenerator<{
  readonly key: string
  readonly rows: { readonly [Index in keyof Rows]: Rows[Index] | undefined }
}> {
  const iterators = streams.map((stream: AsyncIterable<Rows[number]>) => stream[Symbol.asyncIterator]())
  // One after the other: several of them may come over one connection.
  const heads: IteratorResult<Rows[number], unknown>[] = []
  for (const iterator of iterators) heads.push(await iterator.next())
  try {
    for (;;) {
      const keys = heads.flatMap((head) => (head.done ? [] : [keyOf(head.value)]))
      const key = keys.reduce<string | undefined>(
        (least, next) => (least === undefined || next < least ? next : least),
        undefined,
      )
      if (key === undefined) return
      const rows = heads.map((head) => (!head.done && keyOf(head.value) === key ? head.value : undefined))
      yield { key, rows: rows as { [Index in keyof Rows]: Rows[Index] | undefined } }
      for (const [index, row] of rows.entries()) {
        const iterator = iterators[index]
        if (row !== undefined && iterator) heads[index] = await iterator.next()
      }
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.()
  }
}
