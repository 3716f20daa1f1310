import { buildASTSchema, buildSchema, Kind, parse, type FieldNode } from 'graphql'
import { expect, test } from 'vitest'
import { differences } from './change/differences.ts'
import { placesIn } from './change/places.ts'
import { harmlessWhereNobodyGets } from './change/reachable.ts'
import { excerptOf, neededOf } from './composition/excerpt.ts'
import { Config } from './config.ts'
import type { Sources } from './finding.ts'
import { checkStyle } from './lint/lint.ts'
import { selectedFields } from './plans/honest/selected-fields.ts'
import { typesAskedOf } from './plans/types-asked.ts'
import { definitionsOf } from './sdl.ts'
import { subgraphChanges } from './subgraph/subgraph-changes.ts'
import { usageOf } from './use/usage.ts'

/** One call for each would need more than the usual stack. */
const LONG = 12_000

/** Types and inputs that each lead to the next; the last ones stand first, so that graphql-js need not follow them. */
function chain(more: string): Sources {
  const types = Array.from({ length: LONG }, (_, at) => {
    const [name, next] = [LONG - at, LONG - at + 1]
    const last = at === 0
    return `type T${name} { next: ${last ? 'Int' : `T${next}`} }\ninput I${name} { next: ${last ? 'Int' : `I${next}!`} }`
  })
  const sdl = `${types.join('\n')}\ntype Query { first(given: I1!): T1 ${more} }\n`
  const subgraph = { name: 'a', file: 'a.graphql', sdl }
  return { rev: 'head', subgraphs: [subgraph], operations: [], unread: [], read: () => undefined }
}

function schemaOf({ subgraphs: [subgraph] }: Sources) {
  const definitions = subgraph === undefined ? [] : definitionsOf(subgraph)
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValid: true, assumeValidSDL: true })
}

test(`a chain of ${LONG} types and as many inputs needs no call for each`, () => {
  const [base, head] = [chain(''), chain('more: Int')]
  const [before, after] = [schemaOf(base), schemaOf(head)]
  const changes = differences(before, after).map(harmlessWhereNobodyGets(before))
  expect(changes.map(({ coordinate }) => coordinate)).toEqual(['Query.more'])
  expect(placesIn(head).size).toBe(4 * LONG + 4)
  const asked = parse('query One($given: I1!) { first(given: $given) { next { next { __typename } } } }')
  expect(usageOf(before, asked).variablesHold.size).toBe(LONG)
  expect(typesAskedOf(before, asked)).toContain('T3')
  const [was, is] = [base.subgraphs[0], head.subgraphs[0]]
  if (was === undefined || is === undefined) throw new Error('there is no subgraph')
  expect(subgraphChanges(was, is).map(({ coordinate }) => coordinate)).toEqual(['Query.more'])
  expect(neededOf(['I1'], head).size).toBe(LONG + 1)
  expect(excerptOf(head, new Set(['T1'])).subgraphs[0]?.sdl).toContain('scalar T2')
  const style = checkStyle(base, head, Config.parse({}))
  expect(style.map(({ coordinate }) => coordinate)).toEqual(['Query.more'])
}, 120_000)

test('fields are selected to any depth', () => {
  const schema = buildSchema('type Query { same: Query }')
  const name = { kind: Kind.NAME, value: 'same' } as const
  let selections: readonly FieldNode[] = []
  for (let depth = 0; depth < LONG; depth += 1) {
    selections = [{ kind: Kind.FIELD, name, selectionSet: { kind: Kind.SELECTION_SET, selections } }]
  }
  const place = { at: '', type: schema.getQueryType() ?? undefined }
  expect([...selectedFields(schema, undefined, { kind: Kind.SELECTION_SET, selections }, place)]).toHaveLength(LONG)
})
