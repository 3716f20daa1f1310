import { brokerFaults } from './broker.ts'
import { databaseFaults } from './databases.ts'
import { diskFaults } from './disk.ts'
import type { Fault } from './fault.ts'
import { networkFaults } from './network.ts'
import { processFaults } from './processes.ts'

/** All that can be done to an installation. */
export const faults: readonly Fault[] = [
  ...processFaults,
  ...databaseFaults,
  ...brokerFaults,
  ...diskFaults,
  ...networkFaults,
]
