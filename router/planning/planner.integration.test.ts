import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { composed, supergraphSdl } from '../../schema-check/composition/compose.ts'
import { edited, library, librarySources, type Edit } from '../../schema-check/testing/library-world.ts'
import { readTrustedDocuments, type TrustedDocument } from '../documents/trusted-documents.ts'
import { PlannedSupergraph, plannedSupergraph } from './planned-supergraph.ts'
import { Planner } from './planner.ts'
import { UnsafeSupergraph } from './unsafe-supergraph.ts'

const inSchema = (file: string) => fileURLToPath(new URL(`../../schema/${file}`, import.meta.url))
const planned = (supergraphSdl: string, documents: readonly TrustedDocument[]) =>
  new PlannedSupergraph(plannedSupergraph(new Planner(supergraphSdl), { supergraphSdl, documents }))

function supergraph(...edits: Edit[]): string {
  const { schema } = composed(librarySources(edited(edits, library()), 'head'))
  if (schema === undefined) throw new Error('it does not compose')
  return supergraphSdl(schema)
}

const page = { operationName: 'Page', text: 'query Page($id: ID!) { loan(id: $id) { fine book { title } } }' }

describe('the router refuses', () => {
  test('nothing that composes and answers its documents', () => {
    expect(planned(supergraph(), [page])).toHaveProperty('size', 1)
    expect(planned(supergraph(['catalogue', '  blurb: String\n', '']), [page])).toHaveProperty('size', 1)
  })

  test('what is no supergraph', () => {
    for (const sdl of ['', '{', 'type Query { a: Int }', library().catalogue]) {
      expect(() => planned(sdl, [])).toThrow(UnsafeSupergraph)
      expect(() => planned(sdl, [])).toThrow(/^this is no supergraph: /)
    }
  })

  test('one in which something can be reached from nowhere: no composition makes it', () => {
    const whole = supergraph()
    const byHand = whole.replace(
      /@join__type\(graph: CATALOGUE, key: "id"\)(?=[^{]*\{[^}]*title: String! @join)/,
      '@join__type(graph: CATALOGUE)',
    )
    expect(byHand).not.toBe(whole)
    expect(() => planned(byHand, [])).toThrow(/^the supergraph cannot be composed:\n {2}[\s\S]*Book\.title/)
  })

  test('one that breaks a document, and says which', () => {
    const other = { operationName: 'Other', text: 'query Other { books { id } }' }
    const failing = () => planned(supergraph(['loans', '  fine: Int!\n', '']), [other, page])
    expect(failing).toThrow(UnsafeSupergraph)
    expect(failing).toThrow(
      /^the supergraph breaks trusted documents:\n {2}Page: Cannot query field "fine" on type "Loan"\.( Did you mean .*)?$/,
    )
  })

  test('one without the root type of a document, or of a field that has to be given', () => {
    const watch = { operationName: 'Watch', text: 'subscription Watch { loan { id } }' }
    expect(() => planned(supergraph(), [watch])).toThrow('Watch: The schema has no subscription.')
    const lend = { operationName: 'Lend', text: 'mutation Lend { lend(input: { bookId: 1 }) { problem } }' }
    const more = supergraph(['loans', '  bookId: ID!', '  bookId: ID!\n  reader: ID!'])
    expect(() => planned(more, [lend])).toThrow('Lend: Field "LendInput.reader" of required type "ID!"')
  })

  test('not what this commit serves', async () => {
    const documents = [...(await readTrustedDocuments(inSchema('trusted-documents.json'))).all()]
    expect(documents.length).toBeGreaterThan(20)
    expect(planned(readFileSync(inSchema('supergraph.graphql'), 'utf8'), documents)).toHaveProperty(
      'size',
      documents.length,
    )
  })
})
