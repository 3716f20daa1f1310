import type { Repairable } from '@ebook/nats/repairable'
import type { DashboardFile } from '../file/dashboard-file.ts'
import type { Applied } from './apply.ts'
import type { Arrival } from './keep-events.ts'
import { missingPositions, positionsOf } from './positions.ts'

/** The file of one replica alone, which reads the stream in its order: what is missing between two events is a hole. */
export function repairableFile(
  { read }: Pick<DashboardFile, 'read'>,
  takeIn: (arrivals: readonly Arrival[]) => Promise<Pick<Applied, 'taken'>>,
): Repairable {
  return {
    async positions(announced) {
      const known = await positionsOf(read, announced)
      const unknown = new Set(announced.keys()).difference(new Set(known.map(({ producer }) => producer)))
      return [
        ...known.map(({ producer, contiguous, highest }) => ({ producer, reached: contiguous, highest })),
        ...[...unknown].map((producer) => ({ producer, reached: 0, highest: 0 })),
      ]
    },
    async missing(producer, { from, to }) {
      return (await missingPositions(read, producer, to)).filter((hole) => hole.to >= from)
    },
    take: async (events) => (await takeIn(events.map((event) => ({ event })))).taken,
  }
}
