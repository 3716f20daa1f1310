import { executeQueryPlan, type buildOperationContext, type GraphQLDataSource } from '@apollo/gateway'
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner'
import type { ExecutedSchema, Execution } from './execution.ts'
import { fetchesOf, type AnyNode } from './plan-nodes.ts'
import { dataSourceOf } from './subgraph-source.ts'

export type OperationContext = ReturnType<typeof buildOperationContext>
export type GatewayResult = Awaited<ReturnType<typeof executeQueryPlan>>

/** Executes a plan as @apollo/gateway does. Of a subscription's plan the first fetch is answered by the payload. */
export async function executeByStock(
  node: AnyNode | undefined,
  operation: OperationContext,
  { graphqlSchema, apiSchema, sourceOf, log }: ExecutedSchema,
  { variables, context, payload = {} }: Execution,
): Promise<GatewayResult> {
  const [executed, primary] = node?.kind === 'Subscription' ? [sequence(node), node.primary] : [node]
  const services = Object.create(null) as Record<string, GraphQLDataSource>
  for (const { fetch } of fetchesOf(executed)) {
    services[fetch.serviceName] = {
      async process(options) {
        if (options.request.query === primary?.operation) return payload
        return dataSourceOf(sourceOf(fetch.serviceName)).process(options)
      },
    }
  }
  // It takes what Apollo Server's request context is, and reads no more of it than this.
  const requestContext = { request: { variables }, context, metrics: {}, logger: log }
  return executeQueryPlan(
    { kind: 'QueryPlan', ...(executed !== undefined && { node: executed }) },
    services,
    requestContext as unknown as Parameters<typeof executeQueryPlan>[2],
    operation,
    graphqlSchema,
    apiSchema,
  )
}

function sequence({ primary, rest }: SubscriptionNode): PlanNode {
  return rest === undefined ? primary : { kind: 'Sequence', nodes: [primary, rest] }
}
