import { valueFromASTUntyped, type ConstValueNode } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import { type Finding, finding, type Sources } from '../finding.ts'
import { originOf, placesIn } from './places.ts'

const GUARDS: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy'])

/** Whether somebody may read less, or more, than before: of what is in both revisions, whichever router enforces it. */
export function checkAuthorization(base: Sources | undefined, head: Sources): Finding[] {
  if (base === undefined) return []
  const [before, after] = [guardsIn(base), guardsIn(head)]
  const [was, is] = [placesIn(base), placesIn(head)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((coordinate) => was.has(coordinate) && is.has(coordinate))
    .flatMap((coordinate): Finding[] => {
      const [old, now] = [before.get(coordinate) ?? '', after.get(coordinate) ?? '']
      if (old === now) return []
      const seenIn = now === '' ? 'base' : 'head'
      const at = { coordinate, ...originOf(coordinate, seenIn, base, head) }
      if (old === '') return [finding('guard-added', `${coordinate} asks for ${now}, and was open to everybody`, at)]
      if (now === '') return [finding('guard-removed', `${coordinate} is open to everybody, and asked for ${old}`, at)]
      return [finding('guard-changed', `${coordinate} asks for ${now}, and asked for ${old}`, at)]
    })
}

/** By coordinate, what it asks of who reads it, in one form. */
function guardsIn(sources: Sources): Map<string, string> {
  return new Map(
    [...placesIn(sources)].flatMap(([coordinate, parts]) => {
      const guards = parts.flatMap(({ directives, subgraph }) =>
        directives.flatMap((directive) => {
          const name = specifiedName(subgraph, directive)
          const given = (directive.arguments ?? []).map((one) => `${one.name.value}: ${oneForm(one.value)}`).join(', ')
          return GUARDS.has(name) ? [`@${name}${given === '' ? '' : `(${given})`}`] : []
        }),
      )
      return guards.length === 0 ? [] : [[coordinate, [...new Set(guards)].sort().join(' ')] as const]
    }),
  )
}

/** `[["a", "b"]]`: lists of which the order means nothing, each once; one that is not in a list is a list of one. */
function oneForm(value: ConstValueNode): string {
  const list = (one: unknown) => [one].flat()
  const sorted = (texts: readonly string[]) => `[${[...new Set(texts)].sort().join(', ')}]`
  const groups = list(valueFromASTUntyped(value)).map(list)
  return sorted(groups.map((group) => sorted(group.map((one) => JSON.stringify(one)))))
}
