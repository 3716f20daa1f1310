import { existsSync, readdirSync } from 'node:fs'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fetchCommand } from '@ebook/processes/wal-archive'
import type { Places } from './backup-folder.ts'
import { asTimestamp, CannotRestore, planRestore, type RestorePlan } from './plan-restore.ts'
import { stockOf } from './stock.ts'
import { unpack } from './unpack.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * Makes a data folder for a PostgreSQL of your own, which carries out the WAL at its first start and opens itself then.
 * Throws CannotRestore, DamagedBackup.
 */
export async function restoreCluster(places: Places, to: Date | 'latest', folder: string): Promise<RestorePlan> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new CannotRestore(`${folder} is not empty: give a folder that is, or none that is there`)
  const plan = planRestore(stockOf(places), to, new Date())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await unpack(places, plan.base, folder)
  const settings = {
    restore_command: fetchCommand(places.wal),
    recovery_target_timeline: String(plan.timeline),
    recovery_target_action: 'promote',
    ...(plan.to && { recovery_target_time: asTimestamp(plan.to) }),
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoted(value)}\n`)
  await appendFile(resolve(folder, 'postgresql.auto.conf'), lines.join(''))
  await writeFile(resolve(folder, 'recovery.signal'), '')
  return plan
}
