import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { refuseUnsupported, UnsupportedSupergraph } from './supergraph.ts'

const fine = readFileSync(new URL('testing/supergraph.graphql', import.meta.url), 'utf8')
const real = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8')
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
