import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { byName, WRITING_SUBGRAPHS } from './subgraphs.ts'

const ROOT = join(import.meta.dirname, '..')
const OUTSIDE = ['**/node_modules/**', '**/generated/**', '.data/**', '.cache/**', 'web/dist/**', '**/*.test.*']

/** What names all writing subgraphs, or all but one, on purpose: one more adds nothing there, or is a choice of its own. */
const MAY: Readonly<Record<string, string>> = {
  'subgraphs/subgraphs.ts': 'the list itself',
  'docker-compose.yml': 'the deployment',
  'bench/overload/overload.ts': 'which of them is away under which load',
  'bench/recovery/parts.ts':
    'the operation that cannot succeed without each; whoever has none is well when it is ready',
  'drill/mutants/privacy.ts': 'which of them does not forget',
  'drill/simulator/context.ts': 'those that are simulated, which takes a store each',
  'drill/simulator/moves/time.ts': 'whose deadlines pass',
  'drill/simulator/subgraphs.ts': 'how each of those is put together',
  'drill/simulator/store/shapes.ts': 'the store of each of those',
  'e2e/testing/told-faults.ts': 'which fault is told of whom',
  'reconcile/statements/forgotten.ts': 'which table of each names a member',
  'reconcile/statements/lives.ts': 'how each aggregate lives',
  'reconcile/statements/nothing-transient.ts': 'which states of which aggregate pass',
  'reconcile/testing/damages.ts': 'what is broken in which database',
  'subgraphs/notice/testing/notice-process.ts': 'who is around its process',
  'subgraphs/notice/testing/notice-under-test.ts': 'who is around notice',
  'subgraphs/notice/testing/producer.ts': 'what is said around notice',
  'subgraphs/notice/testing/stories.ts': 'who says what around notice',
  'subgraphs/payment/testing/surroundings.ts': 'who is around payment',
  'subgraphs/rent/testing/rent-under-test.ts': 'who is around rent',
  'web/src/words/en.ts': 'words of the pages',
  'web/src/words/ko.ts': 'words of the pages',
}

const files = globSync('**/*.{ts,tsx,mjs,yml,yaml}', { cwd: ROOT, exclude: OUTSIDE })
const namesNearlyAll = (text: string) =>
  WRITING_SUBGRAPHS.filter((name) => new RegExp(`['"\`/]${name}['"\`/]|\\b${name}: |^ +${name},$`, 'm').test(text))
    .length >=
  WRITING_SUBGRAPHS.length - 1

test('one more subgraph is its folder, an entry of the list and its deployment: no other file lists them', () => {
  const lists = files.filter((file) => namesNearlyAll(readFileSync(join(ROOT, file), 'utf8')))
  expect(lists.toSorted()).toEqual(Object.keys(MAY).toSorted())
})

test('each name gets what is its own', () => {
  expect(byName(['ab', 'c'], (name) => name.length)).toEqual({ ab: 2, c: 1 })
})
