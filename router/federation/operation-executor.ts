import type { ApolloGateway } from '@apollo/gateway'
import type { DocumentNode } from 'graphql'
import type { ExecutedSchema } from '../executor/execution.ts'
import { PlannedOperation } from './planned-operation.ts'
import type { Planner } from './planner.ts'
import { planKey, type PlanStore } from './plans.ts'

interface Parts {
  readonly planner: Pick<Planner, 'honestPlan' | 'responseNames'>
  readonly plans: PlanStore
  readonly schema: ExecutedSchema
}

type Executor = ApolloGateway['executor']

interface AskedOperation {
  readonly document: DocumentNode
  /** SHA-256 of the document's text. */
  readonly queryHash: string
  readonly operationName: string | undefined
}

/** What Apollo Server executes by, for one supergraph. */
export class OperationExecutor {
  readonly plans: PlanStore
  readonly #parts: Parts
  /** As long as Apollo Server remembers a document, so is what was made of it. */
  readonly #known = new WeakMap<DocumentNode, Map<string | undefined, PlannedOperation>>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.plans = parts.plans
  }

  isPlanned({ queryHash, operationName }: Omit<AskedOperation, 'document'>): boolean {
    return this.plans.has(planKey(queryHash, operationName))
  }

  async execute({ document, queryHash, request, context }: Parameters<Executor>[0]): ReturnType<Executor> {
    const operation = this.#operationOf({ document, queryHash, operationName: request.operationName })
    const variables = request.variables ?? {}
    const errors = operation.problemsOf(variables)
    return errors === undefined ? operation.execute({ variables, context }) : { errors }
  }

  #operationOf(asked: AskedOperation): PlannedOperation {
    const { document, operationName } = asked
    const known = this.#known.get(document) ?? new Map<string | undefined, PlannedOperation>()
    this.#known.set(document, known)
    const operation = known.get(operationName) ?? this.#planned(asked)
    known.set(operationName, operation)
    return operation
  }

  #planned({ document, queryHash, operationName }: AskedOperation): PlannedOperation {
    const { planner, schema } = this.#parts
    const key = planKey(queryHash, operationName)
    const plan = this.plans.get(key) ?? planner.honestPlan(document, operationName)
    if (!this.plans.has(key)) this.plans.set(key, plan)
    return new PlannedOperation(document, operationName, { schema, responseNames: planner.responseNames, plan })
  }
}
