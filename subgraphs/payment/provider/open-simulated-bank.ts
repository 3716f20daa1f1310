import type { Kysely } from 'kysely'
import { openDatabase } from '@ebook/chassis/database'
import type { Logger } from '@ebook/chassis/log'
import { migrations } from '../database.ts'
import { simulatedBank, type Messages, type SimulatedBank } from './simulated-bank.ts'
import type { SimulatedProviderTables } from './simulated-provider.ts'

/** The bank's page over the books of openSimulatedProvider. Nobody connects before somebody comes to it. */
export function openSimulatedBank(
  { databaseUrl: url, log }: { readonly databaseUrl: string; readonly log: Logger },
  messages: Messages | undefined,
): SimulatedBank & { close(): Promise<void> } {
  let opened: Promise<Kysely<SimulatedProviderTables>> | undefined
  const open = async () => {
    opened ??= openDatabase<SimulatedProviderTables>({
      url,
      name: 'simulated-bank',
      migrations,
      log,
      maxConnections: 2,
    })
    return simulatedBank(await opened, messages)
  }
  return {
    look: async (ref) => (await open()).look(ref),
    act: async (ref, what) => (await open()).act(ref, what),
    close: async () => (await opened)?.destroy(),
  }
}
