import { resolve } from 'node:path'
import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { rounded } from '../figures.ts'
import { count, installed, type Installation } from '../installation.ts'
import { secondsToQuiet } from '../recovery/quiet.ts'
import { startAnew } from '../replicas.ts'
import type { Measured } from '../results.ts'
import { SagaLoad } from '../saga-load.ts'
import { fillDashboard } from './fill-dashboard.ts'
import { fillDatabase, patternOf } from './fill-postgres.ts'
import { underLoad, type CostSettings } from './under-load.ts'
import { WatchedRentals } from './watched-rentals.ts'

/** The same load with few rentals in the tables and with many, copies of one that is over, each in newly started processes. */
export function measureGrowth({ rentals, rows }: CostSettings): Promise<Measured> {
  return installed({}, async (installation) => {
    const { stack } = installation
    const sagas = await SagaLoad.open(stack)
    const measured = async () => {
      await startAnew(stack, 1, SUBGRAPHS)
      await sagas.reconnect()
      return underLoad(installation, sagas, rentals)
    }
    try {
      const few = await measured()
      const secondsToFill = await fill(installation, rows)
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

/** Returns how many seconds it took. */
async function fill(installation: Installation, rows: number): Promise<number> {
  const { stack } = installation
  const lone = await WatchedRentals.open(installation)
  const { rentalId, user } = await lone.oneGivenBack()
  lone.close()
  await secondsToQuiet(stack, performance.now())
  const pattern = await patternOf(stack, rentalId, user)
  await Promise.all(SUBGRAPHS.flatMap((name) => stack.processes(name)).map((one) => one.stop()))
  const began = performance.now()
  for (const name of WRITING_SUBGRAPHS) {
    console.error(`copying one rental ${rows} times: ${name} …`)
    await fillDatabase(stack, name, pattern, rows)
  }
  console.error(`copying one rental ${rows} times: dashboard …`)
  fillDashboard(resolve(stack.dataDir, 'dashboard/dashboard.sqlite'), pattern, rows)
  return rounded((performance.now() - began) / 1_000)
}
