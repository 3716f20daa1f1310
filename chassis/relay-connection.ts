import { GraphQLError } from 'graphql'
import type { z } from 'zod'

const MOST_PER_PAGE = 100

export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

/** Which page is asked for: read `first + 1` rows behind `after`, so that `connectionOf` knows whether more follow. */
export interface Page<Key> {
  readonly first: number
  readonly after: Key | undefined
}

/** The cursor was not made by `encodeCursor` for this list. */
export class InvalidCursor extends GraphQLError {
  constructor(argument: string) {
    super(`\`${argument}\` is not a cursor of this list.`, {
      extensions: { code: 'BAD_USER_INPUT', argumentName: argument },
    })
    this.name = 'InvalidCursor'
  }
}

/** Opaque to clients. `key` is what the list is ordered by, unique per row. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Throws InvalidCursor. The schema says which key this list has, so that another list's cursor is refused. */
export function decodeCursor<Key extends z.ZodType>(cursor: string, key: Key, argument = 'after'): z.output<Key> {
  if (cursor.length > 1_000 || !/^[\w-]+$/.test(cursor)) throw new InvalidCursor(argument)
  let decoded: unknown
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw new InvalidCursor(argument)
  }
  const parsed = key.safeParse(decoded)
  // PostgreSQL keeps no NUL, so no row has one in its key.
  if (!parsed.success || JSON.stringify(decoded).includes(String.raw`\u0000`)) throw new InvalidCursor(argument)
  return parsed.data
}

/** Reads `first` (1 to 100) and `after` of a Relay connection. Throws BAD_USER_INPUT that names the argument. */
export function pageOf<Key extends z.ZodType>(args: PageArguments, key: Key): Page<z.output<Key>> {
  const first = args.first ?? 20
  if (!Number.isInteger(first) || first < 1 || first > MOST_PER_PAGE) {
    throw new GraphQLError(`\`first\` is ${first}; expected 1 to ${MOST_PER_PAGE}.`, {
      extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' },
    })
  }
  return { first, after: args.after == null ? undefined : decodeCursor(args.after, key) }
}

export interface Connection<Node> {
  readonly edges: { readonly cursor: string; readonly node: Node }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

/**
 * A page by the Relay connection specification, from up to `first + 1` rows. The key must order the rows as the
 * query does: not by a timestamp that Postgres keeps in microseconds and JavaScript in milliseconds.
 */
export function connectionOf<Node>(
  rowsPlusOne: readonly Node[],
  page: Page<unknown>,
  keyOf: (node: Node) => readonly (string | number)[],
  totalCount: number,
): Connection<Node> {
  const edges = rowsPlusOne.slice(0, page.first).map((node) => ({ cursor: encodeCursor(keyOf(node)), node }))
  return {
    edges,
    pageInfo: {
      hasNextPage: rowsPlusOne.length > page.first,
      hasPreviousPage: page.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  }
}
