import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { OperationTypeNode, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { randomOperation } from '../testing/random-operation.ts'
import { Random } from '../testing/random.ts'
import { smallFederation } from '../testing/small-federation.ts'
import { toySupergraph } from '../testing/toy-federation.ts'
import { Planner } from './planner.ts'

const own = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')

describe('no operation is refused that has an answer', () => {
  test.each([
    ['our own supergraph', own],
    ['the toy federation', toySupergraph],
  ])(
    'of %s, whatever the aliases',
    (_name, sdl) => {
      const planner = new Planner(sdl)
      fc.assert(
        fc.property(fc.integer(), fc.constantFrom(...Object.values(OperationTypeNode)), (seed, operation) => {
          if (planner.schema.getRootType(operation) == null) return
          const { text } = randomOperation(planner.schema, new Random(seed), { operation, aliasRate: 0.5 })
          const document = parse(text)
          if (validate(planner.schema, document).length > 0) return
          expect(planner.honestPlan(document, 'Asked').nodes, text).toHaveLength(1)
        }),
        { numRuns: tries(60) },
      )
    },
    triedWithin(60_000),
  )

  test('however its values are written', async () => {
    const { ask } = smallFederation({
      one: {
        sdl: `
          type Query { told(given: Given, ids: [ID!], text: String, size: Float, kind: Kind): String }
          input Given { ids: [ID] = [1], more: Given, sure: Boolean! = true }
          enum Kind { A B }`,
        resolvers: { Query: { told: (_: unknown, given: object) => JSON.stringify(given) } },
      },
    })
    const { data, errors } = await ask(
      `query ($id: ID = 7) {
        told(size: 1e2, ids: 0001, text: """a "b" \\n c""", kind: B, given: { sure: false, more: { ids: [$id, null, "x"] }, ids: 3 })
        a: told(ids: ["5", 6], given: null, text: "\\u00e9")
        told(text: "a \\"b\\" \\\\n c", size: 100.0, given: { more: { ids: [$id, null, "x"] }, sure: false, ids: "3" }, ids: ["0001"], kind: B)
      }`.replace('0001,', '"0001",'),
    )
    expect(errors).toBeUndefined()
    expect(Object.keys(data as object)).toEqual(['told', 'a'])
  })
})
