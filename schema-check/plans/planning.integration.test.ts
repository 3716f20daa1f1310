import { expect, test } from 'vitest'
import { composed } from '../composition/compose.ts'
import { supergraphText } from '../composition/supergraph-text.ts'
import { documentOf } from '../stored-operations.ts'
import { supergraphOf } from '../supergraph.ts'
import { library, librarySources } from '../testing/library-world.ts'
import { partIsWhole } from '../testing/planned-by-part.ts'
import { planningOf } from './planning.ts'

// All of them: planning.nightly.test.ts.
partIsWhole({ every: 8 }, 60_000)

test('what nobody asks for is no part of it', () => {
  const sources = librarySources(library(), 'head')
  const whole = supergraphOf(sources)
  const { schema } = composed(sources)
  const [first] = sources.operations.map(documentOf)
  if (whole === undefined || schema === undefined || first === undefined) throw new Error('there is nothing to plan')
  const { supergraph } = planningOf(supergraphText(schema), whole.apiSchema, [first])(first)
  expect(supergraph.schema.objectTypes().length).toBeLessThan(schema.objectTypes().length)
})
