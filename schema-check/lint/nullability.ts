import { print } from 'graphql'
import type { Lint } from './lint-family.ts'
import { tell } from './tell.ts'
import type { Named } from './walk.ts'

/** Told at each subgraph that is in the minority, or at all of them if nobody is. */
export const lintNullability: Lint = (parts) => {
  const places = new Map<string, Named[]>()
  for (const part of parts) {
    if (part.type !== undefined) places.set(part.coordinate, [...(places.get(part.coordinate) ?? []), part])
  }
  return [...places.values()].flatMap((same) => {
    const types = Map.groupBy(same, typeText)
    // Types that differ in more do not compose at all.
    const names = new Set([...types.keys()].map((type) => type.replaceAll('!', '')))
    if (types.size < 2 || names.size > 1) return []
    const most = Math.max(...[...types.values()].map(({ length }) => length))
    const all = [...types].map(([type, { length }]) => ({ type, length }))
    const usual = all.filter(({ length }) => length === most)
    return same
      .filter((part) => usual.length > 1 || typeText(part) !== usual[0]?.type)
      .map((part) => {
        const others = same
          .filter((other) => typeText(other) !== typeText(part))
          .map((other) => `${typeText(other)} in ${other.subgraph.name}`)
        return tell(
          'lint-nullability-differs',
          part,
          `${part.coordinate} is ${typeText(part)} in ${part.subgraph.name} and ${others.join(', ')}`,
        )
      })
  })
}

function typeText({ type }: Named): string {
  return type === undefined ? '' : print(type)
}
