import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isRequiredArgument,
  parse,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { composed, supergraphSdl } from '../composition/compose.ts'
import { supergraphText, textOfAll } from '../composition/supergraph-text.ts'
import { casesIn, sidesOf } from '../corpus/read-cases.ts'
import type { Sources } from '../finding.ts'
import { everyNameChanged } from '../plans/honest/honest-plan.ts'
import { planOf } from '../plans/plan.ts'
import { planningOf } from '../plans/planning.ts'
import { documentOf } from '../stored-operations.ts'
import { supergraphOf, type Composed } from '../supergraph.ts'
import { problemsOf } from '../use/problems.ts'
import { largeSources } from './large-supergraph.ts'
import { library, librarySources } from './library-world.ts'
import { smallWorld, sourcesOf } from './small-world.ts'

const folder = join(import.meta.dirname, '..', 'corpus')
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.cases'))
  .flatMap((file) => casesIn(readFileSync(join(folder, file), 'utf8')))

function planned(by: Composed, document: Parameters<typeof planOf>[1]): unknown {
  try {
    return planOf(by, document)
  } catch (error) {
    return String(error)
  }
}

const MOST = 3

/** Each field of the query type for itself, with all that it leads to, a few steps deep. */
function operationsOn(schema: GraphQLSchema): DocumentNode[] {
  const simple = new Set(['ID', 'Int', 'String'])
  const required = ({ args }: GraphQLField<unknown, unknown>) => args.filter(isRequiredArgument)
  const isGiven = (field: GraphQLField<unknown, unknown>) =>
    required(field).every(({ type }) => simple.has(getNullableType(type).toString()))
  const asked = (field: GraphQLField<unknown, unknown>) => {
    const given = required(field).map(({ name, type }) => `${name}: ${String(type) === 'String!' ? '"1"' : 1}`)
    return `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}`
  }
  const selection = (type: GraphQLNamedType, depth: number): string => {
    if (!isCompositeType(type)) return ''
    if (depth === 0) return '{ __typename }'
    const fields = 'getFields' in type ? Object.values(type.getFields()).filter(isGiven) : []
    const own = fields.map((field) => `${asked(field)} ${selection(getNamedType(field.type), depth - 1)}`)
    const members = isAbstractType(type) ? schema.getPossibleTypes(type) : []
    // By names of their own: members may have a field of one name with different types.
    const others = members.map((one) => `... on ${one.name} { as__${one.name}: __typename }`)
    return `{ __typename ${[...own, ...others].join(' ')} }`
  }
  return Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter(isGiven)
    .slice(0, MOST)
    .map((field) => parse(`{ ${asked(field)} ${selection(getNamedType(field.type), 2)} }`, { noLocation: true }))
}

/** How many documents were planned, by the types alone that they hang on and by the whole. */
function holdsFor(sources: Sources): number {
  const { schema } = composed(sources)
  const whole = supergraphOf(sources)
  if (schema === undefined || whole === undefined) return 0
  const { apiSchema } = whole
  const documents = [...sources.operations.map(documentOf), ...operationsOn(apiSchema)].filter(
    (one) => problemsOf(apiSchema, one).length === 0,
  )
  const text = supergraphText(schema)
  expect(textOfAll(text)).toBe(supergraphSdl(schema))
  for (const one of documents) {
    const part = { apiSchema, planning: planningOf(text, apiSchema, [one]) }
    for (const form of [one, everyNameChanged(one)]) expect(planned(part, form)).toEqual(planned(whole, form))
  }
  return documents.length
}

/** `every` is of how many small supergraphs one is planned. */
export function partIsWhole({ every }: { every: number }, timeout: number): void {
  describe('a plan by the types alone that it hangs on is the plan by the whole supergraph', () => {
    test.each([
      ['a library', librarySources(library(), 'head')],
      ['a shop', sourcesOf(smallWorld(), 'head')],
      ['ten subgraphs in a circle', largeSources({ subgraphs: 10, types: 20 })],
    ])('of %s', { timeout }, (_, sources) => expect(holdsFor(sources)).toBeGreaterThan(1))

    test('of small supergraphs, each with a feature of federation', { timeout }, () => {
      const tried = cases.filter((_, at) => at % every === 0)
      const planned = tried.filter((one) => holdsFor(sidesOf(one)[1]) > 0)
      expect(planned.length).toBeGreaterThan(tried.length * 0.6)
    })
  })
}
