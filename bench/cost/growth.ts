import { rounded } from '../figures.ts'
import { count, installed } from '../installation.ts'
import type { Measured } from '../results.ts'
import { SagaLoad } from '../saga-load.ts'
import { startAnew } from '../start-anew.ts'
import { fill } from './fill.ts'
import { underLoad, type CostSettings } from './under-load.ts'

/** The same load with few rentals in the tables and with many, copies of one that is over, each in newly started processes. */
export function measureGrowth({ rentals, rows }: CostSettings): Promise<Measured> {
  return installed({}, async (installation) => {
    const { stack } = installation
    const sagas = await SagaLoad.open(stack)
    const measured = async () => {
      await startAnew(stack, 1)
      await sagas.reconnect()
      return underLoad(installation, sagas, rentals)
    }
    try {
      const few = await measured()
      const secondsToFill = rounded(await fill(installation, rows))
      const many = await measured()
      const inTheTables = await count(stack, 'rent', 'select count(*) from rental')
      const comparison = { name: 'with few', value: few.cpuMicros }
      return {
        figures: [{ name: 'CPU a rental with many in the tables', unit: 'µs', value: many.cpuMicros, comparison }],
        detail: { few, many, inTheTables, secondsToFill },
      }
    } finally {
      await sagas.close()
    }
  })
}
