import { resolve } from 'node:path'
import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import type { Installation } from '../installation.ts'
import { secondsToQuiet } from '../quiet.ts'
import { fillDashboard } from './fill-dashboard.ts'
import { fillDatabase, patternOf } from './fill-postgres.ts'
import { WatchedRentals } from './watched-rentals.ts'

/**
 * Makes one rental from request to return, and so many copies of its rows in every store. The subgraphs do not run
 * afterwards. Returns how many seconds the copies took.
 */
export async function fill(installation: Installation, copies: number): Promise<number> {
  const { stack } = installation
  const rentals = await WatchedRentals.open(installation)
  const { rentalId, user } = await rentals.oneGivenBack()
  rentals.close()
  await secondsToQuiet(stack, performance.now())
  const pattern = await patternOf(stack, rentalId, user)
  await Promise.all(SUBGRAPHS.flatMap((name) => stack.processes(name)).map((one) => one.stop()))
  const began = performance.now()
  for (const name of WRITING_SUBGRAPHS) {
    console.error(`copying one rental ${copies} times: ${name} …`)
    await fillDatabase(stack, name, pattern, copies)
  }
  console.error(`copying one rental ${copies} times: dashboard …`)
  fillDashboard(resolve(stack.dataDir, 'dashboard/dashboard.sqlite'), pattern, copies)
  return (performance.now() - began) / 1_000
}
