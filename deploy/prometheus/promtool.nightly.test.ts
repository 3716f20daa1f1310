import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CACHE } from '@ebook/processes/checkout'
import { privateApt } from '@ebook/processes/private-apt'
import { run } from '@ebook/processes/run'

let folder: string
let promtool: string
let amtool: string

// Debian's signed package, unpacked beside the checkout: nothing is installed.
beforeAll(async () => {
  folder = await mkdtemp(resolve(CACHE, 'promtool-'))
  try {
    const apt = await privateApt(folder, 'unstable')
    for (const name of ['promtool', 'prometheus-alertmanager']) await apt.download(name)
    const programs = resolve(await apt.unpack(), 'usr/bin')
    promtool = resolve(programs, 'promtool')
    amtool = resolve(programs, 'amtool')
  } catch (cause) {
    throw new Error(
      'This needs promtool and amtool. Install them (Debian: promtool, prometheus-alertmanager), and run them by hand.',
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

test('the Alertmanager takes its configuration, and sends each severity where it belongs', async () => {
  const asked = (...args: string[]) => run(amtool, args, { cwd: import.meta.dirname, timeoutMs: 60_000 })
  expect(await asked('check-config', 'alertmanager.yml')).toContain('SUCCESS')
  for (const severity of ['page', 'ticket']) {
    const routes = ['config', 'routes', 'test', '--config.file=alertmanager.yml', `severity=${severity}`]
    expect((await asked(...routes)).trim()).toBe(severity)
  }
})

test('C32 C35 every alert fires at its bound and not before it, none fires beside it, and none where all is well', async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.test.yml'))
  expect(files).toHaveLength(2)
  expect(await told('test', 'rules', ...files)).toContain('SUCCESS')
})
