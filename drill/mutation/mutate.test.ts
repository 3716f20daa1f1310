import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { applyMutation, mutationEnvironment, type SourceChange } from './source-change.ts'

const FILE = 'stack/demo-users.ts'
const change: SourceChange = { file: FILE, find: "name: 'Alice'", replace: "name: '$& Mallory'" }

function run(changes: readonly SourceChange[]) {
  const load = `import(${JSON.stringify(resolve(import.meta.dirname, '../..', FILE))})`
  return spawnSync(
    process.execPath,
    [
      '--import',
      resolve(import.meta.dirname, 'mutate.ts'),
      '--eval',
      `${load}.then((m) => console.log(m.DEMO_USERS[0].name))`,
    ],
    { env: { ...process.env, ...mutationEnvironment(changes) }, encoding: 'utf8' },
  )
}

test('a process runs with the change', () => {
  expect(run([change])).toMatchObject({ stdout: '$& Mallory\n', status: 0 })
})

test('a process does not run without the change that it was started for', () => {
  const { status, stdout, stderr } = run([{ ...change, find: 'name: "Alice"' }])
  expect(status).not.toBe(0)
  expect(stdout).toBe('')
  expect(stderr).toContain('UnfitMutation: stack/demo-users.ts has this 0 times, expected once: name: "Alice"')
  expect(run([]).stderr).toContain('EBOOK_MUTATION is no list of {file, find, replace}')
})

test('a change fits once', () => {
  expect(applyMutation("{ name: 'Alice' }", change)).toBe("{ name: '$& Mallory' }")
  expect(() => applyMutation("name: 'Alice', name: 'Alice'", change)).toThrow('has this 2 times')
})
