import { LRUCache } from 'lru-cache'
import type { HonestPlan } from '../../schema-check/plans/honest/honest-plan.ts'
import type { PlannedText } from './plan-key.ts'
import type { PlannedSupergraph } from './planned-supergraph.ts'
import type { DocumentPlanner } from './planner.ts'

/** Plans of documents that anybody may send; enough for every page of an application, and bounded in memory. */
const MOST_OTHER_PLANS = 500

interface OtherPlan {
  readonly operation: PlannedText
  readonly plan: HonestPlan
}

/**
 * The query plans of one supergraph. Those that were made beforehand stay; the others are made when they are asked for,
 * and kept least recently used first out, so that no stream of strange documents can push out what the application
 * needs. A miss costs about 1.3 ms, and more with the size of the supergraph.
 */
export class PlanStore {
  readonly #made: Pick<PlannedSupergraph, 'plan' | 'has' | 'size'>
  readonly #planner: DocumentPlanner
  readonly #others = new LRUCache<string, OtherPlan>({ max: MOST_OTHER_PLANS })
  /** What several ask for at the same time is planned once. */
  readonly #underWay = new Map<string, HonestPlan | Promise<HonestPlan>>()

  constructor(made: Pick<PlannedSupergraph, 'plan' | 'has' | 'size'>, planner: DocumentPlanner) {
    this.#made = made
    this.#planner = planner
  }

  /** Also of one that is being made: whoever asks for it as well causes no further work. */
  has(key: string): boolean {
    return this.#made.has(key) || this.#others.has(key) || this.#underWay.has(key)
  }

  /** `key` is that of the operation. Rejects with a GraphQLError when there is no plan that answers what is asked. */
  async plan(key: string, operation: PlannedText): Promise<HonestPlan> {
    const known = this.#made.plan(key) ?? this.#others.get(key)?.plan ?? this.#underWay.get(key)
    if (known !== undefined) return known
    const { text, operationName } = operation
    const planning = this.#planner.planText(text, operationName)
    this.#underWay.set(key, planning)
    try {
      const plan = await planning
      this.#others.set(key, { operation: { text, operationName }, plan })
      return plan
    } finally {
      this.#underWay.delete(key)
    }
  }

  get size(): number {
    return this.#made.size + this.#others.size
  }

  /** What was asked for, and not known beforehand. */
  others(): PlannedText[] {
    return [...this.#others.values()].map(({ operation }) => operation)
  }
}
