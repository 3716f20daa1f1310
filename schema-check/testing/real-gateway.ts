import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway'
import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  execute,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  print,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'
import type { SubgraphSource } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'
import { federationOf } from '../subgraph/federation.ts'

/** What subgraphs answer: everything; no value where there need not be one; nothing at all where there need not be. */
export type Data = 'everything' | 'no values' | 'as little as it may'

export const EVERY_DATA: readonly Data[] = ['everything', 'no values', 'as little as it may']

interface Request {
  readonly text: string
  readonly variables?: Readonly<Record<string, unknown>>
}

type Answer = ExecutionResult<Record<string, unknown>>

/** @apollo/gateway as it is, before subgraphs that are executed as @apollo/subgraph executes them. */
export class RealGateway {
  readonly #gateway: ApolloGateway
  #loaded: Awaited<ReturnType<ApolloGateway['load']>> | undefined
  #data: Data = 'everything'

  /** `running` are the subgraphs that are deployed, whichever the supergraph was composed of. */
  constructor(supergraphSdl: string, running: readonly SubgraphSource[]) {
    const subgraphs = new Map(running.map((one) => [one.name, new RunningSubgraph(one)]))
    const quiet = { debug() {}, info() {}, warn() {}, error() {} }
    this.#gateway = new ApolloGateway({
      supergraphSdl,
      logger: quiet,
      buildService: ({ name = '' }): GraphQLDataSource => ({
        process: ({ request: { query = '', variables = {} } }) => {
          const subgraph = subgraphs.get(name)
          if (subgraph === undefined) throw new Error(`${name} does not run`)
          return subgraph.answer({ text: query, variables }, this.#data) as ReturnType<GraphQLDataSource['process']>
        },
      }),
    })
  }

  /** Why a client does not get what the supergraph promises it; empty when it does. */
  async problems({ text, variables = {} }: Request, data: Data): Promise<string[]> {
    this.#loaded ??= await this.#gateway.load()
    const { schema, executor } = this.#loaded
    this.#data = data
    const document = withTypenames(parse(text))
    const query = print(document)
    const context = {
      document,
      operation: getOperationAST(document),
      queryHash: query,
      source: query,
      request: { query, variables },
      context: {},
      metrics: {},
      schema,
    }
    const given = await executor(context as unknown as Parameters<typeof executor>[0])
    const { data: answer, errors = [], extensions = {} } = given as Answer
    // Where an answer does not fit the supergraph, the gateway says null and nothing else to a client.
    const unfit = (extensions['valueCompletion'] ?? []) as typeof errors
    if (errors.length + unfit.length > 0) return [...errors, ...unfit].map(({ message }) => message)
    const read = await execute({
      schema,
      document,
      variableValues: variables,
      rootValue: answer,
      fieldResolver(source: Record<string, unknown>, _, __, { path, returnType }) {
        const isThere = data === 'everything' || (data === 'no values' && !isLeafType(getNamedType(returnType)))
        if (isThere && source[path.key] === null) throw new Error(`${path.key} is lost`)
        return source[path.key]
      },
    })
    return (read.errors ?? []).map(({ message }) => message)
  }

  /** Whether clients may ask that at all. */
  async answers({ text, variables = {} }: Request): Promise<boolean> {
    this.#loaded ??= await this.#gateway.load()
    const document = parse(text)
    if (validate(this.#loaded.schema, document).length > 0) return false
    const definitions = getOperationAST(document)?.variableDefinitions ?? []
    if (getVariableValues(this.#loaded.schema, definitions, variables).errors !== undefined) return false
    const { errors = [] } = await execute({ schema: this.#loaded.schema, document, variableValues: variables })
    return !errors.some(({ message }) => message.startsWith('Argument '))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gateway.stop()
  }
}

/** As clients with a cache ask. */
function withTypenames(document: DocumentNode): DocumentNode {
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const
  return visit(document, { SelectionSet: (set) => ({ ...set, selections: [...set.selections, typename] }) })
}

/** A subgraph that answers what its schema says, finds entities by their keys alone, and computes from what it requires. */
class RunningSubgraph {
  readonly #source: SubgraphSource
  readonly #schema: GraphQLSchema

  constructor(source: SubgraphSource) {
    this.#source = source
    const resolvers = [...federationOf(source).keys].map(([type, keys]) => {
      return [type, { __resolveReference: (reference: object) => foundBy(reference, type, keys) }] as const
    })
    const typeDefs = { kind: 'Document', definitions: definitionsOf(source) } as ReturnType<typeof parse>
    this.#schema = buildSubgraphSchema([{ typeDefs, resolvers: Object.fromEntries(resolvers) }])
  }

  async answer({ text, variables }: Request, data: Data): Promise<Answer> {
    const document = parse(text)
    const errors = validate(this.#schema, document)
    if (errors.length > 0) return { errors }
    return execute({
      schema: this.#schema,
      document,
      variableValues: variables,
      fieldResolver: this.#resolver(data),
    }) as Promise<Answer>
  }

  #resolver(data: Data): GraphQLFieldResolver<Record<string, unknown>, unknown> {
    return (source, _, __, info) => {
      const coordinate = `${info.parentType.name}.${info.fieldName}`
      const required = federationOf(this.#source).marks.get(coordinate)?.get('requires') ?? ''
      for (const name of topLevelOf(required)) {
        if (!(name in source)) throw new Error(`${coordinate} was not given ${name}`)
      }
      return valueOf(info.returnType, info, info.path.prev === undefined ? 'everything' : data)
    }
  }
}

function foundBy(reference: object, type: string, keys: ReadonlySet<string>): object {
  const isGiven = [...keys].some((fields) => topLevelOf(fields).every((name) => name in reference))
  if (!isGiven) throw new Error(`${type} cannot be found by ${Object.keys(reference).join(', ')}`)
  return reference
}

function topLevelOf(fields: string): string[] {
  return fields
    .replace(/^fields: /, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .split(' ')
    .filter((name) => name !== '')
}

/** The newest that a type may be: its last value, its last member. */
function valueOf(type: GraphQLOutputType, info: GraphQLResolveInfo, data: Data): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType as GraphQLOutputType, info, 'everything')
  if (data === 'as little as it may' || (data === 'no values' && isLeafType(type))) return null
  if (isListType(type)) return [valueOf(type.ofType as GraphQLOutputType, info, data)]
  if (isEnumType(type)) return type.getValues().at(-1)?.value
  if (isLeafType(type)) return VALUES[type.name] ?? 'text'
  const object = isAbstractType(type) ? info.schema.getPossibleTypes(type).at(-1) : type
  return { __typename: object?.name }
}

const VALUES: Readonly<Record<string, unknown>> = { Int: 1, Float: 1.5, Boolean: true, ID: '1' }
