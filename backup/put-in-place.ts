import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Layout } from '@ebook/stack/data-dir'

/** Where a restore unpacks and recovers, before anything that is there is touched. */
export const restoredAside = ({ postgres }: Layout): string => `${postgres}.restored`

/**
 * Puts the recovered cluster in its place, and everything that would know more than it does out of the way: the databases
 * that were there, the stores of NATS, the dashboards. npm start refuses the data folder while this is under way. Returns
 * where they are now; undefined when there was nothing.
 */
export async function putInPlace(layout: Layout, now: Date): Promise<string | undefined> {
  const names = (await readdir(layout.dataDir)).filter((name) => /^(postgres|nats|nats-\d+|dashboard)$/.test(name))
  const aside = resolve(layout.dataDir, `before-restore-${now.toISOString().replaceAll(':', '-')}`)
  await writeFile(layout.restoring, `${aside}\n`)
  if (names.length > 0) await mkdir(aside, { mode: 0o700 })
  for (const name of names) await rename(resolve(layout.dataDir, name), resolve(aside, name))
  await rename(restoredAside(layout), layout.postgres)
  await rm(layout.restoring)
  return existsSync(aside) ? aside : undefined
}
