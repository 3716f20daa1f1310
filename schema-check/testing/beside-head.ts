import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { print, type DefinitionNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { apiDefinitions, apiDefinitionsBeside, besideThis } from '../composition/beside-head.ts'
import { disagreementsIn } from '../composition/check-composition.ts'
import { composed } from '../composition/compose.ts'
import { isMachinery, supergraphText, type SupergraphText } from '../composition/supergraph-text.ts'
import { casesIn, sidesOf } from '../corpus/read-cases.ts'
import type { Sources } from '../finding.ts'
import { anyChange } from './any-change.ts'
import { library, librarySources } from './library-world.ts'

const folder = join(import.meta.dirname, '..', 'corpus')
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.cases'))
  .flatMap((file) => casesIn(readFileSync(join(folder, file), 'utf8')).map((one) => ({ ...one, file })))

function sorted(definitions: readonly DefinitionNode[]): string[] {
  return definitions.map(print).sort()
}

/** What subgraphs have. Specifications may come with the head, and plans ask for nothing of them. */
function typesIn({ types, definitionOf }: SupergraphText): Record<string, string | undefined> {
  return Object.fromEntries(types.filter((type) => !isMachinery(type)).map((type) => [type, definitionOf(type)]))
}

/** Whether the base was read beside its head; then it is what composition makes of it. */
function holdsFor(base: Sources, head: Sources): boolean {
  const beside = besideThis(base, head)
  if (beside === undefined) return false
  const whole = composed(base)
  const { schemas, touched } = beside
  if (whole.schema === undefined) throw new Error('the base does not compose')
  expect(sorted(apiDefinitionsBeside(beside))).toEqual(sorted(apiDefinitions(whole.schema)))
  const text = supergraphText(schemas.head, { types: touched, from: schemas.base })
  expect(typesIn(text)).toEqual(typesIn(supergraphText(whole.schema)))
  const isNew = (before: typeof whole.hints) => {
    const known = new Set(before.map(({ message }) => message))
    return composed({ ...head, merged: true }).hints.filter(({ message }) => !known.has(message))
  }
  expect(isNew(beside.hints)).toEqual(isNew(whole.hints))
  if (touched.size > 0 && disagreementsIn(beside.excerpts.head).length === 0) {
    const before = disagreementsIn(base).map(({ message }) => message)
    expect(disagreementsIn(head).filter(({ message }) => !before.includes(message))).toEqual([])
  }
  return true
}

/** `every` is of how many small changes one is tried, and `several` how often some are made at once. */
export function besideHeadIsWhole({ every, several }: { every: number; several: number }, timeout: number): void {
  describe('a base that is read beside its head is what composition makes of it', () => {
    test('of small changes', { timeout }, () => {
      const tried = cases.filter((_, at) => at % every === 0)
      const beside = tried.filter((one) => holdsFor(...sidesOf(one)))
      // Where the list of subgraphs, a union or who implements what changes, it is composed.
      expect(beside.length).toBeGreaterThan(tried.length / 3)
    })

    test('of several changes at once', { timeout }, () => {
      let beside = 0
      fc.assert(
        fc.property(anyChange, (files) => {
          if (holdsFor(librarySources(library(), 'base'), librarySources(files, 'head'))) beside += 1
        }),
        { numRuns: several, seed: 1 },
      )
      expect(beside).toBeGreaterThan(several / 4)
    })
  })
}
