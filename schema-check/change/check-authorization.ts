import { valueFromASTUntyped, type TypeNode } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import { type Finding, finding, type Sources } from '../finding.ts'
import type { Named } from '../lint/walk.ts'
import { allOf, guardOf, letsMorePass, OPEN, written, type Guard } from './guard.ts'
import { originOf, placesIn } from './places.ts'

/**
 * Whether somebody may read less, or more, than before: of what is in both revisions, whichever router enforces it. It is
 * told where it was written; a field asks for what its type and what it returns ask for as well.
 */
export function checkAuthorization(base: Sources | undefined, head: Sources): Finding[] {
  if (base === undefined) return []
  const [before, after] = [guardsIn(base), guardsIn(head)]
  if (before.size + after.size === 0) return []
  const [was, is] = [placesIn(base), placesIn(head)]
  return [...was].flatMap(([coordinate, parts]): Finding[] => {
    const here = is.get(coordinate)
    if (here === undefined) return []
    const own = (guards: ReadonlyMap<string, Guard>) => written(guards.get(coordinate) ?? OPEN)
    if (own(before) === own(after) && returned(parts).isSubsetOf(returned(here))) return []
    return compared(coordinate, effective(parts, before), effective(here, after), base, head)
  })
}

function compared(coordinate: string, old: Guard, now: Guard, base: Sources, head: Sources): Finding[] {
  const [asked, asks] = [written(old), written(now)]
  if (asked === asks) return []
  const seenIn = asks === '' ? 'base' : 'head'
  const at = { coordinate, ...originOf(coordinate, seenIn, base, head) }
  if (asked === '') return [finding('guard-added', `${coordinate} asks for ${asks}, and was open to everybody`, at)]
  if (asks === '') return [finding('guard-removed', `${coordinate} is open to everybody, and asked for ${asked}`, at)]
  return letsMorePass(old, now)
    ? [finding('guard-changed', `${coordinate} asks for ${asks}, and asked for ${asked}`, at)]
    : [finding('guard-removed', `${coordinate} is open to more: it asks for ${asks}, and asked for ${asked}`, at)]
}

function effective(parts: readonly Named[], guards: ReadonlyMap<string, Guard>): Guard {
  const around = parts.flatMap(({ kind, coordinate, parent }) =>
    kind === 'field' && parent !== undefined ? [coordinate, parent] : [coordinate],
  )
  return allOf([...new Set([...around, ...returned(parts)])].map((one) => guards.get(one) ?? OPEN))
}

/** Of a field, the type that it leads to. */
function returned(parts: readonly Named[]): Set<string> {
  return new Set(parts.flatMap(({ kind, type }) => (kind === 'field' && type ? [nameOf(type)] : [])))
}

function nameOf(type: TypeNode): string {
  return 'type' in type ? nameOf(type.type) : type.name.value
}

/** By coordinate, what is asked there of who reads it, in all subgraphs together. */
function guardsIn(sources: Sources): Map<string, Guard> {
  return new Map(
    [...placesIn(sources)].flatMap(([coordinate, parts]) => {
      const guards = parts.flatMap(({ directives, subgraph }) =>
        directives.flatMap((directive) => {
          const value = directive.arguments?.[0]?.value
          return guardOf(specifiedName(subgraph, directive), value && valueFromASTUntyped(value)) ?? []
        }),
      )
      return guards.length === 0 ? [] : [[coordinate, allOf(guards)] as const]
    }),
  )
}
