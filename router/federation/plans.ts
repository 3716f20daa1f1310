import { createHash } from 'node:crypto'
import { parse } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { HonestPlan } from '../../schema-check/plans/honest/honest-plan.ts'
import { problemsOf } from '../../schema-check/use/problems.ts'
import { sha256, type TrustedDocument } from '../documents/trusted-documents.ts'
import { messageOf, refuse, type Planner } from './planner.ts'

/** Plans of documents that anybody may send; enough for every page of an application, and bounded in memory. */
const MOST_OTHER_PLANS = 500

type Plans = readonly (readonly [key: string, plan: HonestPlan])[]

/**
 * The query plans of one supergraph. Those of trusted documents are made at the start and stay; the others are kept
 * least recently used first out, so that no stream of strange documents can push out what the application needs. A
 * miss costs about 1.3 ms.
 */
export class PlanStore {
  readonly #trusted: ReadonlyMap<string, HonestPlan>
  readonly #others = new LRUCache<string, HonestPlan>({ max: MOST_OTHER_PLANS })

  constructor(trusted: Plans) {
    this.#trusted = new Map(trusted)
  }

  get(key: string): HonestPlan | undefined {
    return this.#trusted.get(key) ?? this.#others.get(key)
  }

  has(key: string): boolean {
    return this.#trusted.has(key) || this.#others.has(key)
  }

  set(key: string, plan: HonestPlan): void {
    this.#others.set(key, plan)
  }

  get size(): number {
    return this.#trusted.size + this.#others.size
  }
}

/** The key of the plan of an operation of a document, by the SHA-256 of its text. */
export function planKey(queryHash: string, operationName: string | null | undefined): string {
  return operationName ? createHash('sha256').update(queryHash).update(operationName).digest('hex') : queryHash
}

/**
 * The plans of all documents, by key. Throws UnsafeSupergraph, which names each document that the supergraph cannot
 * answer. Each is validated too, for the planner does not look at everything: not at fields that an input object must have.
 */
export function plansOf(planner: Planner, documents: Iterable<TrustedDocument>): Plans {
  const problems: string[] = []
  const plans = [...documents].flatMap(({ operationName, text }) => {
    try {
      const parsed = parse(text)
      const broken = problemsOf(planner.schema, parsed)
      problems.push(...broken.map((problem) => `${operationName}: ${problem}`))
      if (broken.length > 0) return []
      return [[planKey(sha256(text), operationName), planner.honestPlan(parsed, operationName)] as const]
    } catch (error) {
      problems.push(`${operationName}: ${messageOf(error)}`)
      return []
    }
  })
  refuse('the supergraph breaks trusted documents', problems)
  return plans
}
