import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureSecrets, layoutOf, readState, refuseUnusable, UnusableDataDir } from './data-dir.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ebook-data-dir-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

describe('a DATA_DIR that a checkout with other subgraphs has left', () => {
  test('gets the passwords that it lacks, and keeps all that it has', async () => {
    const layout = layoutOf(dataDir)
    const made = await ensureSecrets(layout)
    const { rent, ...databases } = made.databases
    const left = { ...made, databases: { ...databases, notice: 'of a subgraph that is not here' } }
    await writeFile(layout.secrets, JSON.stringify(left))
    const completed = await ensureSecrets(layout)
    expect(completed).toEqual({ ...left, databases: { ...left.databases, rent: expect.any(String) } })
    expect(completed.databases.rent).not.toBe(rent)
    expect(await ensureSecrets(layout)).toEqual(completed)
    expect(JSON.parse(await readFile(layout.secrets, 'utf8'))).toEqual(completed)
  })

  test('may know ports of processes that are not here', async () => {
    const layout = layoutOf(dataDir)
    const state = { url: 'u', issuer: { url: 'i', audience: 'a', embedded: true }, natsUrl: 'n', ports: { notice: 1 } }
    await writeFile(layout.state, JSON.stringify(state))
    expect(await readState(layout)).toEqual(state)
  })
})

test.each(['a file', 'a folder of the kernel'])('nothing can be kept in %s: it is refused in words', async (which) => {
  const unusable = which === 'a file' ? join(dataDir, 'file') : '/proc/nope'
  await writeFile(join(dataDir, 'file'), '')
  expect(() => refuseUnusable(layoutOf(unusable))).toThrow(UnusableDataDir)
  expect(() => refuseUnusable(layoutOf(unusable))).toThrow(/nothing can be kept in .*DATA_DIR=/)
})

test('what a restore has not put in place to its end is not started on', async () => {
  const layout = layoutOf(dataDir)
  expect(() => refuseUnusable(layout)).not.toThrow()
  await writeFile(layout.restoring, '')
  expect(() => refuseUnusable(layout)).toThrow('did not come to its end: do it again (npm run restore)')
})
