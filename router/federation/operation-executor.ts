import type { ApolloGateway } from '@apollo/gateway'
import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { ExecutedSchema } from '../executor/execution.ts'
import type { ValidOperation } from './admit-operation.ts'
import { PlannedOperation } from './planned-operation.ts'
import type { Planner } from './planner.ts'
import { planKey, type PlanStore } from './plans.ts'
import type { RouterContext } from './router-context.ts'

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

/** An operation that was parsed and validated. */
export interface KnownOperation extends AskedOperation, ValidOperation {
  readonly text: string
}

const MOST_KNOWN = 5_000
const LONGEST_KNOWN = 20_000

/** What Apollo Server executes by, for one supergraph. */
export class OperationExecutor {
  readonly plans: PlanStore
  readonly #parts: Parts
  /** As long as Apollo Server remembers a document, so is what was made of it. */
  readonly #known = new WeakMap<DocumentNode, Map<string | undefined, PlannedOperation>>()

  readonly #byText = new LRUCache<string, Map<string | undefined, KnownOperation>>({ max: MOST_KNOWN })

  constructor(parts: Parts) {
    this.#parts = parts
    this.plans = parts.plans
  }

  isPlanned({ queryHash, operationName }: Omit<AskedOperation, 'document'>): boolean {
    return this.plans.has(planKey(queryHash, operationName))
  }

  async execute({ document, queryHash, request, context }: Parameters<Executor>[0]): ReturnType<Executor> {
    const { executed } = context as Partial<RouterContext>
    if (executed !== undefined) return executed
    const operation = this.operationOf({ document, queryHash, operationName: request.operationName })
    const variables = request.variables ?? {}
    const errors = operation.problemsOf(variables)
    return errors === undefined ? operation.execute({ variables, context }) : { errors }
  }

  /** Keeps an operation that Apollo Server has let pass. */
  learn(known: KnownOperation): void {
    const { text, operationName } = known
    if (text.length > LONGEST_KNOWN) return
    const names = this.#byText.get(text) ?? new Map<string | undefined, KnownOperation>()
    names.set(operationName, known)
    this.#byText.set(text, names)
  }

  /** An operation that has passed before, under this supergraph. */
  known(text: string, operationName: string | undefined): KnownOperation | undefined {
    return this.#byText.get(text)?.get(operationName)
  }

  /** Throws a GraphQLError when there is no plan that answers what is asked. */
  operationOf(asked: AskedOperation): PlannedOperation {
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
