import { createHash } from 'node:crypto'

/** What kysely makes of sql`…`: the text between the parameters, and those. */
export interface Raw {
  readonly sqlFragments: readonly string[]
  readonly parameters: readonly { readonly value?: unknown }[]
}

export interface RawBuilder {
  readonly isRawBuilder: true
  toOperationNode(): Raw
}

export function isRaw(value: unknown): value is RawBuilder {
  return typeof value === 'object' && value !== null && 'isRawBuilder' in value
}

/** The text of a statement or expression, with `?` for its parameters and single spaces. */
export function wordsOf({ sqlFragments }: Raw): string {
  return sqlFragments.join('?').replaceAll(/\s+/g, ' ').trim()
}

/** Short, and other when a single character of the statement is. */
export function digestOf(words: string): string {
  return createHash('sha256').update(words).digest('hex').slice(0, 12)
}

/** The product has a statement that the simulated store was not told of, or one that was changed since. */
export class UnknownSql extends Error {
  override readonly name = 'UnknownSql'
  constructor(kind: 'statement' | 'expression', raw: Raw) {
    const words = wordsOf(raw)
    super(
      `the simulated store does not know this ${kind}, or it was changed since: look at what does it in ` +
        `drill/simulator/store, and write down its digest ${digestOf(words)}:\n${words}`,
    )
  }
}
