import { buildOperationContext } from '@apollo/gateway'
import { getVariableValues, type DocumentNode, type ExecutionResult, type GraphQLError } from 'graphql'
import { tracing } from '@ebook/telemetry/tracing'
import type { HonestPlan } from '../../schema-check/plans/honest/honest-plan.ts'
import type { ResponseNames } from '../documents/response-names.ts'
import { CompiledOperation } from '../executor/compiled-operation.ts'
import type { ExecutedSchema, Execution } from '../executor/execution.ts'
import type { RouterContext } from './router-context.ts'

interface Parts {
  readonly schema: ExecutedSchema
  readonly responseNames: ResponseNames
  readonly plan: HonestPlan
}

/** An operation under the names that a client gave, planned and executed under ours. */
export class PlannedOperation {
  readonly asked: ReturnType<typeof buildOperationContext>
  readonly #compiled: CompiledOperation
  readonly #renamed: ReturnType<ResponseNames['rename']>

  constructor(document: DocumentNode, operationName: string | undefined, { schema, responseNames, plan }: Parts) {
    this.#renamed = responseNames.rename(document, operationName, plan.form > 0)
    const executed = this.#renamed?.document ?? document
    this.#compiled = new CompiledOperation({ document: executed, operationName, nodes: plan.nodes }, schema)
    this.asked = buildOperationContext({
      schema: schema.graphqlApiSchema,
      operationDocument: document,
      ...(operationName !== undefined && { operationName }),
    })
  }

  /** What is wrong with the variables. */
  problemsOf(variables: Execution['variables']): readonly GraphQLError[] | undefined {
    const { operation, schema } = this.asked
    return getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors
  }

  /** What was sent, under the names that are executed. */
  variables(given: Execution['variables']): Execution['variables'] {
    return this.#renamed?.variables(given) ?? given
  }

  async execute(execution: Execution): Promise<ExecutionResult> {
    if (tracing === undefined) return this.#execute(execution)
    const parent = (execution.context as Partial<RouterContext>).record?.span ?? tracing.recorded()
    if (!parent?.isRecording()) return this.#execute(execution)
    const { operation, name } = this.asked.operation
    const attributes = { 'graphql.operation.type': operation, ...(name && { 'graphql.operation.name': name.value }) }
    return tracing.within({ name: operation, parent, attributes }, () => this.#execute(execution))
  }

  async #execute(execution: Execution): Promise<ExecutionResult> {
    if (this.#renamed === undefined) return this.#compiled.execute(execution)
    const result = await this.#compiled.execute({
      ...execution,
      variables: this.#renamed.variables(execution.variables),
    })
    return this.#renamed.restore(result)
  }
}
