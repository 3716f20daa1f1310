import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keepEarlier } from './build-pages.ts'

const HOUR_MS = 3_600_000

test('the parts of a build that is replaced are kept for a day after that, however old they are', async () => {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-builds-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const build = async (name: string, now: Date, before?: string) => {
    const dist = resolve(folder, name)
    await mkdir(resolve(dist, 'assets'), { recursive: true })
    const part = resolve(dist, 'assets', `page-${name}.js`)
    await writeFile(part, name)
    await utimes(part, new Date(0), new Date(0))
    await keepEarlier(resolve(folder, before ?? 'nothing'), dist, now)
    return readdir(resolve(dist, 'earlier'))
  }
  const begin = Date.now()
  const after = (hours: number) => new Date(begin + hours * HOUR_MS)
  expect(await build('a', after(0))).toEqual([])
  expect(await build('b', after(100), 'a')).toEqual(['page-a.js'])
  expect(await build('c', after(123), 'b')).toEqual(['page-a.js', 'page-b.js'])
  expect(await build('d', after(125), 'c')).toEqual(['page-b.js', 'page-c.js'])
})
