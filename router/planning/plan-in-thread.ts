import { readFile } from 'node:fs/promises'
import { orderKey, PlannedSupergraph, type PlanningOrder } from './planned-supergraph.ts'
import { PlanningThread } from './planning-thread.ts'
import type { Planning } from './planning.ts'

export interface ThreadSettings {
  /** Where plans lie that were made at build time (router/plan.ts). */
  readonly file: string
  /** Whether more will be asked for than is ordered. */
  readonly stays: boolean
}

/**
 * Not where requests are answered: what was planned at build time is read, and everything else is planned in threads of
 * their own, one for each supergraph.
 */
export function planInThread({ file, stays }: ThreadSettings): Planning {
  return {
    async plan(order, others, signal) {
      const planner = new PlanningThread(order)
      const made = await plannedBefore(file, order)
      if (made === undefined) {
        const planned = new PlannedSupergraph(await planner.planAll(others, { stays, signal }))
        return { planned, planner }
      }
      // One that has ended is replaced for who asks.
      if (stays) await planner.prepare().catch(() => undefined)
      return { planned: made, planner }
    },
  }
}

/** Undefined when there is no file, or the plans in it are for something else. */
async function plannedBefore(file: string, order: PlanningOrder): Promise<PlannedSupergraph | undefined> {
  try {
    const planned = new PlannedSupergraph(await readFile(file))
    return planned.heading.key === orderKey(order) ? planned : undefined
  } catch {
    return undefined
  }
}
