import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner'
import {
  getNullableType,
  GraphQLSchema,
  isListType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type FieldNode,
} from 'graphql'

/** One request of the router to a subgraph. */
export interface Fetch {
  readonly subgraph: string
  readonly operation: string
  readonly operationName: string | undefined
  /** What entities are asked with, if it asks for entities. */
  readonly requires: FetchNode['requires']
  /** How many lists it stands in. It is one request nevertheless. */
  readonly lists: number
}

export interface Measure {
  readonly fetches: number
  /** How many of them have to wait for one another, at most. */
  readonly depth: number
  /** 100 for each fetch, and 1 for each field that it asks for, ten times that inside each list. */
  readonly cost: number
  /** Which subgraphs are asked how often: `book 1, rent 2`. */
  readonly subgraphs: string
}

type Node = PlanNode | SubscriptionNode

export function fetchesOf(node: Node | undefined, lists = 0): Fetch[] {
  if (node === undefined) return []
  switch (node.kind) {
    case 'Fetch': {
      const { serviceName: subgraph, operation, operationName, requires } = node
      return [{ subgraph, operation, operationName, requires, lists }]
    }
    case 'Flatten':
      return fetchesOf(node.node, node.path.filter((part) => part === '@').length)
    case 'Defer':
      return [node.primary.node, ...node.deferred.map((one) => one.node)].flatMap((one) => fetchesOf(one, lists))
    default:
      return childrenOf(node).flatMap((one) => fetchesOf(one, lists))
  }
}

function childrenOf(node: Exclude<Node, { kind: 'Fetch' | 'Flatten' | 'Defer' }>): Node[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes
    case 'Subscription':
      return [node.primary, ...(node.rest === undefined ? [] : [node.rest])]
    case 'Condition':
      return [node.ifClause, node.elseClause].filter((one) => one !== undefined)
  }
}

function depthOf(node: Node | undefined): number {
  if (node === undefined) return 0
  switch (node.kind) {
    case 'Fetch':
      return 1
    case 'Flatten':
      return depthOf(node.node)
    case 'Sequence':
    case 'Subscription':
      return childrenOf(node).reduce((sum, one) => sum + depthOf(one), 0)
    case 'Defer':
      return depthOf(node.primary.node) + Math.max(0, ...node.deferred.map((one) => depthOf(one.node)))
    default:
      return Math.max(0, ...childrenOf(node).map(depthOf))
  }
}

/** `schemaOf` gives a subgraph's schema, which tells which fields are lists. */
export function measureOf({ node }: QueryPlan, schemaOf: (subgraph: string) => GraphQLSchema | undefined): Measure {
  const fetches = fetchesOf(node)
  const cost = fetches.reduce((sum, fetch) => sum + 100 + weightOf(fetch, schemaOf(fetch.subgraph)), 0)
  const bySubgraph = Map.groupBy(fetches, ({ subgraph }) => subgraph)
  const subgraphs = [...bySubgraph].map(([name, own]) => `${name} ${own.length}`).sort()
  return { fetches: fetches.length, depth: depthOf(node), cost, subgraphs: subgraphs.join(', ') }
}

function weightOf({ operation, lists }: Fetch, schema: GraphQLSchema | undefined): number {
  let weight = 0
  let inside = lists
  const info = new TypeInfo(schema ?? unknown)
  const isMany = () => isListType(getNullableType(info.getType()))
  // How it is asked is nothing that is asked for, and `__typename` costs nothing.
  const counts = ({ name }: FieldNode) => !name.value.startsWith('_')
  visit(
    parse(operation, { noLocation: true }),
    visitWithTypeInfo(info, {
      Field: {
        enter(node) {
          if (!counts(node)) return
          weight += 10 ** inside
          if (isMany()) inside += 1
        },
        leave(node) {
          if (counts(node) && isMany()) inside -= 1
        },
      },
    }),
  )
  return weight
}

const unknown = new GraphQLSchema({})
