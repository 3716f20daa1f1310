import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql'
import { answeredErrors, type Identifiers } from '../errors/answered-errors.ts'
import { isInternal, maskError } from '../errors/mask-error.ts'
import type { SubgraphAnswer } from '../executor/subgraph-source.ts'
import type { Hydrated, UpstreamPayload } from './planned-subscription.ts'
import type { RouterContext } from './router-context.ts'
import type { Plan } from './subscription-plan.ts'

/**
 * Runs a subscription's plan as a query's, with the event's payload as the answer to its first fetch. So aliases,
 * fragments, variables, `@requires`, null bubbling and the paths of errors are what they are in queries.
 */
export async function hydrate(
  plan: Plan,
  variables: Readonly<Record<string, unknown>>,
  payload: UpstreamPayload,
  context: RouterContext,
): Promise<Hydrated> {
  const execution = { variables, context, payload: payload as SubgraphAnswer }
  const result = await plan.operation.execute(execution).catch(failed)
  return { data: result.data ?? null, ...toldErrors(plan, result, context) }
}

/** The executor throws when a payload has not the shape that the plan expects, such as a list for an object. */
function failed(error: unknown): ExecutionResult {
  const originalError = error instanceof Error ? error : undefined
  return { errors: [new GraphQLError('The plan could not be executed.', { originalError })] }
}

function toldErrors(
  { production, log }: Plan,
  result: ExecutionResult,
  identifiers: Identifiers,
): { errors?: readonly GraphQLFormattedError[] } {
  if (result.errors === undefined && result.extensions === undefined) return {}
  const { requestId } = identifiers
  const formatted = (result.errors ?? []).map((error) => {
    const told = error instanceof GraphQLError ? error.toJSON() : error
    if (isInternal(told)) log.error({ err: causeOf(error), requestId }, 'an error that the client does not see')
    return maskError(told, { suggestions: !production })
  })
  const { errors, incomplete } = answeredErrors(result, formatted, identifiers)
  if (incomplete.length > 0) log.error({ requestId, incomplete }, 'a subgraph left out what its schema promises')
  return errors.length > 0 ? { errors } : {}
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error
}
