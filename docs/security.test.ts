import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(resolve(root, 'docs/security.md'), 'utf8')
const named = [...page.matchAll(/^- (\S+\.test\.ts): “(.+)”$/gm)].map(([, file = '', title = '']) => ({ file, title }))
const sections = page.split(/^## /m).slice(1)

test.each(named)('$file has a test that is called “$title”', ({ file, title }) => {
  expect(existsSync(resolve(root, file)), file).toBe(true)
  const source = readFileSync(resolve(root, file), 'utf8').replaceAll("\\'", "'")
  expect(source.includes(title), `no test of ${file} is called so`).toBe(true)
})

test('every kind of attacker has tests, and no line of the page that looks like one is passed over', () => {
  const kinds = sections.map((section) => section.split('\n')[0])
  expect(kinds).toEqual([
    'What is always so',
    'A stranger, without a token',
    'A member',
    'A librarian',
    "A stolen context: everything that one subgraph's process knows",
    'The operator',
    'A payment provider',
  ])
  for (const section of sections) expect(section.match(/^- \S+\.test\.ts: “/gm)?.length, section).toBeGreaterThan(3)
  expect(page.match(/^- /gm)).toHaveLength(named.length)
})
