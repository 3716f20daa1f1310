import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, symlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { manage } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { postgres, postgresUrl, query } from '@ebook/processes/postgres'
import { placesIn } from './backup-folder.ts'
import { takeBackup } from './take-backup.ts'
import { BackedUp } from './testing/backed-up.ts'

const execute = promisify(execFile)

let here: BackedUp
beforeAll(async () => {
  here = await BackedUp.begin()
})
afterAll(() => here?.end())

const fine = async (name: 'backup' | 'restore', args: string[] = [], env: Record<string, string> = {}) => {
  const { code, stdout, stderr } = await here.command(name, args, env)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return stdout
}
const base = () => resolve(here.backups, 'base')
const theNewest = async () => (await readdir(base())).toSorted().at(-1) ?? ''

let afterwards: string

test('what was written after a restore can be restored too, and so can what the restore left behind', async () => {
  await fine('backup')
  await here.say('one')
  const one = await here.now()
  await here.say('two')
  const two = await here.now()
  await here.say('three')
  await here.stop()
  await fine('restore', ['--to', one])
  await here.start()
  await here.say('other')
  afterwards = await here.now()
  await here.say('end')
  await here.stop()
  await fine('restore', ['--to', afterwards])
  await here.start()
  expect(await here.said()).toEqual(['one', 'other'])
  await here.stop()
  // Before the first restore it was otherwise.
  await fine('restore', ['--to', two])
  await here.start()
  expect(await here.said()).toEqual(['one', 'two'])
})

test('after a death nothing is lost that was committed: what was not archived yet is taken from where it lies', async () => {
  await fine('backup')
  await here.say('last words')
  await here.die()
  await fine('restore', ['--to', 'latest'])
  await here.start()
  expect(await here.said()).toEqual(['last words', 'one', 'two'])
})

test('a copy in another data folder does not write among the backups of the original', async () => {
  const copy = { DATA_DIR: here.dataDir('copy') }
  const now = await here.now()
  await here.say('after the copy')
  await fine('backup')
  await here.stop()
  expect(await fine('restore', ['--to', now], copy)).toContain('what is written from now on is NOT kept')
  await here.start('copy')
  expect(await here.said()).toEqual(['last words', 'one', 'two'])
  const { code, stderr } = await here.command('backup', [], copy)
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('choose another folder') })
  const own = { ...copy, BACKUP_DIR: resolve(here.folder, 'backups-of-the-copy') }
  await fine('backup', [], own)
  await fine('backup', [], own)
  await here.stop()
  await here.start()
})

test('a new data folder takes the place of one that is gone, and is backed up where that was', async () => {
  await here.say('kept')
  await here.stop()
  await rename(here.dataDir(), here.dataDir('gone'))
  await fine('restore', ['--to', 'latest', '--take-over'])
  await here.start()
  expect(await here.said()).toContain('kept')
  await fine('backup', ['--keep', '2'])
  expect(await readdir(base())).toHaveLength(2)
  expect(await fine('backup', ['list'])).toMatch(/any instant from .* to about /)
  expect(await fine('backup', ['verify'])).toContain('all that is kept is as PostgreSQL sent it')
})

test('an archive that does not take anything is told before a backup begins, and no backup is listed', async () => {
  const places = placesIn(here.backups)
  const before = await readdir(base())
  const link = resolve(here.dataDir(), 'archive')
  await rm(link)
  await symlink(resolve(here.folder, 'a disk that is not mounted/wal'), link)
  const settings = {
    url: here.stack.postgresUrl('postgres'),
    places,
    archiveLink: undefined,
    onProgress: () => undefined,
  }
  await expect(takeBackup(settings)).rejects.toThrow(/its archive_command fails[^]*Nothing was backed up/)
  expect(await readdir(base())).toEqual(before)
  await rm(link)
  await symlink(places.wal, link)
  // What could not be kept was not forgotten.
  await fine('backup')
})

