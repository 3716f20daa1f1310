import type { Sources } from '../finding.ts'
import type { Change } from './change.ts'
import { placesIn, type Places } from './places.ts'

/**
 * Inputs of which exactly one field may be given, or no longer has to be. Read from the subgraphs: Apollo's composition
 * knows nothing of it, and other routers do.
 */
export function oneOfChanges(base: Sources, head: Sources): Change[] {
  const [before, after] = [placesIn(base), placesIn(head)]
  return [...after].flatMap(([name, parts]) => {
    if (!parts.some(({ kind }) => kind === 'input') || !before.has(name)) return []
    const [was, is] = [isOneOf(before, name), isOneOf(after, name)]
    return was === is ? [] : [oneOfChange(name, is)]
  })
}

function isOneOf(places: Places, name: string): boolean {
  return (places.get(name) ?? []).some(({ directives }) => directives.some((one) => one.name.value === 'oneOf'))
}

export function oneOfChange(name: string, isOneOf: boolean): Change {
  return isOneOf
    ? {
        rule: 'input-one-of-added',
        coordinate: name,
        message: `of the fields of ${name} exactly one may be given`,
        seenIn: 'head',
        reaches: [name],
      }
    : {
        rule: 'input-one-of-removed',
        coordinate: name,
        message: `more than one field of ${name} may be given`,
        seenIn: 'head',
        reaches: [],
      }
}
