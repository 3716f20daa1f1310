import { existsSync, globSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Job {
  permissions?: Record<string, string>
  'timeout-minutes'?: number
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[]
}

const root = resolve(import.meta.dirname, '..')
const folder = resolve(root, '.github/workflows')
const workflows = globSync('*.yml', { cwd: folder }).map((file) => {
  const text = readFileSync(resolve(folder, file), 'utf8')
  return { file, text, ...(parse(text) as { on: object; permissions: object; jobs: Record<string, Job> }) }
})
const { scripts } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

const NPM = new Set(['ci', 'pack', 'install'])

// It imports its schema without saying that it is JSON, which Node wants to be told.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser')

/** By GitHub's own parser: keys, types, expressions, and which jobs need which. */
async function mistakesIn(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  const { errors = [] } = value ? await convertWorkflowTemplate(context, value) : {}
  const parsing = context.errors.getErrors().map(({ message }) => message)
  return [...new Set([...parsing, ...errors.map(({ Message }) => Message)])]
}

test('C36 PC6 a pull request, main, every night and every release have a workflow of their own', () => {
  expect(workflows.map(({ file }) => file).sort()).toEqual([
    'main.yml',
    'nightly.yml',
    'pull-request.yml',
    'release.yml',
    'schema-check.yml',
  ])
})

describe.each(workflows)('$file', ({ file, text, on, permissions, jobs }) => {
  test('is a workflow', async () => {
    expect(await mistakesIn(file, text)).toEqual([])
  })

  test('takes every action by the digest of its commit, and says which release that is', () => {
    const used = [...text.matchAll(/^ *-? *uses: (.*)$/gm)].map(([, action = '']) => action)
    expect(used.length).toBeGreaterThan(1)
    expect(used.filter((action) => !/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([])
  })

  test('may do nothing but what a job asks for, and no job that may write runs what the repository brings', () => {
    expect(permissions).toEqual({})
    expect(Object.keys(on)).not.toContain('pull_request_target')
    for (const [name, { permissions = {}, steps, ...job }] of Object.entries(jobs)) {
      expect(job['timeout-minutes'], name).toBeGreaterThan(0)
      const writes = Object.values(permissions).filter((right) => right === 'write')
      expect(writes.length, name).toBeLessThan(2)
      const checksOut = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
      if (writes.length > 0) expect(checksOut, name).toEqual([])
      for (const step of checksOut) expect(step.with?.['persist-credentials'], name).toBe(false)
      for (const { run } of steps) expect(run ?? '', name).not.toContain('${{')
    }
  })

  test('calls scripts that package.json has, which stand where it says', () => {
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run))
    const called = runs.flatMap((run) =>
      [...run.matchAll(/^ *npm (?:run (?:--silent )?)?([\w:]+)/gm)].map(([, script = '']) => script),
    )
    expect(called.filter((script) => !NPM.has(script) && !(script in scripts))).toEqual([])
    const files = called.map((script) => scripts[script]?.match(/bootstrap\.mjs (\S+)/)?.[1])
    expect(files.filter((file) => file !== undefined && !existsSync(resolve(root, file)))).toEqual([])
  })
})

test('one action has one digest everywhere', () => {
  const used = workflows.flatMap(({ text }) => [...text.matchAll(/uses: ([\w./-]+)@(\S+)/g)])
  const digests = Map.groupBy(used, ([, action = '']) => action)
  for (const [action, found] of digests) expect(new Set(found.map(([, , digest]) => digest)).size, action).toBe(1)
})

describe('a mistake in a workflow is found:', () => {
  const text = readFileSync(resolve(folder, 'schema-check.yml'), 'utf8')

  test.each([
    ['a key that is none', 'runs-on:', 'run-on:', "Unexpected value 'run-on'"],
    ['a job that is not there', 'needs: check', 'needs: nobody', "depends on unknown job 'nobody'"],
    ['an expression that is none', '!cancelled()', '!canceled()', 'Unrecognized function'],
    ['a context that is none', 'github.token', 'gitub.token', 'Unrecognized named-value'],
  ])('%s', async (_what, right, wrong, said) => {
    const mistakes = await mistakesIn('schema-check.yml', text.replaceAll(right, wrong))
    expect(mistakes.join('\n')).toContain(said)
  })
})
