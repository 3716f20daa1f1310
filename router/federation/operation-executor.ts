import type { DocumentNode, ExecutionResult } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { ResponseNames } from '../documents/response-names.ts'
import { Refusal } from '../errors/refusal.ts'
import type { ExecutedSchema } from '../executor/execution.ts'
import { planKey, type PlannedText } from '../planning/plan-key.ts'
import type { PlanStore } from '../planning/plan-store.ts'
import type { ValidOperation } from './admit-operation.ts'
import { PlannedOperation } from './planned-operation.ts'
import type { RouterContext } from './router-context.ts'

interface Parts {
  readonly plans: PlanStore
  readonly responseNames: ResponseNames
  readonly schema: ExecutedSchema
}

interface AskedOperation extends PlannedText {
  readonly document: DocumentNode
  /** SHA-256 of the document's text. */
  readonly queryHash: string
}

/** An operation that was parsed and validated. */
export type KnownOperation = AskedOperation & ValidOperation

/** For how long an answer is wanted; for ever if not given. */
type AskedBy = Pick<Partial<RouterContext>, 'wanted'>

/** As Apollo Server asks. */
interface AskedRequest {
  readonly document: DocumentNode
  readonly queryHash: string
  readonly source: string
  readonly request: { readonly operationName?: string; readonly variables?: Record<string, unknown> }
  readonly context: object
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

  isPlanned({ queryHash, operationName }: Pick<AskedOperation, 'queryHash' | 'operationName'>): boolean {
    return this.plans.has(planKey(queryHash, operationName))
  }

  async execute({ document, queryHash, source, request, context }: AskedRequest): Promise<ExecutionResult> {
    const by: Partial<RouterContext> = context
    if (by.executed !== undefined) return by.executed
    const asked = { document, queryHash, text: source, operationName: request.operationName }
    const operation = await this.operationOf(asked, by)
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

  /**
   * Rejects with a GraphQLError when there is no plan that answers what is asked, or none yet when nobody waits for the
   * answer any more: it is made all the same, for who asks again.
   */
  operationOf(asked: AskedOperation, by: AskedBy): PlannedOperation | Promise<PlannedOperation> {
    return this.#known.get(asked.document)?.get(asked.operationName) ?? this.#planned(asked, by)
  }

  async #planned(asked: AskedOperation, { wanted }: AskedBy): Promise<PlannedOperation> {
    const { document, queryHash, operationName } = asked
    const planning = this.plans.plan(planKey(queryHash, operationName), asked)
    const plan = await (wanted === undefined ? planning : unlessAborted(planning, wanted.signal))
    const operation = new PlannedOperation(document, operationName, { ...this.#parts, plan })
    const known = this.#known.get(document) ?? new Map<string | undefined, PlannedOperation>()
    this.#known.set(document, known.set(operationName, operation))
    return operation
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const tooLate = () => aborted.reject(tooLateToBegin())
  signal.addEventListener('abort', tooLate, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', tooLate)
  }
}

/** The time that a request has is over, or the client gone. */
const tooLateToBegin = () =>
  new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'DEADLINE', 'It was not planned in time, and nothing of it was done.')
