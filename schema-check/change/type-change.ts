import { isListType, isNonNullType, type GraphQLType } from 'graphql'

export interface TypeChange {
  /** Another named type, or a list where there was none. */
  readonly changed: boolean
  /** Somewhere null is possible now that was not. */
  readonly looser: boolean
  /** Somewhere null is impossible now that was possible. */
  readonly stricter: boolean
}

/** How one type differs from another, in all the depth of its lists. */
export function typeChange(before: GraphQLType, after: GraphQLType): TypeChange {
  const looser = isNonNullType(before) && !isNonNullType(after)
  const stricter = !isNonNullType(before) && isNonNullType(after)
  const [a, b] = [isNonNullType(before) ? before.ofType : before, isNonNullType(after) ? after.ofType : after]
  if (isListType(a) && isListType(b)) {
    const item = typeChange(a.ofType, b.ofType)
    return { changed: item.changed, looser: looser || item.looser, stricter: stricter || item.stricter }
  }
  return { changed: String(a) !== String(b), looser, stricter }
}
