import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import type { GraphQLError } from 'graphql'
import { graphql, parse } from 'graphql'
import { createLogger } from '@ebook/chassis/log'
import type { ExecutedSchema } from '../executor/execution.ts'
import type { SubgraphAnswer, SubgraphSource } from '../executor/subgraph-source.ts'
import { openLiveSchema } from '../federation/live-schema.ts'
import { OperationExecutor } from '../federation/operation-executor.ts'
import type { RouterContext } from '../federation/router-context.ts'
import { Planner } from '../planning/planner.ts'
import { executedBy, servedBy } from './planned-here.ts'

export interface SmallSubgraph {
  readonly sdl: string
  readonly resolvers: object
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
  import: ["@key", "@external", "@requires", "@shareable", "@interfaceObject", "@inaccessible"])`

export interface SmallFederation {
  readonly supergraphSdl: string
  readonly planner: Planner
  readonly schema: ExecutedSchema
  /** As the router answers. */
  ask(text: string, variables?: Record<string, unknown>): Promise<{ data?: unknown; errors?: readonly GraphQLError[] }>
  /** What a subscriber is told of an event. */
  watch(text: string): Promise<{ data?: unknown; errors?: readonly unknown[] }>
}

/** Subgraphs in this process, composed, under the router's planner and executor. */
export function smallFederation(subgraphs: Readonly<Record<string, SmallSubgraph>>): SmallFederation {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(link + sdl),
  }))
  const { supergraphSdl, errors } = composeServices(services)
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'they do not compose')
  const planner = new Planner(supergraphSdl)
  const sources = new Map(Object.entries(subgraphs).map(([name, subgraph]) => [name, sourceOf(subgraph)]))
  const schema = servedBy(planner, (name) => {
    const source = sources.get(name)
    if (source === undefined) throw new Error(`no subgraph ${name}`)
    return source
  })
  const parts = executedBy(planner, schema)
  const executor = new OperationExecutor(parts)
  const live = openLiveSchema({ ...parts, production: false, log: createLogger('router', 'fatal') })
  return {
    supergraphSdl,
    planner,
    schema,
    async ask(query, variables = {}) {
      const result = await executor
        .execute({
          document: parse(query),
          queryHash: query,
          source: query,
          request: { variables },
          context: {},
        } as never)
        .catch((error: unknown) => ({ data: undefined, errors: [error as GraphQLError] }))
      return JSON.parse(JSON.stringify(result)) as { data?: unknown; errors?: readonly GraphQLError[] }
    },
    async watch(text) {
      const prepared = await live.prepare({ text })
      const bound = prepared.bind({})
      const body = JSON.stringify(bound.upstream)
      const source = schema.sourceOf(bound.subgraph)
      const payload = await source.ask({ query: bound.upstream.query, body, entities: undefined, path: [] }, {})
      const told = await bound.hydrate(payload, { requestId: 'r' } as RouterContext)
      return JSON.parse(JSON.stringify(told)) as { data?: unknown }
    },
  }
}

function sourceOf({ sdl, resolvers }: SmallSubgraph): SubgraphSource {
  const schema = buildSubgraphSchema([{ typeDefs: parse(link + sdl), resolvers: resolvers as never }])
  return {
    async ask({ query, body }) {
      const { variables } = JSON.parse(body) as { variables: Record<string, unknown> }
      return JSON.parse(
        JSON.stringify(await graphql({ schema, source: query, variableValues: variables })),
      ) as SubgraphAnswer
    },
  }
}
