import { hash } from 'node:crypto'
import type { Supergraph } from '@apollo/federation-internals'
import {
  getNamedType,
  getNullableType,
  graphql,
  GraphQLError,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql'
import { keepText } from '../executor/json-text.ts'
import type { SubgraphAnswer, SubgraphSource } from '../executor/subgraph-source.ts'
import { isAllData } from '../federation/subgraph-answer.ts'
import { Random } from './random.ts'

interface Setting {
  /** How much of what they answer is not what their schemas promise, or is not answered at all. */
  readonly damage?: number
}

/**
 * The subgraphs of a supergraph, all of whose values are made up: of what is asked, so that the same question has the
 * same answer, and the same entity the same fields everywhere.
 */
export function madeUpSubgraphs(supergraph: Supergraph, { damage = 0 }: Setting = {}) {
  const schemas = new Map(
    [...supergraph.subgraphs().values()].map(({ name, schema }) => [name, schema.toGraphQLJSSchema()]),
  )
  return (name: string): SubgraphSource => {
    const schema = schemas.get(name)
    if (schema === undefined) throw new Error(`no subgraph ${name}`)
    return {
      async ask({ body }) {
        const answer = await answerOf(schema, body)
        const random = new Random(parseInt(hash('md5', name + body).slice(0, 8), 16))
        if (random.chance(damage / 4)) throw new GraphQLError(`${name} is away`, { extensions: { code: 'AWAY' } })
        if (random.chance(damage)) Object.assign(answer, { data: damaged(answer.data, random) })
        // As a long answer comes; a short one is always written anew.
        if (random.chance(0.5) && isAllData(answer)) keepText(answer, Buffer.from(JSON.stringify(answer)))
        return answer
      },
    }
  }
}

async function answerOf(
  schema: GraphQLSchema,
  body: string,
): Promise<{ -readonly [Key in keyof SubgraphAnswer]: SubgraphAnswer[Key] }> {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> }
  const { representations } = variables as { representations?: readonly Record<string, unknown>[] }
  const answer = await graphql({
    schema,
    source: query,
    variableValues: variables,
    rootValue: { madeFrom: 'root' },
    typeResolver: (value: Record<string, unknown>, _context, _info, type) =>
      typeof value['__typename'] === 'string' ? value['__typename'] : nameOf(schema.getPossibleTypes(type), value),
    fieldResolver: (parent: Record<string, unknown>, given: unknown, _context, { fieldName, returnType }) => {
      if (fieldName === '_entities') return representations
      const known = parent[fieldName]
      const { __typename: _, ...rest } = parent
      return known ?? madeUp(returnType, JSON.stringify([parent['id'] ?? rest, fieldName, given]))
    },
  })
  return JSON.parse(JSON.stringify(answer)) as SubgraphAnswer
}

const nameOf = (types: readonly { readonly name: string }[], from: unknown): string =>
  new Random(seedOf(JSON.stringify(from))).of(types).name

function madeUp(type: GraphQLOutputType, from: string): unknown {
  const random = new Random(seedOf(from))
  if (!isNonNullType(type) && random.chance(0.1)) return null
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const items = nullable.ofType as GraphQLOutputType
    return Array.from({ length: random.below(4) }, (_, index) => madeUp(items, `${from}${index}`))
  }
  const named = getNamedType(nullable)
  if (isEnumType(named)) return random.of(named.getValues()).name
  if (!isLeafType(named)) return isAbstractType(named) ? { madeFrom: from } : { __typename: named.name, madeFrom: from }
  const values: Readonly<Record<string, unknown>> = {
    Int: random.below(9),
    Float: random.below(9) / 2,
    Boolean: random.chance(0.5),
    ID: String(random.below(9)),
  }
  return values[named.name] ?? `made up ${random.below(99)}`
}

const seedOf = (text: string) => parseInt(hash('md5', text).slice(0, 8), 16)

const rubbish: readonly unknown[] = [
  null,
  7,
  1.5,
  'x',
  true,
  [],
  {},
  [null],
  { __typename: 'Nobody' },
  JSON.parse('{ "__proto__": 1, "constructor": 2 }'),
]

/** With something in it that does not belong there. */
function damaged(value: unknown, random: Random): unknown {
  if (random.chance(0.1)) return random.of(rubbish)
  if (Array.isArray(value)) {
    if (value.length === 0) return value
    const at = random.below(value.length)
    return value.map((item: unknown, index) => (index === at ? damaged(item, random) : item))
  }
  if (typeof value !== 'object' || value === null) return random.of(rubbish)
  const entries = Object.entries(value)
  if (entries.length === 0) return value
  const at = random.below(entries.length)
  const isLost = random.chance(0.1)
  return Object.fromEntries(
    entries.flatMap(([key, inner]: [string, unknown], index) => {
      if (index !== at) return [[key, inner]]
      return isLost ? [] : [[key, damaged(inner, random)]]
    }),
  )
}
