import { createHash } from 'node:crypto'
import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner, type QueryPlan, type QueryPlannerConfig } from '@apollo/query-planner'
import { parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql'
import { ResponseNames } from '../documents/response-names.ts'
import { sha256, type TrustedDocument } from '../documents/trusted-documents.ts'

/** Plans of documents that anybody may send; enough for every page of an application, and bounded in memory. */
const MOST_OTHER_PLANS = 500

/**
 * The gateway's cache of query plans. Those of trusted documents are made at the start and stay; the others are kept
 * least recently used first out, so that no stream of strange documents can push out what the application needs. A
 * miss costs about 1.3 ms.
 */
export class PlanStore implements NonNullable<QueryPlannerConfig['cache']> {
  readonly #trusted = new Map<string, QueryPlan>()
  readonly #others = new Map<string, QueryPlan>()

  async get(key: string): Promise<QueryPlan | undefined> {
    const trusted = this.#trusted.get(key)
    if (trusted !== undefined) return trusted
    const plan = this.#others.get(key)
    if (plan !== undefined) {
      this.#others.delete(key)
      this.#others.set(key, plan)
    }
    return plan
  }

  has(key: string): boolean {
    return this.#trusted.has(key) || this.#others.has(key)
  }

  async set(key: string, plan: QueryPlan): Promise<void> {
    this.#others.set(key, plan)
    if (this.#others.size > MOST_OTHER_PLANS) {
      for (const oldest of this.#others.keys()) {
        this.#others.delete(oldest)
        break
      }
    }
  }

  async delete(key: string): Promise<boolean> {
    return this.#others.delete(key)
  }

  keepAll(planned: Iterable<readonly [key: string, plan: QueryPlan]>): void {
    for (const [key, plan] of planned) this.#trusted.set(key, plan)
  }

  /** The gateway calls it when it takes a supergraph: plans are good for one supergraph only. */
  clear(): void {
    this.#trusted.clear()
    this.#others.clear()
  }

  get size(): number {
    return this.#trusted.size + this.#others.size
  }
}

/** A supergraph that was read, and plans operations. Throws when it is none. */
export class Planner {
  readonly supergraph: Supergraph
  readonly responseNames: ResponseNames
  readonly #planner: QueryPlanner
  readonly #apiSchema: GraphQLSchema

  constructor(supergraphSdl: string) {
    this.supergraph = Supergraph.build(supergraphSdl)
    this.responseNames = new ResponseNames(supergraphSdl)
    this.#planner = new QueryPlanner(this.supergraph)
    this.#apiSchema = this.supergraph.apiSchema().toGraphQLJSSchema()
  }

  /** What clients see of the supergraph. */
  apiSchema(): GraphQLSchema {
    return this.#apiSchema
  }

  plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const options = operationName === undefined ? {} : { operationName }
    return this.#planner.buildQueryPlan(operationFromDocument(this.supergraph.apiSchema(), document, options))
  }
}

/** The key under which the gateway looks for the plan of an operation of a document, by the SHA-256 of its text. */
export function planKey(queryHash: string, operationName: string | null | undefined): string {
  return operationName ? createHash('sha256').update(queryHash).update(operationName).digest('hex') : queryHash
}

/**
 * The plans of all documents, by key. Throws for a document that the supergraph cannot answer. Each is validated too,
 * for the planner does not look at everything: not at fields that an input object must have.
 */
export function plansOf(
  planner: Planner,
  documents: Iterable<TrustedDocument>,
): readonly (readonly [key: string, plan: QueryPlan])[] {
  return [...documents].map((document) => {
    try {
      const parsed = parse(document.text)
      const [problem] = validate(planner.apiSchema(), parsed)
      if (problem) throw problem
      const { operationName } = document
      const renamed = planner.responseNames.rename(parsed, operationName)
      const key = planKey(renamed?.hash ?? sha256(document.text), operationName)
      return [key, planner.plan(renamed?.document ?? parsed, operationName)] as const
    } catch (error) {
      throw new Error(`the trusted document ${document.operationName} does not fit the supergraph`, { cause: error })
    }
  })
}
