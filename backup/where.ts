import { existsSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { CHECKOUT } from '@ebook/processes/checkout'
import { BadArguments } from '@ebook/stack/command-line'
import { type Layout } from '@ebook/stack/data-dir'
import { placesIn, type Places } from './backup-folder.ts'

/** The folder of backups, as BACKUP_DIR gives it. Throws BadArguments. */
export function backupPlaces({ dataDir }: Layout, env: NodeJS.ProcessEnv = process.env): Places {
  const given = env['BACKUP_DIR']?.trim()
  if (!given) {
    throw new BadArguments(
      'BACKUP_DIR is not set: the folder of the backups, on another disk than DATA_DIR if there is one',
    )
  }
  const folder = resolve(CHECKOUT, given)
  if (isIn(folder, dataDir) || isIn(dataDir, folder))
    throw new BadArguments(
      `BACKUP_DIR is ${folder} and DATA_DIR ${dataDir}: one in the other, they would be lost together`,
    )
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new BadArguments(`BACKUP_DIR is ${folder}, which is no folder`)
  return placesIn(folder)
}

const isIn = (one: string, other: string): boolean => one === other || one.startsWith(`${other}${sep}`)

/** Made if it is not there. Throws BadArguments. */
export async function ensureFolder({ folder }: Places): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new BadArguments(`BACKUP_DIR cannot be made: ${error instanceof Error ? error.message : String(error)}`)
  })
}
