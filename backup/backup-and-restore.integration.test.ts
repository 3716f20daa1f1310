import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BackedUp } from './testing/backed-up.ts'

let here: BackedUp
beforeAll(async () => {
  here = await BackedUp.begin()
})
afterAll(() => here?.end())

/** An instant. */
let between: string

test('a running installation is backed up, and goes on', async () => {
  const { code, stdout } = await here.command('backup')
  expect(code).toBe(0)
  expect(stdout).toMatch(/any instant from \d{4}-.*Z on can be restored/)
  await here.say('before')
  between = await here.now()
  await here.say('after')
})

test('what cannot be is refused with a sentence that says what can, and changes nothing', async () => {
  const refused = async (name: 'backup' | 'restore', args: string[], env: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await here.command(name, args, env)
    expect(stderr).not.toMatch(/\n {4}at /)
    return { code, stdout, said: stderr.split('\n')[0] }
  }
  const inTwoHours = new Date(Date.now() + 7_200_000).toISOString()
  // What restores runs on its folder for a moment: each has one of its own.
  const others = ['future', 'early', 'nothing', 'unknown'] as const
  const other = (name: (typeof others)[number]) => ({ DATA_DIR: here.dataDir(`other-${name}`) })
  const [runs, future, early, noZone, nothing, inside, unknown, noFolder] = await Promise.all([
    refused('restore', ['--to', between]),
    refused('restore', ['--to', inTwoHours], other('future')),
    refused('restore', ['--to', '2020-01-01T00:00:00Z'], other('early')),
    refused('restore', ['--to', '2026-11-29T17:00:00']),
    refused('backup', [], other('nothing')),
    refused('backup', [], { BACKUP_DIR: resolve(here.dataDir(), 'backups') }),
    refused('restore', ['--to', 'latest'], { ...other('unknown'), BACKUP_DIR: resolve(here.folder, 'nowhere') }),
    refused('backup', [], { BACKUP_DIR: '' }),
  ])
  expect(runs).toMatchObject({ code: 2, stdout: '', said: expect.stringContaining('a stack runs on') })
  expect(future).toMatchObject({ code: 2, said: expect.stringContaining(`${inTwoHours} is still to come`) })
  expect(early).toMatchObject({ code: 2, said: expect.stringContaining('the earliest that can be restored is') })
  expect(noZone).toMatchObject({ code: 3, said: expect.stringContaining('expected an instant with its zone') })
  expect(nothing).toMatchObject({ code: 2, said: expect.stringContaining('nothing runs on') })
  expect(inside).toMatchObject({ code: 3, said: expect.stringContaining('they would be lost together') })
  expect(unknown).toMatchObject({ code: 2, said: expect.stringContaining('there is no backup in') })
  expect(noFolder).toMatchObject({ code: 3, said: expect.stringContaining('BACKUP_DIR is not set') })
  for (const name of others) expect(existsSync(resolve(other(name).DATA_DIR, 'postgres'))).toBe(false)
})

test('all databases are put back to one instant; what was there is kept aside, and NATS begins anew', async () => {
  await here.stop()
  const { code, stdout, stderr } = await here.command('restore', ['--to', between])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(`is as it was at ${between}`)
  const [aside = ''] = (await readdir(here.dataDir())).filter((name) => name.startsWith('before-restore-'))
  expect((await readdir(resolve(here.dataDir(), aside))).toSorted()).toEqual(['nats', 'postgres'])
  expect(existsSync(resolve(here.dataDir(), 'nats'))).toBe(false)
  await here.start()
  expect(await here.said()).toEqual(['before'])
})
