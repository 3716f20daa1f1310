import { existsSync } from 'node:fs'
import { lstat, readlink, stat, symlink } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { keptFile, type Places } from './backup-folder.ts'
import { CannotBackUp } from './base-backup.ts'

const KEPT_WITHIN_MS = 60_000
/** PostgreSQL tries three times, a second apart, before it waits for long. */
const FAILS_AFTER_MS = 5_000
/** What was written is kept after so long, also when it does not fill a WAL file. */
const KEPT_AFTER = '60s'

/** From here on PostgreSQL keeps its WAL in this folder of backups. Throws CannotBackUp when it does so in another. */
export async function archiveInto({ wal }: Places, link: string, client: pg.Client): Promise<void> {
  const there = await readlink(link).catch(() => undefined)
  if (there !== undefined && there !== wal) {
    throw new CannotBackUp(
      `this installation archives to ${there}: go on with that folder, or remove the link ${link} to begin another one`,
    )
  }
  if (there === undefined) {
    if (await lstat(link).catch(() => undefined)) throw new CannotBackUp(`${link} is there and no link: move it away`)
    await symlink(wal, link)
  }
  await client.query(`alter system set archive_timeout = '${KEPT_AFTER}'`)
  await client.query('select pg_reload_conf()')
}

/**
 * Has PostgreSQL end the WAL file that it writes, and waits until that is kept here. Throws CannotBackUp: without an
 * archive a base could be restored to its own instant alone, which is not what it is for.
 */
export async function seeItKept(places: Places, client: pg.Client, withinMs = KEPT_WITHIN_MS): Promise<void> {
  // A file that nothing was written to is not ended.
  await client.query("select pg_create_restore_point('npm run backup')")
  const { rows } = await client.query<{ name: string; since: Date }>(
    'select pg_walfile_name(pg_switch_wal()) as name, clock_timestamp() as since',
  )
  const { name = '', since } = rows[0] ?? {}
  const file = keptFile(places, name)
  const began = performance.now()
  while (!existsSync(file)) {
    const ms = performance.now() - began
    const failed = ms > FAILS_AFTER_MS ? await failedSince(client, since) : undefined
    if (failed !== undefined) {
      throw new CannotBackUp(
        `PostgreSQL cannot keep its WAL in ${places.wal}: its archive_command fails (last of ${failed}). Its log says why: is ` +
          'there room, and may it write there? Nothing was backed up, and PostgreSQL keeps what it cannot hand over',
      )
    }
    if (ms > withinMs) {
      throw new CannotBackUp(
        `after ${withinMs / 1_000} s PostgreSQL has not kept ${file}: does its archive_command write to another folder? ` +
          'Nothing was backed up',
      )
    }
    await delay(100)
  }
}

async function failedSince(client: pg.Client, since: Date | undefined): Promise<string | undefined> {
  const { rows } = await client.query<{ failed: string }>(
    'select last_failed_wal as failed from pg_stat_archiver where last_failed_time > $1',
    [since],
  )
  return rows[0]?.failed
}

/** Who loses that disk loses both. */
export async function onOneDisk(one: string, other: string): Promise<boolean> {
  return (await stat(one)).dev === (await stat(other)).dev
}
