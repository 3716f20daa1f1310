import { cp, mkdir, readlink, rm, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { closeDataDir, ensureSecrets, type Layout } from '@ebook/stack/data-dir'
import { takeDataDir } from '@ebook/stack/run-folder'
import { noteRestored, type Base, type Places } from './backup-folder.ts'
import { CannotRestore, planRestore, type RestorePlan } from './plan-restore.ts'
import { putInPlace, restoredAside } from './put-in-place.ts'
import { recover, walOf, type Recovered } from './recover.ts'
import { stockOf } from './stock.ts'
import { unpack } from './unpack.ts'

export interface RestoreSettings {
  readonly places: Places
  readonly layout: Layout
  readonly to: Date | 'latest'
  /** The original is gone, and this data folder is the installation from now on: its WAL goes on being kept there. */
  readonly takesOver: boolean
  readonly onProgress: (line: string) => void
}

export interface Outcome extends Recovered {
  readonly base: Base
  readonly to: Date | undefined
  /** Where what was there before is now. */
  readonly aside: string | undefined
  /** Whether what is written from now on can be restored too. */
  readonly goesOn: boolean
}

/**
 * Puts the databases of a data folder back to how they were at an instant. What is there stays as it is until that has
 * succeeded, and is kept aside. Throws CannotRestore, DamagedBackup, AlreadyRunning.
 */
export async function restoreStack(settings: RestoreSettings): Promise<Outcome> {
  const { places, layout, onProgress } = settings
  await closeDataDir(layout)
  const giveBack = await takeDataDir(layout)
  const cluster = restoredAside(layout)
  try {
    const now = new Date()
    const plan = planRestore(stockOf(places), settings.to, now)
    await refuseNoRoom(plan, layout)
    const { postgres: password } = await ensureSecrets(layout)
    onProgress(`unpacking the backup of ${plan.base.began.toISOString()} (${plan.base.files} files)`)
    await rm(cluster, { recursive: true, force: true })
    await mkdir(cluster, { mode: 0o700 })
    await unpack(places, plan.base, cluster)
    const goesOn = settings.takesOver || (await readlink(layout.archive).catch(() => undefined)) === places.wal
    if (goesOn) await takeUnkeptWal(layout, cluster, plan)
    onProgress(`carrying out what was written until ${plan.to?.toISOString() ?? 'the end'}`)
    const archive = goesOn ? places.wal : undefined
    const recovered = await recover({ cluster, plan, wal: places.wal, archive, password, onProgress })
    const aside = await putInPlace(layout, now)
    if (goesOn) await noteRestored(places, { timeline: recovered.timeline, to: plan.to ?? now, at: new Date() })
    return { ...recovered, base: plan.base, to: plan.to, aside, goesOn }
  } catch (error) {
    await rm(cluster, { recursive: true, force: true })
    throw error
  } finally {
    await giveBack()
  }
}

/** What the installation wrote last, if it was ended before it was kept: it is there as long as its folder is. */
async function takeUnkeptWal({ postgres }: Layout, cluster: string, { base }: RestorePlan): Promise<void> {
  for (const name of await walOf(postgres)) {
    if (Number.parseInt(name.slice(0, 8), 16) < base.timeline) continue
    await cp(resolve(postgres, 'pg_wal', name), resolve(cluster, 'pg_wal', name), { force: false })
  }
}

async function refuseNoRoom({ base }: RestorePlan, { dataDir }: Layout): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(resolve(dataDir, 'postgres')))
  const [free, needed] = [bavail * bsize, base.bytes + 20 * base.segmentBytes]
  if (free >= needed) return
  const MB = 1024 * 1024
  throw new CannotRestore(
    `${Math.floor(free / MB)} MB are free for ${dataDir}, and ${Math.ceil(needed / MB)} are needed, because what is there stays until the end: make room, or restore into another DATA_DIR`,
  )
}
