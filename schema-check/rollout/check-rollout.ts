import { listed } from '../change/change.ts'
import { originIn } from '../change/places.ts'
import type { Config } from '../config.ts'
import { type Affected, type Finding, finding, type Location, type Sources } from '../finding.ts'
import { orderOf, type Order } from './order.ts'
import type { Pair } from './pair.ts'
import { rolloutOf, type Row } from './rollout.ts'

/** Whether old and new of what changes can run side by side, and in which order to deploy. */
export function checkRollout(base: Sources | undefined, head: Sources, config: Config): Finding[] {
  const rows = base && rolloutOf(base, head)
  if (rows === undefined || rows.length === 0) return []
  const order = orderOf(rows)
  return [
    ...order.impossible.map(impossible),
    ...(config.clients === 'any' ? order.risky.map(risky) : []),
    ...(order.impossible.length === 0
      ? [finding('rollout-order', orderText(order), { coordinate: 'supergraph' })]
      : []),
  ]
}

function impossible(row: Row): Finding {
  const { subgraph, subgraphFirst, supergraphFirst } = row
  const message =
    `${subgraph} can be deployed neither before the supergraph, when ${whatBreaks(subgraphFirst)};` +
    ` nor after it, when ${whatBreaks(supergraphFirst)}`
  return finding('rollout-impossible', message, {
    coordinate: subgraph,
    subgraph,
    location: placeOf(row),
    affected: affectedBy(row),
  })
}

function risky(row: Row): Finding {
  const { subgraph, notBefore, notAfter, subgraphFirst, supergraphFirst } = row
  const [first, second] = [reasonIn(subgraphFirst), reasonIn(supergraphFirst)]
  const message =
    `${subgraph} is safe for every operation neither before the supergraph: ${first ?? 'nothing'};` +
    ` nor after it: ${second ?? 'nothing'}`
  const possibly = [...(notBefore ? subgraphFirst.possibly : []), ...(notAfter ? supergraphFirst.possibly : [])]
  const affected = affectedOf(possibly, 'possibly')
  return finding('rollout-risky', message, {
    coordinate: subgraph,
    subgraph,
    location: placeOf(row),
    ...(affected.length > 0 && { affected }),
  })
}

function reasonIn({ broken, possibly, unasked }: Pair): string | undefined {
  return broken[0]?.why ?? possibly[0]?.why ?? unasked[0]?.message
}

function whatBreaks({ broken }: Pair): string {
  const why = [...new Set(broken.map((one) => one.why))].slice(0, 2)
  return `${listed(broken.flatMap(({ operation }) => (operation === undefined ? [] : [operation.name])))} would fail: ${listed(why)}`
}

function affectedBy({ subgraphFirst, supergraphFirst }: Row): Affected[] {
  return affectedOf([...subgraphFirst.broken, ...supergraphFirst.broken], 'broken')
}

function affectedOf(reasons: Pair['broken'], effect: Affected['effect']): Affected[] {
  const found = reasons.flatMap(({ operation }) =>
    operation === undefined ? [] : [{ operation: operation.name, file: operation.file, line: operation.line, effect }],
  )
  return [...new Map(found.map((one) => [`${one.file}:${one.operation}`, one])).values()]
}

/** Where the difference stands that is in the way of deploying the subgraph first. */
function placeOf({ before, after, subgraphFirst, supergraphFirst }: Row): Location | undefined {
  const top = (file: string): Location => ({ file, line: 1, column: 1 })
  const inTheWay = [...subgraphFirst.broken, ...subgraphFirst.possibly].map(({ change }) => change)
  const change = [...inTheWay, ...subgraphFirst.unasked].find((one) => one !== undefined)
  if (before === undefined || after === undefined) return after && top(after.file)
  const other = [...supergraphFirst.broken.map((one) => one.change), ...supergraphFirst.unasked].find((one) => one)
  return (
    (change && originIn(change.coordinate, change.seenIn, before, after)) ??
    // There the revisions are the other way round.
    (other && originIn(other.coordinate, other.seenIn === 'base' ? 'head' : 'base', before, after)) ??
    top(after.file)
  )
}

function orderText({ before, after, whenever }: Order): string {
  const steps = [
    ...(before.length > 0 ? [listed(before)] : []),
    'the supergraph',
    ...(after.length > 0 ? [listed(after)] : []),
  ]
  const free = whenever.length === 0 ? '' : `; ${listed(whenever)} whenever you like`
  return steps.length === 1
    ? `deploy in any order: ${listed([...whenever, 'the supergraph'])}`
    : `deploy ${steps.join(', then ')}${free}`
}
