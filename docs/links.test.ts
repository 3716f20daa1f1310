import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { filesOf, read, ROOT } from './generate/sources.ts'

const pages = filesOf('*.md', 'docs/*.md', 'decisions/*.md', 'nats/*.md', 'web/*.md')

/** As a page on the web has them: headings in words, and anchors that are written. */
function anchorsOf(page: string): Set<string> {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set([...headings, ...[...page.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)])
}

const linksOf = (page: string) =>
  [...page.matchAll(/\]\(([^()\s]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^[a-z]+:/.test(to))

test('the pages were found', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/domain.md', 'docs/architecture.md']),
  )
})

test.each(pages)('every link of %s leads somewhere', (file) => {
  const broken = linksOf(read(file)).filter((link) => {
    const [path = '', anchor] = link.split('#')
    const to = path === '' ? file : posix.join(posix.dirname(file), path)
    if (!existsSync(resolve(ROOT, to))) return true
    return anchor !== undefined && to.endsWith('.md') && !anchorsOf(read(to)).has(anchor)
  })
  expect(broken).toEqual([])
})
