import { describe, expect, test } from 'vitest'
import { composed } from './composition/compose-twice.ts'
import { refuseUnsafe, UnsafeSupergraph } from './refuse-unsafe.ts'
import { edited, library, librarySources, type Edit } from './testing/library-world.ts'

function supergraph(...edits: Edit[]): string {
  const { supergraphSdl } = composed(librarySources(edited(edits, library()), 'head'))
  if (supergraphSdl === undefined) throw new Error('it does not compose')
  return supergraphSdl
}

const page = { operationName: 'Page', text: 'query Page($id: ID!) { loan(id: $id) { fine book { title } } }' }

describe('the router refuses', () => {
  test('nothing that composes and answers its documents', () => {
    expect(refuseUnsafe(supergraph(), [page])).toBeUndefined()
    expect(refuseUnsafe(supergraph(['catalogue', '  blurb: String\n', '']), [page])).toBeUndefined()
  })

  test('what is no supergraph', () => {
    for (const sdl of ['', '{', 'type Query { a: Int }', library().catalogue]) {
      expect(() => refuseUnsafe(sdl, [])).toThrow(UnsafeSupergraph)
      expect(() => refuseUnsafe(sdl, [])).toThrow(/^this is no supergraph: /)
    }
  })

  test('one in which something can be reached from nowhere: no composition makes it', () => {
    const whole = supergraph()
    const byHand = whole.replace(
      /@join__type\(graph: CATALOGUE, key: "id"\)(?=[^{]*\{[^}]*title: String! @join)/,
      '@join__type(graph: CATALOGUE)',
    )
    expect(byHand).not.toBe(whole)
    expect(() => refuseUnsafe(byHand, [])).toThrow(/^the supergraph cannot be composed:\n {2}[\s\S]*Book\.title/)
  })

  test('one that breaks a document, and says which', () => {
    const other = { operationName: 'Other', text: 'query Other { books { id } }' }
    const failing = () => refuseUnsafe(supergraph(['loans', '  fine: Int!\n', '']), [other, page])
    expect(failing).toThrow(UnsafeSupergraph)
    expect(failing).toThrow(
      /^the supergraph breaks trusted documents:\n {2}Page: Cannot query field "fine" on type "Loan"\.( Did you mean .*)?$/,
    )
  })

  test('one without the root type of a document, or of a field that has to be given', () => {
    const watch = { operationName: 'Watch', text: 'subscription Watch { loan { id } }' }
    expect(() => refuseUnsafe(supergraph(), [watch])).toThrow('Watch: The schema has no subscription.')
    const lend = { operationName: 'Lend', text: 'mutation Lend { lend(input: { bookId: 1 }) { problem } }' }
    const more = supergraph(['loans', '  bookId: ID!', '  bookId: ID!\n  reader: ID!'])
    expect(() => refuseUnsafe(more, [lend])).toThrow('Lend: Field "LendInput.reader" of required type "ID!"')
  })
})
