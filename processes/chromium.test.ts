import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { findChromium, NoChromium } from './chromium.ts'

afterEach(() => vi.unstubAllEnvs())

async function program(name: string, says: string): Promise<{ folder: string; path: string }> {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-chromium-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = resolve(folder, name)
  await writeFile(path, `#!/bin/sh\necho ${says}\n`)
  await chmod(path, 0o755)
  return { folder, path }
}

test('CHROMIUM is taken as it is', async () => {
  const { path } = await program('my-browser', 'Chromium 156.0.1')
  vi.stubEnv('CHROMIUM', path)
  expect(await findChromium()).toEqual({ executable: path, env: {} })
})

test('CHROMIUM that is no chromium is told by its path, and no other is taken instead', async () => {
  const { path } = await program('my-browser', 'Lynx 2.9')
  vi.stubEnv('CHROMIUM', path)
  await expect(findChromium()).rejects.toThrow(
    new NoChromium(`CHROMIUM=${path} cannot be run. Give the path of chromium, or unset it.`),
  )
})

test('one on the PATH is taken before any is fetched', async () => {
  const { folder } = await program('chromium', 'Chromium 156.0.1')
  vi.stubEnv('CHROMIUM', '')
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
  expect(await findChromium()).toEqual({ executable: 'chromium', env: {} })
})
