import type { AsyncCommand } from 'fast-check'
import { alwaysHolds, type RoadModel } from './road-model.ts'
import type { TroubledRoad } from './troubled-road.ts'

export type RoadCommand = AsyncCommand<RoadModel, TroubledRoad>
type Run = (model: RoadModel, road: TroubledRoad) => Promise<unknown>
type When = (model: Readonly<RoadModel>) => boolean

/** Something that happens, after which everything must still be as it always is. */
export function command(name: string, run: Run, when: When = () => true): RoadCommand {
  return {
    check: when,
    async run(model, road) {
      await run(model, road)
      await alwaysHolds(model, road)
    },
    toString: () => name,
  }
}

export const natsRuns: When = ({ natsPaused }) => !natsPaused
