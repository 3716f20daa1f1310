import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Script } from './schedule.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulator-'))
afterAll(() => rmSync(folder, { recursive: true }))

const simulate = (...args: string[]) =>
  spawnSync(process.execPath, [resolve(import.meta.dirname, 'main.ts'), ...args], { encoding: 'utf8' })

function fileWith(text: string): string {
  const file = join(folder, 'script.json')
  writeFileSync(file, text)
  return file
}

test('a run prints one object, and exits with 0 when all held', () => {
  const { status, stdout } = simulate('--schedules', '4', '--seed', '3', '--json')
  const printed: unknown = JSON.parse(stdout)
  expect({ status, printed }).toMatchObject({ status: 0, printed: { seed: 3, schedules: 4, failure: null } })
})

test('what --json prints of a schedule can be replayed, whole or the script alone', () => {
  const { stdout } = simulate('--replay', '3:2', '--json')
  const printed = JSON.parse(stdout) as { violations: string[]; script: Script }
  expect(printed.violations).toEqual([])
  expect(printed.script.steps.length).toBeGreaterThan(0)
  expect(simulate('--replay', fileWith(stdout), '--json')).toMatchObject({ status: 0, stdout })
  expect(simulate('--replay', fileWith(JSON.stringify(printed.script)), '--json')).toMatchObject({ status: 0, stdout })
})

test('bad arguments: 3, and what to do on stderr', () => {
  const { status, stdout, stderr } = simulate('--seed', 'x')
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
  expect(stderr).toContain('--seed is "x"')
  expect(stderr).toContain('Usage: npm run simulate')
})

test('a script that is none: 3, and what is wrong with it', () => {
  const { status, stdout, stderr } = simulate('--replay', fileWith('{"replicas":1}'))
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
  expect(stderr).toContain('is no script: steps: ')
})