test('a disk without room for the backup is told, and half a backup is never listed', async (context) => {
  const small = resolve(here.folder, 'small')
  await mkdir(small)
  const mounted = await execute('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'backup', small]).catch(() => undefined)
  if (mounted === undefined) return context.skip('only root can mount a small disk')
  try {
    await chmod(small, 0o777)
    await here.stop()
    await rm(resolve(here.dataDir(), 'archive'))
    await here.start()
    const there = { BACKUP_DIR: small }
    const full = await here.command('backup', [], there)
    if (full.code === 0) {
      const ballast = resolve(small, 'ballast')
      await execute('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M']).catch(() => undefined)
    }
    const { code, stderr } = await here.command('backup', [], there)
    expect(code).toBe(2)
    expect(stderr).toMatch(/MB are free for|is full: make room|archive_command fails/)
    const { stdout } = await here.command('backup', ['list'], there)
    expect(stdout.match(/took \d+ s/g) ?? []).toHaveLength(full.code === 0 ? 1 : 0)
  } finally {
    await here.stop()
    await rm(resolve(here.dataDir(), 'archive'), { force: true })
    await execute('umount', ['-l', small])
    await here.start()
  }
})

test('a damaged backup is found, not restored, and leaves all as it is', async () => {
  await rm(resolve(here.dataDir(), 'archive'), { force: true })
  await fine('backup')
  await here.say('stays')
  const file = await open(resolve(base(), await theNewest(), 'base.tar.gz'), 'r+')
  await file.write(Buffer.alloc(64, 7), 0, 64, 40_000)
  await file.close()
  const verified = await here.command('backup', ['verify'])
  expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining('cannot be restored') })
  await here.stop()
  const { code, stderr } = await here.command('restore', ['--to', 'latest'])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('is damaged') })
  expect(existsSync(resolve(here.dataDir(), 'postgres.restored'))).toBe(false)
  await here.start()
  expect(await here.said()).toContain('stays')
})

test('WAL that is missing is told by its name, with what can still be restored', async () => {
  await fine('backup')
  for (const what of ['x', 'y', 'z']) {
    await here.say(what)
    await fine('backup')
  }
  const wal = resolve(here.backups, 'wal')
  const kept = (await readdir(wal)).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name)).toSorted()
  const missing = kept.at(-3) ?? ''
  await rm(resolve(wal, missing))
  const listed = await here.command('backup', ['list'])
  expect(listed.code).toBe(1)
  expect(listed.stdout).toContain(`WAL file ${missing.replace('.gz', '')} is missing`)
})

test('a PostgreSQL that is not ours is backed up by its URL, and its data folder made anew for it', async () => {
  const backups = resolve(here.folder, 'backups-of-another')
  const own = { BACKUP_DIR: backups, BACKUP_DATABASE_URL: here.stack.postgresUrl('postgres') }
  // Its operator's: an archive_command that writes there.
  const link = resolve(here.dataDir(), 'archive')
  await rm(link)
  await symlink(resolve(backups, 'wal'), link)
  expect(await fine('backup', ['archive-command'], own)).toContain('archive-wal.sh')
  await fine('backup', [], own)
  await here.say('of another')
  const then = await here.now()
  await here.say('too much')
  const password = decodeURIComponent(new URL(here.stack.postgresUrl('postgres')).password)
  await here.stop()
  const cluster = resolve(here.folder, 'cluster')
  expect(await fine('restore', ['--to', then, '--cluster', cluster], own)).toContain('start that on it')
  expect(await here.command('restore', ['--to', then, '--cluster', cluster], own)).toMatchObject({ code: 2 })
  const port = await freePort()
  const postgresql = manage(postgres({ dataDir: cluster, port, password, durable: false }), { restart: false })
  await postgresql.start()
  try {
    const url = postgresUrl(port, 'postgres', password, 'rent')
    await vi.waitFor(
      async () => expect(await query(url, 'select pg_is_in_recovery() as recovers')).toEqual([{ recovers: false }]),
      { timeout: 30_000 },
    )
    const said = (await query(url, 'select what from said')).map((row) => row['what'])
    expect(said).toContain('of another')
    expect(said).not.toContain('too much')
  } finally {
    await postgresql.stop()
    await rm(link)
    await here.start()
  }
})
