import type { PlannedText } from './plan-key.ts'
import { PlannedSupergraph, plannedSupergraph, type PlanningOrder } from './planned-supergraph.ts'
import { Planner, type DocumentPlanner } from './planner.ts'

/** A supergraph whose documents are planned, and who plans what is asked beyond them. */
export interface Planned {
  readonly planned: PlannedSupergraph
  readonly planner: DocumentPlanner & {
    /** It is asked no more. */
    close(): void
  }
}

/** Where supergraphs are planned. */
export interface Planning {
  /**
   * `others` are planned too, as far as they can be. Rejects with UnsafeSupergraph for what must not be served, and when
   * it is called off.
   */
  plan(order: PlanningOrder, others: readonly PlannedText[], signal?: AbortSignal): Promise<Planned>
}

/** In this thread, which does nothing else meanwhile. */
export const planHere: Planning = {
  async plan(order, others) {
    const planner = new Planner(order.supergraphSdl)
    const planned = new PlannedSupergraph(plannedSupergraph(planner, order, others))
    return { planned, planner: { planText: (text, name) => planner.planText(text, name), close: () => undefined } }
  },
}
