import { openDatabase } from '@ebook/chassis/database'
import type { Opening } from '@ebook/chassis/writing-subgraph'
import { migrations } from '../database.ts'
import type { PaymentProvider } from './provider.ts'
import { simulatedProvider, type SimulatorSettings, type SimulatedProviderTables } from './simulated-provider.ts'

/** With connections and transactions of its own, as of another company: what it committed survives the death of ours. */
export async function openSimulatedProvider(
  { databaseUrl: url, log, add }: Opening,
  settings: Omit<SimulatorSettings, 'db'>,
): Promise<PaymentProvider> {
  const name = 'simulated-provider'
  const db = await openDatabase<SimulatedProviderTables>({ url, name, migrations, log, maxConnections: 5 })
  add('simulated provider', db, (it) => it.destroy())
  return simulatedProvider({ db, ...settings })
}
