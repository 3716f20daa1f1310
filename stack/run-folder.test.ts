import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLineOf } from '@ebook/processes/process-table'
import { layoutOf, type Layout } from './data-dir.ts'
import { AlreadyRunning, endLeftovers, pidFile, takeDataDir } from './run-folder.ts'

let layout: Layout
beforeEach(async () => {
  layout = layoutOf(await mkdtemp(resolve(tmpdir(), 'ebook-run-')))
  await mkdir(layout.run)
})
afterEach(() => rm(layout.dataDir, { recursive: true, force: true }))

const lock = () => resolve(layout.run, 'supervisor.lock')

test('a data folder is taken once, and can be taken again when it was given back', async () => {
  const giveBack = await takeDataDir(layout)
  await expect(takeDataDir(layout)).rejects.toThrow(AlreadyRunning)
  await expect(takeDataDir(layout)).rejects.toThrow(/kill \d+.*DATA_DIR=/)
  await giveBack()
  await (
    await takeDataDir(layout)
  )()
  expect(await readdir(layout.run)).toEqual([])
})

test('a file where the folder should be is told in words', async () => {
  await rm(layout.run, { recursive: true })
  await writeFile(layout.run, '')
  await expect(takeDataDir(layout)).rejects.toThrow(/run is no folder: .*DATA_DIR=/)
})

test.each([
  ['a process that is gone', '999999999\nlong ago\n'],
  ['a process whose pid is somebody else now', `${process.ppid}\nlong ago\n`],
  ['nobody: the file is empty', ''],
])('what belongs to %s is taken over', async (_, text) => {
  await writeFile(lock(), text)
  const giveBack = await takeDataDir(layout)
  expect(await readFile(lock(), 'utf8')).toMatch(new RegExp(`^${process.pid}\\n`))
  await giveBack()
})

test('of many that come at once, one gets it', async () => {
  await writeFile(lock(), '999999999\nlong ago\n')
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => takeDataDir(layout)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

async function sleeper(argument: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', argument], { stdio: 'ignore' })
  const pid = child.pid ?? 0
  await expect.poll(() => commandLineOf(pid)).toContain(argument)
  return pid
}

test('leftovers of this data folder are ended; a stranger that has got the pid is not touched', async () => {
  const [ours, stranger] = [await sleeper(`--data-dir=${layout.dataDir}/`), await sleeper('--data-dir=/another/')]
  await writeFile(pidFile(layout, 'rent'), `${ours}\n`)
  await writeFile(pidFile(layout, 'book'), `${stranger}\n`)
  await writeFile(pidFile(layout, 'payment'), '999999999\n')
  await writeFile(pidFile(layout, 'promotion'), 'nonsense\n')
  try {
    expect(await endLeftovers(layout)).toEqual(['rent'])
    expect(await commandLineOf(ours)).toBeUndefined()
    expect(await commandLineOf(stranger)).toContain('/another/')
    expect(await readdir(layout.run)).toEqual([])
  } finally {
    process.kill(stranger, 'SIGKILL')
  }
})
