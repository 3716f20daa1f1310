import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { print, type DocumentNode } from 'graphql'
import { describe, expect, test } from 'vitest'

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, 'trusted-documents.json'), 'utf8')) as object

/** The documents of a generated file, read as text: its import of the client is not for here. */
function documentsOf(file: string): [name: string, document: DocumentNode][] {
  const source = readFileSync(join(import.meta.dirname, '../web/src/generated', file), 'utf8')
  return [...source.matchAll(/export const (\w+)Document = (\{[\s\S]*?\n\}) as unknown/g)].map(
    ([, name = '', literal = '']) => [name, new Function(`return ${literal}`)() as DocumentNode],
  )
}

describe.each(['member.ts', 'librarian.ts'])('what web/src/generated/%s sends', (file) => {
  const documents = documentsOf(file)

  test('is there', () => expect(documents.length).toBeGreaterThan(5))

  test.each(documents)('%s is trusted as it is sent', (_name, document) => {
    const hash = createHash('sha256').update(print(document)).digest('hex')
    expect(Object.keys(manifest)).toContain(hash)
  })
})
