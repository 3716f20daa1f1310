import type { Change } from '../change/change.ts'
import { differences } from '../change/differences.ts'
import { originIn } from '../change/places.ts'
import { type Finding, finding, type Sources, type SubgraphSource } from '../finding.ts'
import { rules, type RuleId } from '../rules.ts'
import { supergraphOf } from '../supergraph.ts'
import { subgraphChanges } from './subgraph-changes.ts'

/** In which each subgraph differs, as far as it is not told of the API already. */
export function checkSubgraphs(base: Sources | undefined, head: Sources): Finding[] {
  if (base === undefined) return []
  const [before, after] = [supergraphOf(base)?.apiSchema, supergraphOf(head)?.apiSchema]
  if (before === undefined || after === undefined) return []
  const seenByClients = new Set(differences(before, after).map(({ coordinate }) => coordinate))
  const old = new Map(base.subgraphs.map((one) => [one.name, one]))
  const now = new Map(head.subgraphs.map((one) => [one.name, one]))
  return [
    ...base.subgraphs.filter(({ name }) => !now.has(name)).map((one) => cameOrWent('subgraph-removed', one)),
    ...head.subgraphs.flatMap((subgraph) => {
      const earlier = old.get(subgraph.name)
      if (earlier === undefined) return [cameOrWent('subgraph-added', subgraph)]
      if (earlier.sdl === subgraph.sdl) return []
      return subgraphChanges(earlier, subgraph)
        .filter((change) => !seenByClients.has(change.coordinate) || isOfKeys(change))
        .filter(({ coordinate }) => !MACHINERY.has(coordinate))
        .map((change) => told(change, earlier, subgraph))
    }),
  ]
}

/** What every subgraph has for routers, as soon as it has an entity: its keys are told. */
const MACHINERY: ReadonlySet<string> = new Set(['Query._entities', 'Query._service', '_Any', '_Service'])

function isOfKeys({ rule }: Change): boolean {
  return rule === 'subgraph-key-removed' || rule === 'subgraph-key-added'
}

function cameOrWent(rule: 'subgraph-added' | 'subgraph-removed', { name, file }: SubgraphSource): Finding {
  const gone = rule === 'subgraph-removed'
  return finding(rule, `the subgraph ${name} is ${gone ? 'gone' : 'new'}`, {
    coordinate: name,
    subgraph: name,
    location: { file, line: 1, column: 1, ...(gone && { rev: 'base' }) },
  })
}

function told(change: Change, before: SubgraphSource, after: SubgraphSource): Finding {
  const { coordinate, message, seenIn } = change
  return finding(ruleFor(change), `in ${after.name}, ${message}`, {
    coordinate,
    subgraph: after.name,
    location: originIn(coordinate, seenIn, before, after),
  })
}

/** Clients see nothing of it, so it is not what it would be in the API. */
function ruleFor({ rule }: Change): RuleId {
  if (rules[rule].area === 'schema' && rule.startsWith('subgraph-')) return rule
  if (rule.includes('-added')) return 'subgraph-part-added'
  if (rule.includes('removed')) return 'subgraph-part-removed'
  return 'subgraph-part-changed'
}
