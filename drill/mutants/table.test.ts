import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, test } from 'vitest'
import { statements } from '@ebook/reconcile/statements'
import { faults } from '../faults/table.ts'
import { applyMutation } from '../mutation/source-change.ts'
import { mutants } from './table.ts'

const root = new URL('../../', import.meta.url)
const numbers = statements.map(({ number }) => number)

test('there are more than twenty bugs, each under a name of its own', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  expect(mutants.length).toBeGreaterThan(20)
})

describe.each(mutants)('$name', ({ changes, drill, script }) => {
  test('fits the source as it is, and what comes of it is a program', () => {
    for (const [file, ofFile] of Map.groupBy(changes, (change) => change.file)) {
      const source = readFileSync(new URL(file, root), 'utf8')
      const mutated = ofFile.reduce(applyMutation, source)
      expect(mutated).not.toBe(source)
      expect(() => stripTypeScriptTypes(mutated)).not.toThrow()
    }
  })

  test('is tried, and where the drill tries it, caught by statements and provoked by faults that there are', () => {
    expect(drill ?? script).toBeDefined()
    expect(numbers).toEqual(expect.arrayContaining([...(drill?.caughtBy ?? [])]))
    const known = faults.map(({ name }) => name)
    expect(known).toEqual(expect.arrayContaining(drill?.steps?.map(({ fault }) => fault) ?? []))
  })
})
