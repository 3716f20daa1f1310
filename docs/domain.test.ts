import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { idsIn, idsOfDomain } from './generate/rule-ids.ts'
import { commentsOf, filesOf, read, testFiles, testsOf } from './generate/sources.ts'

const page = read('docs/domain.md')
const requirements = parse(read('docs/requirements.yaml')) as { id: string }[]
/** 1 to 27: `npm run reconcile` prints them. */
const statements = [...read('docs/drill.md').matchAll(/the (\d+) statements of/g)].map(([, count]) => Number(count))
const known = new Set([
  ...idsOfDomain(page),
  ...requirements.map(({ id }) => id),
  ...Array.from({ length: Math.max(...statements) }, (_, index) => `statement ${index + 1}`),
])
const unknownIn = (text: string) => idsIn(text).filter((id) => !known.has(id))

test('ids are found as comments and titles write them', () => {
  expect(
    idsIn('R6, R7, R9, R18 to R20b; rule G10, hard cases 7 and 13, statements 20 21, case 4.1, N1.1, C5a'),
  ).toEqual([
    ...['R6', 'R7', 'R9', 'R18', 'R20b', 'G10', 'N1.1', 'C5a'],
    ...['hard case 7', 'hard case 13', 'hard case 4', 'statement 20', 'statement 21'],
  ])
  expect(idsIn('UTF8, H264 in HTTP/2, PT72H, P-256, the switch’s case: 3')).toEqual([])
})

test('every row that the page defines is defined once', () => {
  const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)
  expect(anchors.length).toBeGreaterThan(100)
  expect(anchors).toHaveLength(new Set(anchors).size)
})

test('a comment of a source names no rule that the pages do not have', { timeout: 60_000 }, () => {
  const sources = filesOf('**/*.ts', '**/*.tsx', '**/*.mjs')
  expect(sources.length).toBeGreaterThan(500)
  const unknown = sources.flatMap((file) =>
    commentsOf(file).flatMap((comment) => unknownIn(comment).map((id) => `${file}: ${id}`)),
  )
  expect(unknown).toEqual([])
})

test('a test names no rule that the pages do not have', { timeout: 60_000 }, () => {
  const unknown = testFiles().flatMap((file) =>
    testsOf(file).flatMap(({ titles }) => titles.flatMap(unknownIn).map((id) => `${file}: ${id}`)),
  )
  expect(unknown).toEqual([])
})

test('every row of the tables of book and rent has a test of its subgraph that names it', () => {
  const titlesIn = (subgraph: string) =>
    filesOf(`subgraphs/${subgraph}/**/*.test.ts`).flatMap((file) => testsOf(file).flatMap(({ titles }) => titles))
  const rows = (section: RegExp) => {
    const [, text = ''] = section.exec(page) ?? []
    return [...text.matchAll(/^\| (?:<a id="[^"]+"><\/a>)?([A-Z]\d+[a-z]?) \|/gm)].map(([, id = '']) => id)
  }
  const tables: readonly (readonly [subgraph: string, section: RegExp])[] = [
    ['book', /^## 4 (.*?)^## 5 /ms],
    ['book', /^## 5 (.*?)^## 6 /ms],
    ['book', /^## 6 (.*?)^## 7 /ms],
    ['rent', /^## 7 (.*?)^### Members/ms],
    ['rent', /^### Members (.*?)^## 8 /ms],
  ]
  for (const [subgraph, section] of tables) {
    const ids = rows(section)
    expect(ids.length, `${section}`).toBeGreaterThan(4)
    const titles = titlesIn(subgraph)
    expect(
      ids.filter((id) => !titles.some((title) => new RegExp(`\\b${id}\\b`).test(title))),
      subgraph,
    ).toEqual([])
  }
})

test('a rule of the page names none that is not there', () => {
  expect(unknownIn(page)).toEqual([])
})
