import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const simulate = (...args: string[]) =>
  spawnSync(process.execPath, [resolve(import.meta.dirname, 'main.ts'), ...args], { encoding: 'utf8' })

test('a run says how many schedules held, and ends with 0', () => {
  const { status, stdout } = simulate('--schedules', '4', '--seed', '3')
  expect(stdout).toMatch(/^4 schedules of seed 3, \d+ a minute\.\nAll held\.\n$/)
  expect(status).toBe(0)
})

test('one schedule is told step by step, in words', () => {
  const { status, stdout } = simulate('--replay', '3:2')
  expect(stdout).toMatch(/^ {2}(One process|2 processes) of each service\.\n {2}1\. .*\n {2}2\. /)
  expect(stdout).toContain('All held.')
  expect(status).toBe(0)
})

test('bad arguments: 3, and what to do on stderr', () => {
  const { status, stdout, stderr } = simulate('--seed', 'x')
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
  expect(stderr).toContain('--seed is "x"')
  expect(stderr).toContain('Usage: npm run simulate')
})
