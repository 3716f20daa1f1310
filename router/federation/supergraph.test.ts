import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSupergraph, refuseUnsupported, UnreadableSupergraph, UnsupportedSupergraph } from './supergraph.ts'

const fine = readFileSync(new URL('../testing/supergraph.graphql', import.meta.url), 'utf8')
const real = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')
const link = '@link(url: "https://specs.apollo.dev/link/v1.0")'
const linking = (url: string, as = '') => fine.replace(link, `${link} @link(url: "${url}"${as}, for: SECURITY)`)

describe('C28 a supergraph whose guards nobody would enforce is not served', () => {
  test('C28 ours is', () => {
    refuseUnsupported(fine)
    refuseUnsupported(real)
  })

  test.each([
    ['@authenticated', linking('https://specs.apollo.dev/authenticated/v0.1')],
    ['@requiresScopes', linking('https://specs.apollo.dev/requiresScopes/v0.1')],
    ['@policy', linking('https://specs.apollo.dev/policy/v0.1')],
    ['@authenticated', linking('https://specs.apollo.dev/authenticated/v0.1', ', as: "mustBeKnown"')],
    ['@authenticated', fine.replace('title: String!', 'title: String! @authenticated')],
    ['@policy', `${fine}\ndirective @policy(policies: [[String!]!]!) on FIELD_DEFINITION`],
    [
      'a progressive @override',
      fine.replace(
        'title: String! @join__field(graph: BOOK)',
        'title: String! @join__field(graph: BOOK, overrideLabel: "percent(5)")',
      ),
    ],
  ])('C28 %s', (what, sdl) => {
    expect(sdl).not.toBe(fine)
    const refusal = () => refuseUnsupported(sdl)
    expect(refusal).toThrow(UnsupportedSupergraph)
    expect(refusal).toThrow(`the supergraph uses ${what}, which this router does not enforce`)
  })
})

describe('a supergraph that cannot be read is told by its file', () => {
  test('one that is no GraphQL, with the place', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'ebook-supergraph-'))
    const file = join(folder.path, 'supergraph.graphql')
    writeFileSync(file, 'type Query {\n  a: ')
    const reading = readSupergraph(file)
    await expect(reading).rejects.toThrow(UnreadableSupergraph)
    await expect(reading).rejects.toThrow(`${file}:2:6 is no supergraph: Syntax Error: Expected Name, found <EOF>.`)
  })

  test('one that is not there', async () => {
    await expect(readSupergraph('/nowhere.graphql')).rejects.toThrow('/nowhere.graphql is no supergraph: ENOENT')
  })
})
