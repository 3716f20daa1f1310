import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CACHE } from '@ebook/processes/checkout'
import { privateApt } from '@ebook/processes/private-apt'
import { run } from '@ebook/processes/run'

let folder: string
let promtool: string

// Debian's signed package, unpacked beside the checkout: nothing is installed.
beforeAll(async () => {
  folder = await mkdtemp(resolve(CACHE, 'promtool-'))
  try {
    const apt = await privateApt(folder, 'unstable')
    await apt.download('promtool')
    promtool = resolve(await apt.unpack(), 'usr/bin/promtool')
  } catch (cause) {
    throw new Error(
      'This needs promtool. Install it (Debian: promtool; else with Prometheus), and run it on the rules by hand.',
      { cause },
    )
  }
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const told = (...args: string[]) => run(promtool, args, { cwd: import.meta.dirname, timeoutMs: 300_000 })

test('the rules and the configuration are what Prometheus takes', async () => {
  expect(await told('check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yml')).toContain('SUCCESS')
  expect(await told('check', 'config', '--lint=all', '--lint-fatal', 'prometheus.yml')).toContain('SUCCESS')
})

test('C32 C35 every alert fires at its bound and not before it, none fires beside it, and none where all is well', async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.test.yml'))
  expect(files).toHaveLength(2)
  expect(await told('test', 'rules', ...files)).toContain('SUCCESS')
})
