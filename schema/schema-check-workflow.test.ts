import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { formats } from '../schema-check/outputs/formats.ts'
import { findRule } from '../schema-check/rules.ts'
import { ROOT } from './compose.ts'

const text = readFileSync(join(ROOT, '.github/workflows/schema-check.yml'), 'utf8')
const Step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const Job = z.looseObject({ permissions: z.record(z.string(), z.string()), steps: z.array(Step) })
const workflow = z
  .looseObject({
    on: z.looseObject({}),
    permissions: z.object({}).strict(),
    jobs: z.object({ check: Job, comment: Job }),
  })
  .parse(parse(text))

describe('the workflow', () => {
  const { check, comment } = workflow.jobs
  const runs = (steps: typeof check.steps) => steps.flatMap(({ run = [] }) => run).join('\n')

  test('runs on pull requests, with formats that there are, and reads the whole history', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request'])
    const asked = [...runs(check.steps).matchAll(/--format ([a-z]+)/g)].map(([, format]) => format)
    expect(asked.sort()).toEqual(
      Object.keys(formats)
        .filter((format) => format !== 'text')
        .sort(),
    )
    expect(check.steps[0]?.with).toMatchObject({ 'fetch-depth': 0, 'persist-credentials': false })
  })

  test('runs the code of a pull request without the right to write, and writes without running it', () => {
    expect(check.permissions).toEqual({ contents: 'read' })
    expect(comment.steps.some(({ uses }) => uses?.startsWith('actions/checkout'))).toBe(false)
    expect(runs(comment.steps)).not.toMatch(/npm|node /)
  })

  test('puts nothing that a pull request may name into a shell', () => {
    expect(`${runs(check.steps)}${runs(comment.steps)}`).not.toContain('${{')
  })
})

describe('docs/schema-checks.md', () => {
  const page = readFileSync(join(ROOT, 'docs/schema-checks.md'), 'utf8')

  test('speaks only of rules that there are', () => {
    const named = [...page.matchAll(/`((?:composition|event|lint|approval)-[a-z-]+)`/g)].map(([, rule = '']) => rule)
    expect(named.length).toBeGreaterThan(4)
    expect(named.filter((rule) => findRule(rule) === undefined)).toEqual([])
  })

  test('speaks only of files that there are', () => {
    for (const [, file = ''] of page.matchAll(/\]\(([^)]+)\)/g))
      expect(readFileSync(join(ROOT, 'docs', file), 'utf8')).not.toBe('')
  })
})
