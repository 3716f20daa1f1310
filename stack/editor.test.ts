import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CHECKOUT } from '@ebook/processes/checkout'
import { FIRST_INSPECTOR_PORT, INSPECTED } from './asked.ts'

const read = (file: string) => readFileSync(resolve(CHECKOUT, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

test('an editor attaches to each process at the port that npm start -- --inspect gives it', () => {
  const { configurations } = JSON.parse(read('.vscode/launch.json')) as {
    configurations: { name: string; port?: number; program?: string; runtimeExecutable?: string }[]
  }
  const attaching = configurations.flatMap(({ name, port }) => (port === undefined ? [] : [[name, port]]))
  expect(attaching).toEqual(INSPECTED.map((name, index) => [`attach to ${name}`, FIRST_INSPECTOR_PORT + index]))
  const { program = '', runtimeExecutable = '' } = configurations.find(({ name }) => name === 'this test file') ?? {}
  for (const path of [program, runtimeExecutable]) {
    expect(existsSync(path.replace('${workspaceFolder}', CHECKOUT)), path).toBe(true)
  }
})

test('the editor’s tasks and the commands of CONTRIBUTING.md are scripts of package.json', () => {
  const { tasks } = JSON.parse(read('.vscode/tasks.json')) as { tasks: { script?: string }[] }
  const called = tasks.flatMap(({ script }) => (script === undefined ? [] : [script]))
  const told = [...read('CONTRIBUTING.md').matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, script = '']) => script)
  expect(called.length).toBeGreaterThan(3)
  expect([...called, ...told].filter((script) => script !== 'install' && !(script in scripts))).toEqual([])
})
