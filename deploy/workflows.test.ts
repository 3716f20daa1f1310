import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Job {
  permissions?: Record<string, string>
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[]
}

const folder = resolve(import.meta.dirname, '../.github/workflows')
const workflows = globSync('*.yml', { cwd: folder }).map((name) => {
  const text = readFileSync(resolve(folder, name), 'utf8')
  return { name, text, ...(parse(text) as { on: object; permissions: object; jobs: Record<string, Job> }) }
})

describe.each(workflows)('$name', ({ text, on, permissions, jobs }) => {
  test('takes every action by the digest of its commit, and says which release that is', () => {
    const used = [...text.matchAll(/^ *-? *uses: (.*)$/gm)].map(([, action = '']) => action)
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((action) => !/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([])
  })

  test('may do nothing but what a job asks for, and no job that may write runs what the pull request brings', () => {
    expect(permissions).toEqual({})
    expect(Object.keys(on)).not.toContain('pull_request_target')
    for (const [name, { permissions = {}, steps }] of Object.entries(jobs)) {
      const writes = Object.values(permissions).filter((right) => right === 'write')
      expect(writes.length, name).toBeLessThan(2)
      const checksOut = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
      if (writes.length > 0) expect(checksOut, name).toEqual([])
      for (const step of checksOut) expect(step.with?.['persist-credentials'], name).toBe(false)
      for (const { run } of steps) expect(run ?? '', name).not.toContain('${{')
    }
  })
})
