import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner'
import type { Path } from './places.ts'

export type AnyNode = PlanNode | SubscriptionNode

/** What a node consists of, in the order in which it is begun. */
function partsOf(node: AnyNode): readonly PlanNode[] {
  const isThere = (part: PlanNode | undefined) => part !== undefined
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes
    case 'Flatten':
      return [node.node]
    case 'Condition':
      return [node.ifClause, node.elseClause].filter(isThere)
    case 'Subscription':
      return [node.primary, node.rest].filter(isThere)
    case 'Fetch':
    case 'Defer':
      return []
  }
}

/** Every fetch of a plan, and where in the answer it belongs. */
export function fetchesOf(node: AnyNode | undefined, path: Path = []): { fetch: FetchNode; path: Path }[] {
  if (node === undefined) return []
  if (node.kind === 'Fetch') return [{ fetch: node, path }]
  const below = node.kind === 'Flatten' ? [...path, ...node.path] : path
  return partsOf(node).flatMap((part) => fetchesOf(part, below))
}
