import { executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway'
import type { PlanNode } from '@apollo/query-planner'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { answeredErrors } from '../errors/answered-errors.ts'
import { isInternal, maskError } from '../errors/mask-error.ts'
import type { Hydrated, UpstreamPayload } from './planned-subscription.ts'
import { quieter } from './quieter.ts'
import type { RouterContext } from './router-context.ts'
import type { Plan } from './subscription-plan.ts'

type Executed = Awaited<ReturnType<typeof executeQueryPlan>>

/**
 * Runs a subscription's plan as the gateway runs a query's, with the event's payload as the answer to its first fetch.
 * So aliases, fragments, variables, `@requires`, null bubbling and the paths of errors are what they are in queries.
 */
export async function hydrate(
  plan: Plan,
  variables: Readonly<Record<string, unknown>>,
  payload: UpstreamPayload,
  context: RouterContext,
): Promise<Hydrated> {
  const result = plan.restore(await execute(plan, variables, payload, context).catch(failed))
  return { data: result.data ?? null, ...toldErrors(plan, result, context.requestId) }
}

async function execute(
  plan: Plan,
  variables: Readonly<Record<string, unknown>>,
  payload: UpstreamPayload,
  context: RouterContext,
): Promise<Executed> {
  const { primary, rest, operation, graphqlSchema, apiSchema, services, log } = plan
  const node: PlanNode = rest === undefined ? primary : { kind: 'Sequence', nodes: [primary, rest] }
  const owner = services[primary.serviceName]
  const upstream: GraphQLDataSource = {
    async process(options) {
      if (options.request.query === primary.operation)
        return payload as Awaited<ReturnType<GraphQLDataSource['process']>>
      if (owner === undefined) throw new Error(`there is no subgraph "${primary.serviceName}"`)
      return owner.process(options)
    },
  }
  // The executor takes what Apollo Server's request context is, and reads no more of it than this.
  const requestContext = { request: { variables }, context, metrics: {}, logger: quieter(log) }
  return executeQueryPlan(
    { kind: 'QueryPlan', node },
    { ...services, [primary.serviceName]: upstream },
    requestContext as unknown as Parameters<typeof executeQueryPlan>[2],
    operation,
    graphqlSchema,
    apiSchema,
  )
}

/** The executor throws when a payload has not the shape that the plan expects, such as a list for an object. */
function failed(error: unknown): Executed {
  const originalError = error instanceof Error ? error : undefined
  return { errors: [new GraphQLError('The plan could not be executed.', { originalError })] }
}

function toldErrors(
  { production, log }: Plan,
  result: Executed,
  requestId: string,
): { errors?: readonly GraphQLFormattedError[] } {
  if (result.errors === undefined && result.extensions === undefined) return {}
  const formatted = (result.errors ?? []).map((error) => {
    const told = error instanceof GraphQLError ? error.toJSON() : error
    if (isInternal(told)) log.error({ err: causeOf(error), requestId }, 'an error that the client does not see')
    return maskError(told, { suggestions: !production })
  })
  const { errors, incomplete } = answeredErrors(result, formatted, requestId)
  if (incomplete.length > 0) log.error({ requestId, incomplete }, 'a subgraph left out what its schema promises')
  return errors.length > 0 ? { errors } : {}
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error
}
